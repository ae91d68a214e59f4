using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>A row of the file, read as the options say.</summary>
/// <param name="Number">As a spreadsheet counts.</param>
/// <param name="Key">What it is matched on, normalised as the column it is looked up in; null when the cell is
/// empty.</param>
/// <param name="Creation">The account it would create; its id is not set yet.</param>
/// <param name="Edit">Fields it would set on an existing account, by the name they have in commands, events and
/// history.</param>
/// <param name="PasswordHash">Hash for a new account, or null.</param>
/// <param name="Errors">What is wrong with it, whatever it does.</param>
/// <param name="CreationErrors">What is wrong with it if it creates.</param>
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
    /// <summary>What the file says of the state of the account; null when it says nothing.</summary>
    public ImportedState? State { get; init; }

    /// <summary>The name of the person in the row.</summary>
    public string Name =>
        Creation.DisplayName.Length > 0 ? Creation.DisplayName
        : Creation.UserName.Length > 0 ? Creation.UserName
        : Creation.Email;

    /// <summary>What a new account would have.</summary>
    public IEnumerable<FieldChange> Created() =>
        UserFields
            .Edited.Select(field => new FieldChange(field.Name, null, field.Editing!.Of(Creation)))
            .Where(change => change.To is not null);
}
