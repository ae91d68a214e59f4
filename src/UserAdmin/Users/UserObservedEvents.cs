using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>
/// An account that another program created was found, with everything that is known of it. It is observed, not decided
/// here. An account that was gone may come back with the same id, so this does not have to be its first event.
/// </summary>
internal sealed record UserObserved(string UserId, [property: Personal] string DisplayName, ObservedAccount Account)
    : IChangesAccess,
        IBeginsAccount
{
    public string SubjectId => UserId;

    /// <summary>
    /// Whether it was created at this moment; otherwise it was there before, and nobody knows for how long.
    /// </summary>
    public bool IsNew { get; init; }

    public string Describe() => IsNew ? "Account created" : "Account of another program found";

    // A million of these are made when the accounts of an application are read, so without LINQ.
    public IReadOnlyList<FieldChange> Changes
    {
        get
        {
            var (roles, claims, logins) = (Account.Roles, Account.Claims, Account.Logins);
            var found = new List<FieldChange>(5 + roles.Count + claims.Count + logins.Count + Account.Passkeys.Count);
            Add(nameof(CreateUser.DisplayName), DisplayName);
            Add(nameof(CreateUser.UserName), Account.UserName);
            Add(nameof(CreateUser.Email), Account.Email);
            Add(nameof(CreateUser.PhoneNumber), Account.PhoneNumber);
            Add(UserObservedChanged.Lockout, ObservedLock.Text(Account.LockedUntil));
            foreach (var attribute in Account.Attributes ?? [])
            {
                Add(AccountAttribute.Prefix + attribute.Name, attribute.Value);
            }

            foreach (var role in roles)
            {
                found.Add(Found("Role", role.Name));
            }

            foreach (var claim in claims)
            {
                found.Add(Found($"Claim {claim.ClaimType}", claim.Value));
            }

            foreach (var login in logins)
            {
                found.Add(Found("External login", login.ProviderName));
            }

            foreach (var passkey in Account.Passkeys)
            {
                found.Add(Found("Passkey", passkey.Name));
            }

            return found;

            void Add(string name, string? value)
            {
                if (value is not null)
                {
                    found.Add(Found(name, value));
                }
            }
        }
    }

    private static FieldChange Found(string field, string? value) => new(field, null, value);
}

