using System.Globalization;
using UserAdmin.Past;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Undoing;

/// <summary>The parts of an account that a command can change back, and those whose loss has to be told.</summary>
internal enum UndoPart
{
    /// <summary>Whether the account exists.</summary>
    Account,

    /// <summary>A field that administrators edit, or an attribute.</summary>
    Field,

    /// <summary>Whether the address is confirmed.</summary>
    EmailConfirmed,

    /// <summary>Whether the phone number is confirmed.</summary>
    PhoneConfirmed,

    /// <summary>Whether the account is deleted.</summary>
    Deleted,

    /// <summary>Whether the account is disabled.</summary>
    Disabled,

    /// <summary>Whether an invitation is open.</summary>
    Invited,

    /// <summary>Until when the account is locked.</summary>
    LockedUntil,

    /// <summary>When the account expires.</summary>
    ExpiresAt,

    /// <summary>Whether a new password is required.</summary>
    NewPassword,

    /// <summary>Whether the account has a role.</summary>
    Role,

    /// <summary>Whether the account has a claim.</summary>
    Claim,
}

/// <summary>What a value belongs to.</summary>
/// <param name="Part">The part of the account.</param>
/// <param name="Name">Name of the field, key of the role, or type of the claim.</param>
/// <param name="Item">Value of the claim.</param>
internal readonly record struct UndoKey(UndoPart Part, string Name = "", string Item = "")
{
    public static UndoKey Email { get; } = new(UndoPart.Field, nameof(UserRow.Email));

    public static UndoKey Phone { get; } = new(UndoPart.Field, nameof(UserRow.PhoneNumber));

    public static UndoKey UserName { get; } = new(UndoPart.Field, nameof(UserRow.UserName));

    public override string ToString() => string.Join(':', new[] { $"{Part}", Name, Item }.Where(part => part != ""));
}

/// <summary>An account as values that can be compared one by one. What is not there has no value.</summary>
internal static class UndoState
{
    private const string Yes = "yes";

    /// <summary>Returns the values of an account.</summary>
    public static Dictionary<UndoKey, string> Of(FoldedRows rows)
    {
        var state = new Dictionary<UndoKey, string>();
        if (rows.All<UserRow>().FirstOrDefault() is not { } row)
        {
            return state;
        }

        state[new(UndoPart.Account)] = Yes;
        foreach (var field in UserFields.Edited)
        {
            Add(new(UndoPart.Field, field.Name), field.Editing!.Of(row));
        }

        foreach (var (name, value) in RowAttributes.Of(row.Attributes))
        {
            Add(new(UndoPart.Field, AccountAttribute.Prefix + name), value);
        }

        Flag(UndoPart.EmailConfirmed, row.EmailConfirmed);
        Flag(UndoPart.PhoneConfirmed, row.PhoneNumberConfirmed);
        Flag(UndoPart.Deleted, row.DeletedAt is not null);
        Flag(UndoPart.Disabled, row.DisabledAt is not null);
        Flag(UndoPart.Invited, row.InvitedAt is not null);
        Flag(UndoPart.NewPassword, row.MustChangePassword);
        Add(new(UndoPart.LockedUntil), Text(row.LockedUntil));
        Add(new(UndoPart.ExpiresAt), Text(row.ExpiresAt));
        foreach (var role in rows.All<UserRoleRow>())
        {
            state[new(UndoPart.Role, role.RoleId)] = Yes;
        }

        foreach (var claim in rows.All<UserClaimRow>())
        {
            state[new(UndoPart.Claim, claim.ClaimType, claim.Value)] = Yes;
        }

        return state;

        void Add(UndoKey key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                state[key] = value;
            }
        }

        void Flag(UndoPart part, bool isSet)
        {
            if (isSet)
            {
                state[new(part)] = Yes;
            }
        }
    }

    /// <summary>Returns the moment that a value stands for, or null.</summary>
    public static DateTimeOffset? Moment(string? value) =>
        value is null ? null : new(long.Parse(value, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static string? Text(DateTimeOffset? at) => at?.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
