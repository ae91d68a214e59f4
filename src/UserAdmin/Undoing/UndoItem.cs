using UserAdmin.Past;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;

namespace UserAdmin.Undoing;

/// <summary>One value of an account in the plan of an undo.</summary>
internal sealed class UndoItem(UndoKey key, string? now, string? target)
{
    public UndoKey Key { get; } = key;

    /// <summary>The value now.</summary>
    public string? Now { get; } = now;

    /// <summary>The value before the chosen changes.</summary>
    public string? Target { get; } = target;

    public UndoVerdict Verdict { get; private set; } = UndoVerdict.Back;

    public string? Why { get; private set; }

    public UndoObstacle? Obstacle { get; init; }

    /// <summary>The words for an event that has no value of its own.</summary>
    public string? Label { get; init; }

    /// <summary>Says that the value is as it was.</summary>
    public UndoItem Stays(string? why = null)
    {
        (Verdict, Why) = (UndoVerdict.Nothing, why);
        return this;
    }

    /// <summary>Says that the value does not change back, and why.</summary>
    public UndoItem Block(string? why)
    {
        (Verdict, Why) = (UndoVerdict.Cannot, why);
        return this;
    }

    /// <summary>Returns the item for people.</summary>
    /// <param name="roleName">Returns the name of a role.</param>
    /// <param name="maySeeClaims">Whether the reader may see claims.</param>
    /// <param name="place">The item's place, which tells claims apart that may not be seen.</param>
    public UndoField Shown(Func<string, string> roleName, bool maySeeClaims, int place = 0) =>
        new(
            Label is not null ? $"Event:{Label}:{Why}"
                : Key.Part == UndoPart.Claim && !maySeeClaims ? $"{Key with { Item = $"{place}" }}"
                : Key.ToString(),
            LabelOf(),
            Verdict,
            Value(Now, roleName, maySeeClaims),
            Verdict == UndoVerdict.Back ? Value(Target, roleName, maySeeClaims) : null,
            Why,
            Obstacle
        );

    private string LabelOf() =>
        Label
        ?? Key.Part switch
        {
            UndoPart.Field when UserFields.Find(Key.Name) is { } field => field.Label,
            UndoPart.Field => AccountAttribute.TitleOf(Key.Name[AccountAttribute.Prefix.Length..]),
            UndoPart.EmailConfirmed => "Email confirmed",
            UndoPart.PhoneConfirmed => "Phone confirmed",
            UndoPart.LockedUntil => "Locked until",
            UndoPart.ExpiresAt => "Expires",
            UndoPart.NewPassword => "New password required",
            UndoPart.Role => "Role",
            UndoPart.Claim => $"Claim {Key.Name}",
            UndoPart.Invited => "Invitation",
            _ => "Account",
        };

    private ComparedValue? Value(string? value, Func<string, string> roleName, bool maySeeClaims)
    {
        var text = Key.Part switch
        {
            _ when Label is not null => null,
            UndoPart.Account => value is null ? "deleted" : "created",
            UndoPart.Deleted => value is null ? "restored" : "deleted",
            UndoPart.Disabled => value is null ? "enabled" : "disabled",
            UndoPart.Invited => value is null ? null : "open",
            UndoPart.Role => value is null ? null : roleName(Key.Name),
            UndoPart.Claim => value is null || !maySeeClaims ? null : Key.Item,
            _ => value,
        };
        return text is null ? null
            : Key.Part is UndoPart.LockedUntil or UndoPart.ExpiresAt ? new(text, "", UndoState.Moment(value))
            : new ComparedValue(text, text);
    }
}