/// <summary>
/// Another program changed an account. Values that are secret are not stored: only that they changed.
/// </summary>
/// <param name="UserId">The account.</param>
/// <param name="Fields">Email, user name, phone number and attributes, as far as they changed.</param>
internal sealed record UserObservedChanged(string UserId, IReadOnlyList<FieldChange> Fields)
    : IEndsSessions,
        IChangesAccess
{
    /// <summary>The name of the lockout in the history.</summary>
    public const string Lockout = "Lockout";

    public string SubjectId => UserId;

    /// <summary>The new value, or null if it did not change; the same for the other values.</summary>
    public bool? EmailConfirmed { get; init; }

    public bool? PhoneNumberConfirmed { get; init; }

    public bool? HasPassword { get; init; }

    public bool? TwoFactorEnabled { get; init; }

    public int? RecoveryCodesLeft { get; init; }

    public ObservedLock? Lock { get; init; }

    public bool PasswordChanged { get; init; }

    public bool AuthenticatorChanged { get; init; }

    public bool RecoveryCodesChanged { get; init; }

    public IReadOnlyList<ObservedRole> RolesAdded { get; init; } = [];

    public IReadOnlyList<ObservedRole> RolesRemoved { get; init; } = [];

    public IReadOnlyList<ObservedClaim> ClaimsAdded { get; init; } = [];

    public IReadOnlyList<ObservedClaim> ClaimsRemoved { get; init; } = [];

    public IReadOnlyList<ObservedLogin> LoginsAdded { get; init; } = [];

    public IReadOnlyList<ObservedLogin> LoginsRemoved { get; init; } = [];

    /// <summary>Passkeys that are new, and those in <see cref="PasskeysRemoved"/> that have another name.</summary>
    public IReadOnlyList<ObservedPasskey> PasskeysAdded { get; init; } = [];

    public IReadOnlyList<ObservedPasskey> PasskeysRemoved { get; init; } = [];

    /// <summary>Passkeys whose public key is another one; with the marks of the new keys.</summary>
    public IReadOnlyList<ObservedPasskey> PasskeyKeysChanged { get; init; } = [];

    /// <summary>Whether anything differs at all.</summary>
    public bool IsAny => Labels().Any();

    /// <summary>Whether a command that does the same ends the account's sessions.</summary>
    public bool EndsSessions =>
        Fields.Any(changed => !RowAttributes.IsOne(changed.Field))
        || Lock?.To is not null
        || PasswordChanged
        || HasPassword is not null
        || TwoFactorEnabled is false
        || AuthenticatorChanged
        || RolesRemoved.Count > 0
        || ClaimsRemoved.Count > 0
        || LoginsRemoved.Count > 0
        || PasskeyKeysChanged.Count > 0
        || PasskeysRemoved.Any(removed => PasskeysAdded.All(added => added.PasskeyId != removed.PasskeyId));

    public string Describe() =>
        Labels().ToList() is [var only] ? $"{only} changed"
        : SecretLabels().ToList() is { Count: > 0 } secret
            ? $"Account changed, {string.Join(" and ", secret).ToLowerInvariant()} among it"
        : "Account changed";

    public IReadOnlyList<FieldChange> Changes =>
        [
            .. Fields,
            .. Flag("Email confirmed", EmailConfirmed),
            .. Flag("Phone number confirmed", PhoneNumberConfirmed),
            .. Flag("Two-factor", TwoFactorEnabled),
            .. Lock is null
                ? Array.Empty<FieldChange>()
                : [new(Lockout, ObservedLock.Text(Lock.From), ObservedLock.Text(Lock.To))],
            .. RolesRemoved.Select(role => new FieldChange("Role", role.Name, null)),
            .. RolesAdded.Select(role => new FieldChange("Role", null, role.Name)),
            .. ClaimsRemoved.Select(claim => new FieldChange($"Claim {claim.ClaimType}", claim.Value, null)),
            .. ClaimsAdded.Select(claim => new FieldChange($"Claim {claim.ClaimType}", null, claim.Value)),
            .. LoginsRemoved.Select(login => new FieldChange("External login", login.ProviderName, null)),
            .. LoginsAdded.Select(login => new FieldChange("External login", null, login.ProviderName)),
            .. PasskeysRemoved.Select(passkey => new FieldChange("Passkey", passkey.Name, null)),
            .. PasskeysAdded.Select(passkey => new FieldChange("Passkey", null, passkey.Name)),
        ];

    private static FieldChange[] Flag(string name, bool? to) =>
        to is { } value ? [new(name, value ? "no" : "yes", value ? "yes" : "no")] : [];

    private IEnumerable<string> Labels() =>
        Fields
            .Select(field =>
                field.Field switch
                {
                    _ when RowAttributes.IsOne(field.Field) => AccountAttribute.TitleOf(
                        field.Field[AccountAttribute.Prefix.Length..]
                    ),
                    nameof(CreateUser.Email) => "Email",
                    nameof(CreateUser.UserName) => "User name",
                    _ => "Phone number",
                }
            )
            .Concat(
                Named(
                    ("Email confirmation", EmailConfirmed is not null),
                    ("Phone number confirmation", PhoneNumberConfirmed is not null),
                    ("Two-factor", TwoFactorEnabled is not null),
                    ("Lockout", Lock is not null),
                    ("Roles", RolesAdded.Count + RolesRemoved.Count > 0),
                    ("Claims", ClaimsAdded.Count + ClaimsRemoved.Count > 0),
                    ("External logins", LoginsAdded.Count + LoginsRemoved.Count > 0),
                    ("Passkeys", PasskeysAdded.Count + PasskeysRemoved.Count > 0)
                )
            )
            .Concat(SecretLabels());

    private IEnumerable<string> SecretLabels() =>
        Named(
            ("Password", PasswordChanged || HasPassword is not null),
            ("Authenticator key", AuthenticatorChanged),
            ("Key of a passkey", PasskeyKeysChanged.Count > 0),
            ("Recovery codes", RecoveryCodesChanged || RecoveryCodesLeft is not null)
        );

    private static IEnumerable<string> Named(params IEnumerable<(string Name, bool IsChanged)> parts) =>
        parts.Where(part => part.IsChanged).Select(part => part.Name);
}

/// <summary>Another program deleted an account. Its history stays.</summary>
internal sealed record UserObservedGone(string UserId) : IEndsSessions, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Account deleted";
}
