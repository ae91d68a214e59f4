using System.Globalization;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Past;

/// <summary>One field of two states of an account, or of two accounts, side by side.</summary>
/// <param name="Name">Stable name, such as <c>JobTitle</c>.</param>
/// <param name="Label">The words for people.</param>
/// <param name="From">The items on the one side: one for a field with a single value, none if it is empty.</param>
/// <param name="To">The items on the other side.</param>
public sealed record ComparedField(
    string Name,
    string Label,
    IReadOnlyList<ComparedValue> From,
    IReadOnlyList<ComparedValue> To
)
{
    /// <summary>Whether it is a list, such as the roles, of which each item is compared.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the field is one that an administrator edits.</summary>
    public bool IsEdited { get; init; }

    /// <summary>Whether the two sides differ.</summary>
    public bool Differs => !From.Select(value => value.Key).SequenceEqual(To.Select(value => value.Key));

    /// <summary>Items of a list that only the other side has.</summary>
    public IEnumerable<ComparedValue> Added => To.Where(value => From.All(other => other.Key != value.Key));

    /// <summary>Items of a list that only the one side has.</summary>
    public IEnumerable<ComparedValue> Removed => From.Where(value => To.All(other => other.Key != value.Key));
}

/// <summary>A value.</summary>
/// <param name="Key">What tells it from others; the name of a role may change while the role stays the same.</param>
/// <param name="Text">The text for people.</param>
/// <param name="At">The moment, if the value is one.</param>
public sealed record ComparedValue(string Key, string Text, DateTimeOffset? At = null);

/// <summary>Compares two states of an account, or two accounts, field by field.</summary>
public static class AccountComparison
{
    // What these say is said by other fields, or differs always.
    private static readonly string[] _left =
    [
        nameof(UserFields.Permission),
        nameof(UserFields.Locked),
        nameof(UserRow.ChangedAt),
        nameof(UserRow.Id),
    ];

    private static readonly (string Name, string Label, Func<UserRow, object?> Value)[] _more =
    [
        (nameof(UserRow.PhoneNumberConfirmed), "Phone confirmed", row => row.PhoneNumberConfirmed),
        (nameof(UserRow.PasswordChangedAt), "Password set by the user", row => row.PasswordChangedAt),
        (nameof(UserRow.MustChangePassword), "Must choose a new password", row => row.MustChangePassword),
        (nameof(UserRow.RecoveryCodesLeft), "Recovery codes left", row => row.RecoveryCodesLeft),
        (nameof(UserRow.InvitedAt), "Invited", row => row.InvitedAt),
        (nameof(UserRow.InvitationExpiresAt), "Invitation expires", row => row.InvitationExpiresAt),
        (nameof(UserRow.LockedUntil), "Locked until", row => row.LockedUntil),
        (nameof(UserRow.DisabledAt), "Disabled", row => row.DisabledAt),
        (nameof(UserRow.DeletedAt), "Deleted", row => row.DeletedAt),
        (nameof(UserRow.PurgeAt), "Removed for good", row => row.PurgeAt),
    ];

    /// <summary>
    /// Returns every field, in the order of <see cref="UserFields"/>; then what else the page of an account shows, and
    /// the claims, if both sides have them. An account that does not exist has no values.
    /// </summary>
    /// <param name="fields">The fields of the database.</param>
    /// <param name="from">The one side.</param>
    /// <param name="to">The other side.</param>
    public static IReadOnlyList<ComparedField> Of(UserFieldSet fields, AccountState from, AccountState to) =>
        [
            .. fields
                .All.Where(field => !_left.Contains(field.Name))
                .Select(field =>
                    Lists(field.Name) is { } items
                        ? new ComparedField(field.Name, field.Label, [.. items(from)], [.. items(to)]) { IsList = true }
                        : new ComparedField(field.Name, field.Label, Value(field, from), Value(field, to))
                        {
                            IsEdited = field.Editing is not null || fields.Attributes.Contains(field),
                        }
                ),
            .. _more.Select(more => new ComparedField(
                more.Name,
                more.Label,
                Shown(from.Row is null ? null : more.Value(from.Row)),
                Shown(to.Row is null ? null : more.Value(to.Row))
            )),
            .. from.Claims is null || to.Claims is null
                ? Array.Empty<ComparedField>()
                : [new ComparedField("Claims", "Claims", Claims(from), Claims(to)) { IsList = true }],
        ];

    private static Func<AccountState, IEnumerable<ComparedValue>>? Lists(string field) =>
        field switch
        {
            // By key and name, so that a role that was renamed is told as a difference.
            nameof(UserRow.Roles) => state =>
                state.Roles.Select(role => new ComparedValue($"{role.RoleId} {role.RoleName}", role.RoleName)),
            nameof(UserRow.ExternalLogins) => state =>
                state.Logins.Select(login => new ComparedValue(
                    $"{login.Provider} {login.ProviderKey}",
                    login.ProviderName
                )),
            nameof(UserRow.PasskeyCount) => state =>
                state.Passkeys.Select(passkey => new ComparedValue(
                    $"{passkey.PasskeyId} {passkey.Name}",
                    passkey.Name
                )),
            _ => null,
        };

    private static ComparedValue[] Claims(AccountState state) =>
        [
            .. state.Claims!.Select(claim => new ComparedValue(
                $"{claim.ClaimType}={claim.Value}",
                $"{claim.ClaimType}: {claim.Value}"
            )),
        ];

    private static ComparedValue[] Value(UserField field, AccountState state) =>
        (field, state.Row) switch
        {
            (_, null) => [],
            (MomentField moment, var row) => Shown(moment.Moment(row)),
            (FlagField, var row) => Shown(field.Text(row, state.At, TimeZoneInfo.Utc) == "yes"),
            (StateField, var row) => Shown(row.StateAt(state.At).ToString()),
            (_, var row) => Shown(field.Text(row, state.At, TimeZoneInfo.Utc)),
        };

    private static ComparedValue[] Shown(object? value) =>
        value switch
        {
            null or "" => [],
            DateTimeOffset at => [new(at.UtcTicks.ToString(CultureInfo.InvariantCulture), "", at)],
            bool flag => [new(flag ? "Yes" : "No", flag ? "Yes" : "No")],
            int count =>
            [
                new(count.ToString(CultureInfo.InvariantCulture), count.ToString("N0", CultureInfo.InvariantCulture)),
            ],
            _ => [new((string)value, (string)value)],
        };
}
