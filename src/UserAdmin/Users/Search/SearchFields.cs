using System.Collections.Frozen;

namespace UserAdmin.Users.Search;

/// <summary>
/// The filters that the search language knows. What a row of the list shows can be filtered by one of them.
/// </summary>
public static class SearchFields
{
    /// <summary>
    /// The value that stands for "has no value" in a filter by value or text. No value of a user is empty.
    /// </summary>
    public const string None = "";

    /// <summary>
    /// How <see cref="None"/> is typed. In quotation marks the same word is a value that is called so.
    /// </summary>
    public const string NoneWord = "none";

    /// <summary>What stands for a moment that has not come.</summary>
    public const string Never = "never";

    /// <summary>The state that stands for all of them, the deleted ones included.</summary>
    public const string AnyState = "any";

    private static readonly string[] _yesNo = ["yes", "no"];

    /// <summary>State of the account.</summary>
    public static SearchField State { get; } =
        new("state", "State", SearchKind.Choice, "Active, invited, locked, disabled or deleted accounts")
        {
            Choices = [.. Enum.GetNames<UserState>().Select(name => name.ToLowerInvariant()), AnyState],
            IsFacet = true,
        };

    /// <summary>A role by its name.</summary>
    public static SearchField Role { get; } =
        new("role", "Role", SearchKind.Value, "Who holds a role") { Aliases = ["roles"], IsFacet = true };

    /// <summary>A permission that one of the roles gives.</summary>
    public static SearchField Permission { get; } =
        new("permission", "Permission", SearchKind.Value, "Who may do something here")
        {
            Aliases = ["may"],
            IsFacet = true,
        };

    /// <summary>Whether a second factor is asked for.</summary>
    public static SearchField TwoFactor { get; } =
        YesNo("two-factor", "Two-factor", "Whether a second factor is asked for", "2fa", "mfa", "twofactor");

    /// <summary>Whether there is a passkey.</summary>
    public static SearchField Passkey { get; } = YesNo("passkey", "Passkey", "Whether there is a passkey", "passkeys");

    /// <summary>Whether the email is confirmed.</summary>
    public static SearchField Confirmed { get; } =
        YesNo("confirmed", "Email confirmed", "Whether the email was confirmed", "email-confirmed", "verified");

    /// <summary>Whether there is a password.</summary>
    public static SearchField Password { get; } =
        YesNo("password", "Has a password", "Whether there is a password", "has-password");

    /// <summary>Whether somebody or something locks it now, whatever else is true of the account.</summary>
    public static SearchField Locked { get; } =
        YesNo("locked", "Locked now", "Whether it is locked now, disabled or not");

    /// <summary>Department.</summary>
    public static SearchField Department { get; } =
        new("department", "Department", SearchKind.Value, "A department") { Aliases = ["dept"], IsFacet = true };

    /// <summary>Language tag.</summary>
    public static SearchField Locale { get; } =
        new("locale", "Language", SearchKind.Value, "A language tag, such as de or pt-BR")
        {
            Aliases = ["language", "lang"],
            IsFacet = true,
        };

    /// <summary>An external login provider by its name.</summary>
    public static SearchField Login { get; } =
        new("login", "External login", SearchKind.Value, "Who signs in through a provider")
        {
            Aliases = ["provider", "external-login"],
            IsFacet = true,
        };

    /// <summary>Job title.</summary>
    public static SearchField JobTitle { get; } =
        new("title", "Job title", SearchKind.Value, "A job title") { Aliases = ["job", "job-title"] };

    /// <summary>Time zone.</summary>
    public static SearchField TimeZone { get; } =
        new("time-zone", "Time zone", SearchKind.Value, "An IANA time zone") { Aliases = ["timezone", "tz"] };

    /// <summary>Part of the display name.</summary>
    public static SearchField Name { get; } =
        new("name", "Name", SearchKind.Text, "Part of the display name") { Aliases = ["display-name"] };

    /// <summary>Part of the user name.</summary>
    public static SearchField UserName { get; } =
        new("user-name", "User name", SearchKind.Text, "Part of the user name")
        {
            Aliases = ["username", "login-name"],
        };

    /// <summary>Part of the email.</summary>
    public static SearchField Email { get; } =
        new("email", "Email", SearchKind.Text, "Part of the email") { Aliases = ["mail"] };

    /// <summary>Part of the phone number.</summary>
    public static SearchField Phone { get; } =
        new("phone", "Phone", SearchKind.Text, "Part of the phone number") { Aliases = ["tel"] };

    /// <summary>Part of the given name.</summary>
    public static SearchField GivenName { get; } =
        new("given-name", "Given name", SearchKind.Text, "Part of the given name")
        {
            Aliases = ["given", "first-name"],
        };

    /// <summary>Part of the family name.</summary>
    public static SearchField FamilyName { get; } =
        new("family-name", "Family name", SearchKind.Text, "Part of the family name")
        {
            Aliases = ["family", "last-name", "surname"],
        };

    /// <summary>Part of the external id.</summary>
    public static SearchField ExternalId { get; } =
        new("external-id", "External id", SearchKind.Text, "Part of the external id") { Aliases = ["externalid"] };

    /// <summary>When the account was created.</summary>
    public static SearchField Created { get; } =
        new("created", "Created", SearchKind.Moment, "When the account was created");

    /// <summary>When an administrator's change last touched it.</summary>
    public static SearchField Changed { get; } =
        new("changed", "Changed", SearchKind.Moment, "When it was last changed") { Aliases = ["modified", "updated"] };

    /// <summary>When the person last signed in.</summary>
    public static SearchField SignedIn { get; } =
        new("signed-in", "Last sign-in", SearchKind.Moment, "When the person last signed in")
        {
            Aliases = ["last-sign-in", "signin", "sign-in"],
        };

    /// <summary>When the account is disabled by itself.</summary>
    public static SearchField Expires { get; } =
        new("expires", "Expires", SearchKind.Moment, "When the account is disabled by itself")
        {
            LiesAhead = true,
            Aliases = ["expiry"],
        };

    /// <summary>All of them, in the order in which people look for them.</summary>
    public static IReadOnlyList<SearchField> All { get; } =
    [
        State,
        Role,
        Permission,
        TwoFactor,
        Passkey,
        Confirmed,
        Password,
        Locked,
        Department,
        Locale,
        Login,
        Created,
        SignedIn,
        Changed,
        Expires,
        Name,
        Email,
        UserName,
        Phone,
        JobTitle,
        GivenName,
        FamilyName,
        ExternalId,
        TimeZone,
    ];

    private static readonly FrozenDictionary<string, SearchField> _byName = All.SelectMany(field =>
            field.Aliases.Prepend(field.Key).Select(name => (name, field))
        )
        .ToFrozenDictionary(pair => pair.name, pair => pair.field, StringComparer.OrdinalIgnoreCase);

    /// <summary>A filter by its key or another of its names, whatever their case; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public static SearchField? Find(string name) => _byName.GetValueOrDefault(name);

    private static SearchField YesNo(string key, string title, string meaning, params string[] aliases) =>
        new(key, title, SearchKind.YesNo, meaning)
        {
            Choices = _yesNo,
            Aliases = aliases,
            IsFacet = true,
        };
}
