using System.Text.Json;
using System.Text.Json.Serialization;
using UserAdmin.Messaging;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>
/// What a column of an imported table holds: a field of a user that declares <see cref="UserField.ImportTitles"/>, or
/// one of those that only imports know.
/// </summary>
/// <param name="Name">Name of the field.</param>
[JsonConverter(typeof(ImportFieldJson))]
public readonly record struct ImportField(string Name) : INamedChoice
{
    /// <summary>Key of the account; only to match on.</summary>
    public static ImportField Id { get; } = new(UserFields.Id.Name);

    /// <summary>Name to sign in with.</summary>
    public static ImportField UserName { get; } = new(UserFields.UserName.Name);

    /// <summary>Email address.</summary>
    public static ImportField Email { get; } = new(UserFields.Email.Name);

    /// <summary>Key in the system that the person comes from.</summary>
    public static ImportField ExternalId { get; } = new(UserFields.ExternalId.Name);

    /// <summary>
    /// A password as ASP.NET Core Identity has hashed it (format 2 or 3, base64); for accounts that are created. Never
    /// a password itself.
    /// </summary>
    public static ImportField PasswordHash { get; } = new(nameof(PasswordHash));

    /// <summary>State of the account in words: active, disabled, deleted and what other systems call that.</summary>
    public static ImportField State { get; } = new(nameof(State));

    /// <summary>Yes where the account may sign in.</summary>
    public static ImportField Enabled { get; } = new(nameof(Enabled));

    /// <summary>Yes, or since when, where the account is shut.</summary>
    public static ImportField Disabled { get; } = new(nameof(Disabled));

    /// <summary>Yes, or since when, where the account is deleted.</summary>
    public static ImportField Deleted { get; } = new(nameof(Deleted));

    /// <summary>Until when the account is locked.</summary>
    public static ImportField LockedUntil { get; } = new(nameof(LockedUntil));

    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<ImportField> All { get; } =
    [
        .. UserFields.All.Where(field => field.ImportTitles.Length > 0).Select(Of),
        PasswordHash,
        State,
        Enabled,
        Disabled,
        Deleted,
        LockedUntil,
    ];

    /// <summary>The field of the user; null for those that only imports know.</summary>
    public UserField? Field => UserFields.Find(Name) is { ImportTitles.Length: > 0 } found ? found : null;

    /// <summary>What a field of a user is called here.</summary>
    /// <param name="field">The field.</param>
    public static ImportField Of(UserField field) => new(field.Name);

    /// <summary>The one that a text names, in its exact case, or null.</summary>
    /// <param name="name">Its name.</param>
    public static ImportField? Find(string? name) =>
        name is not null && new ImportField(name) is var field && field.IsKnown() ? field : null;

    /// <inheritdoc/>
    public bool IsKnown() => All.Contains(this);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>Writes the name. Logs of earlier versions hold numbers.</summary>
internal sealed class ImportFieldJson : JsonConverter<ImportField>
{
    // In the order of the numbers: never to be changed.
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
