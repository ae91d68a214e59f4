using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>A row of the file, read according to the import's options.</summary>
/// <param name="Number">The row's number, as a spreadsheet counts.</param>
/// <param name="Key">The value that the row is matched on, normalised like the database column it is looked up in; null
/// if the cell is empty.</param>
/// <param name="Creation">The account that the row would create; its id is not set yet.</param>
/// <param name="Edit">The fields that the row would set on an existing account, by their names in commands, events and
/// history.</param>
/// <param name="PasswordHash">Hash for a new account, or null.</param>
/// <param name="Errors">Errors that apply whether the row creates or changes an account.</param>
/// <param name="CreationErrors">Errors that apply only if the row creates an account.</param>
internal sealed record ImportedRow(
    int Number,
    string? Key,
    CreateUser Creation,
    IReadOnlyList<KeyValuePair<string, string?>> Edit,
    string? PasswordHash,
    IReadOnlyList<Error> Errors,
    IReadOnlyList<Error> CreationErrors
)
{
    /// <summary>The state of the account according to the file; null if the file does not give one.</summary>
    public ImportedState? State { get; init; }

    /// <summary>The key that the account has in the file and keeps if the row creates it, or null.</summary>
    public string? GivenId { get; init; }

    /// <summary>What the account brings from the system that it comes from.</summary>
    public FormerAccount Past { get; init; } = FormerAccount.Unknown;

    /// <summary>The accounts at other providers with which the person signs in.</summary>
    public IReadOnlyList<ImportedLogin> Logins { get; init; } = [];

    /// <summary>The secret of the person's authenticator app as base32, or null.</summary>
    public string? TwoFactorSecret { get; init; }

    /// <summary>Names of the roles that the row gives, each once.</summary>
    public IReadOnlyList<string> RoleNames { get; init; } = [];

    /// <summary>The name of the person in the row.</summary>
    public string Name =>
        Creation.DisplayName.Length > 0 ? Creation.DisplayName
        : Creation.UserName.Length > 0 ? Creation.UserName
        : Creation.Email;

    /// <summary>Returns the values that a new account would have.</summary>
    public IEnumerable<FieldChange> Created() =>
        UserFields
            .Edited.Select(field => new FieldChange(field.Name, null, field.Editing!.Of(Creation)))
            .Where(change => change.To is not null);
}
