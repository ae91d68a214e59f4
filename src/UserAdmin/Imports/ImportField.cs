using System.Text.Json;
using System.Text.Json.Serialization;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>
/// What a column of an imported table holds: a field of a user that declares <see cref="UserField.ImportTitles"/>, an
/// attribute that the application added (<see cref="AccountAttribute"/>), or one of the fields that only imports have.
/// </summary>
/// <param name="Name">Name of the field.</param>
[JsonConverter(typeof(ImportFieldJson))]
public readonly record struct ImportField(string Name) : INamedChoice
{
    /// <summary>Key of the account; only used for matching.</summary>
    public static ImportField Id { get; } = new(UserFields.Id.Name);

    /// <summary>Name to sign in with.</summary>
    public static ImportField UserName { get; } = new(UserFields.UserName.Name);

    /// <summary>Email address.</summary>
    public static ImportField Email { get; } = new(UserFields.Email.Name);

    /// <summary>Number that the employer knows the person by.</summary>
    public static ImportField EmployeeNumber { get; } = new(UserFields.EmployeeNumber.Name);

    /// <summary>Key in the system that the person's data comes from.</summary>
    public static ImportField ExternalId { get; } = new(UserFields.ExternalId.Name);

    /// <summary>
    /// A password hash of a kind that <c>ImportedPasswordHash</c> reads, used only for new accounts. Never a password
    /// itself.
    /// </summary>
    public static ImportField PasswordHash { get; } = new(nameof(PasswordHash));

    /// <summary>The salt of the password hash, for systems that keep it in a column of its own.</summary>
    public static ImportField PasswordSalt { get; } = new(nameof(PasswordSalt));

    /// <summary>
    /// How the password was hashed, for systems that keep that in a column of its own: Keycloak's
    /// <c>credentialData</c>, the <c>PasswordFormat</c> of ASP.NET Membership.
    /// </summary>
    public static ImportField PasswordFormat { get; } = new(nameof(PasswordFormat));

    /// <summary>
    /// The secret of an authenticator app, as base32 or an <c>otpauth:</c> address. Only for new accounts.
    /// </summary>
    public static ImportField TwoFactorSecret { get; } = new(nameof(TwoFactorSecret));

    /// <summary>
    /// The accounts at other providers with which the person signs in, such as <c>google-oauth2|1080</c>. Only for new
    /// accounts.
    /// </summary>
    public static ImportField ExternalLogins { get; } = new(nameof(ExternalLogins));

    /// <summary>The provider of the external login, for systems that keep it in a column of its own.</summary>
    public static ImportField ExternalLoginProvider { get; } = new(nameof(ExternalLoginProvider));

    /// <summary>State of the account as a word: active, disabled, deleted or what other systems call these.</summary>
    public static ImportField State { get; } = new(nameof(State));

    /// <summary>“Yes” if the account may sign in.</summary>
    public static ImportField Enabled { get; } = new(nameof(Enabled));

    /// <summary>“Yes”, or the time at which it happened, if the account is disabled.</summary>
    public static ImportField Disabled { get; } = new(nameof(Disabled));

    /// <summary>“Yes”, or the time at which it happened, if the account is deleted.</summary>
    public static ImportField Deleted { get; } = new(nameof(Deleted));

    /// <summary>Until when the account is locked.</summary>
    public static ImportField LockedUntil { get; } = new(nameof(LockedUntil));

    /// <summary>“Yes” if the address is known to be the person's. Only for new accounts.</summary>
    public static ImportField EmailConfirmed { get; } = new(nameof(EmailConfirmed));

    /// <summary>“Yes” if the phone number is known to be the person's. Only for new accounts.</summary>
    public static ImportField PhoneConfirmed { get; } = new(nameof(PhoneConfirmed));

    /// <summary>When the account was created in the system it comes from. Only for new accounts.</summary>
    public static ImportField CreatedAt { get; } = new(nameof(CreatedAt));

    /// <summary>When the person last signed in to the system the account comes from. Only for new accounts.</summary>
    public static ImportField LastSignInAt { get; } = new(nameof(LastSignInAt));

    /// <summary>
    /// Names of roles or groups, several of them separated by commas, semicolons, bars or line breaks. They are added,
    /// never removed.
    /// </summary>
    public static ImportField Roles { get; } = new(nameof(Roles));

    /// <summary>All fields, in the order in which they are offered.</summary>
    public static IReadOnlyList<ImportField> All { get; } =
    [
        .. UserFields.All.Where(field => field.ImportTitles.Length > 0).Select(Of),
        PasswordHash,
        PasswordSalt,
        PasswordFormat,
        State,
        Enabled,
        Disabled,
        Deleted,
        LockedUntil,
        Roles,
        EmailConfirmed,
        PhoneConfirmed,
        CreatedAt,
        LastSignInAt,
        TwoFactorSecret,
        ExternalLogins,
        ExternalLoginProvider,
    ];

    /// <summary>The fields that only new accounts get.</summary>
    public static IReadOnlyList<ImportField> OfNewAccounts { get; } =
    [
        PasswordHash,
        PasswordSalt,
        PasswordFormat,
        EmailConfirmed,
        PhoneConfirmed,
        CreatedAt,
        LastSignInAt,
        TwoFactorSecret,
        ExternalLogins,
        ExternalLoginProvider,
    ];

    /// <summary>The field of the user; null for fields that only imports have.</summary>
    public UserField? Field => UserFields.Find(Name) is { ImportTitles.Length: > 0 } found ? found : null;

    /// <summary>Returns the import field for a field of a user.</summary>
    /// <param name="field">The field.</param>
    public static ImportField Of(UserField field) => new(field.Name);

    /// <summary>Returns the field with a name, which is case-sensitive, or null.</summary>
    /// <param name="name">The name.</param>
    public static ImportField? Find(string? name) =>
        name is not null && new ImportField(name) is var field && field.IsKnown() ? field : null;

    /// <summary>Whether the name is one of a field. Only the database knows which attributes there are.</summary>
    /// <remarks>The default value, which a message without the field becomes, has no name.</remarks>
    public bool IsKnown() =>
        All.Contains(this) || Name?.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal) is true;

    /// <summary>Returns the import field for a column that the application added to its table of users.</summary>
    /// <param name="attribute">The attribute.</param>
    public static ImportField Of(AccountAttribute attribute) => new(attribute.Name);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}

/// <summary>
/// Reads and writes a field by its name. Logs of earlier versions contain numbers, which can still be read.
/// </summary>
internal sealed class ImportFieldJson : JsonConverter<ImportField>
{
    // The position in the array is the number. Never change the order.
    private static readonly string[] _numbered =
    [
        "Id",
        "UserName",
        "Email",
        "ExternalId",
        "DisplayName",
        "GivenName",
        "FamilyName",
        "JobTitle",
        "Department",
        "PhoneNumber",
        "Locale",
        "TimeZone",
        "PasswordHash",
        "State",
        "Enabled",
        "Disabled",
        "Deleted",
        "LockedUntil",
    ];

    public override ImportField Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new(reader.GetString()!)
        : reader.TryGetInt32(out var number) && number >= 0 && number < _numbered.Length ? new(_numbered[number])
        : throw new JsonException($"There is no field of an import with the number {number}.");

    public override void Write(Utf8JsonWriter writer, ImportField value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
