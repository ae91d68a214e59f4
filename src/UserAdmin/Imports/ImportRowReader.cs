using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>
/// Reads rows according to the options, and validates them with the rules of <see cref="CreateUser"/>.
/// </summary>
/// <param name="options">What the import should do.</param>
/// <param name="titles">Titles of the columns.</param>
/// <param name="normalizer">Normalises names and addresses as Identity does.</param>
/// <param name="layout">The database whose keys new accounts must have.</param>
/// <param name="hosts">The application that has rules of its own for user names, if there is one.</param>
/// <param name="hashes">Reads password hashes.</param>
internal sealed partial class ImportRowReader(
    ImportOptions options,
    IReadOnlyList<string> titles,
    ILookupNormalizer normalizer,
    DatabaseLayout layout,
    IEnumerable<IHostUsers> hosts,
    ImportHashReader hashes
)
{
    private readonly CreateUserValidator _validator = new(layout, hosts, keepsKeys: true);
    private readonly bool _hasHost = hosts.Any();

    private static readonly IReadOnlyList<UserField> _details =
    [
        .. UserFields.Details.Where(field => field.ImportTitles.Length > 0),
    ];

    private static readonly IReadOnlyList<UserField> _edited =
    [
        .. UserFields.Edited.Where(field => field.ImportTitles.Length > 0),
    ];

    private readonly Dictionary<ImportField, int> _columns = options
        .Columns.Select((field, column) => (Field: field, Column: column))
        .Where(part => part.Field is not null)
        .ToDictionary(part => part.Field!.Value, part => part.Column);

    private readonly IReadOnlyList<ImportLoginColumn> _logins = ImportLoginColumns.Of(options.Columns, titles);

    private readonly List<AccountAttribute> _attributes =
    [
        .. layout.Attributes.Where(attribute => options.ColumnOf(ImportField.Of(attribute)) >= 0),
    ];

    /// <summary>Reads a row.</summary>
    /// <param name="number">The row's number.</param>
    /// <param name="cells">The row's cells, one for each column.</param>
    /// <param name="isChecked">Whether the values were already found valid, so that they need not be validated
    /// again.</param>
    public ImportedRow Read(int number, IReadOnlyList<string?> cells, bool isChecked = false)
    {
        var creation = Creation(cells);
        List<Error>? errors = null;
        List<Error>? creationErrors = null;
        if (!isChecked)
        {
            foreach (var failure in _validator.Validate(creation).Errors)
            {
                var isGiven = ImportField.Find(failure.PropertyName) is { } field && Cell(cells, field) is not null;
                (isGiven ? errors ??= [] : creationErrors ??= []).Add(
                    new Error(failure.ErrorCode, failure.ErrorMessage, failure.PropertyName)
                );
            }
        }

        if (!isChecked && UserErrors.CreationRefusal(layout) is { } noCreation)
        {
            (creationErrors ??= []).Add(noCreation);
        }

        foreach (var (field, column) in isChecked ? [] : _columns)
        {
            if (
                Cell(cells, field) is { } cell
                && DamagedValues.Refusal(field, cell.Trim(), DamagedValues.Reference(column, number)) is { } refusal
            )
            {
                (errors ??= []).Insert(0, refusal);
            }
        }

        var (hash, hashRefusal) = hashes.Read(
            Cell(cells, ImportField.PasswordHash),
            Cell(cells, ImportField.PasswordSalt),
            Cell(cells, ImportField.PasswordFormat)
        );
        if (hashRefusal is not null)
        {
            (errors ??= []).Add(hashRefusal);
        }

        var state = State(number, cells, ref errors, ref creationErrors);
        var past = PastOf(number, cells, ref errors);
        var logins = Logins(number, cells, ref errors);
        var (secret, secretRefusal) = Cell(cells, ImportField.TwoFactorSecret) is { } given
            ? ImportedSecrets.Of(given)
            : default;
        if (secretRefusal is not null)
        {
            (errors ??= []).Add(ImportErrors.SecretRefused(secretRefusal));
        }

        if (errors is not null)
        {
            // The values are not cleaned, because unsafe text cannot even be normalised.
            return new(number, null, creation, [], null, errors, []);
        }

        creation = Cleaned(creation);
        return new(number, KeyOf(cells, creation), creation, Edit(cells, creation), hash, [], creationErrors ?? [])
        {
            State = state,
            Past = past,
            Logins = logins,
            TwoFactorSecret = secret,
            GivenId = Cell(cells, ImportField.Id) is null ? null : creation.UserId,
            RoleNames = Cell(cells, ImportField.Roles) is { } roles ? ImportedRoles.In(roles) : [],
        };
    }

    /// <summary>Returns the state that the columns together give; the most restrictive one counts.</summary>
    private ImportedState? State(
        int number,
        IReadOnlyList<string?> cells,
        ref List<Error>? errors,
        ref List<Error>? creationErrors
    )
    {
        ImportedState? most = null;
        foreach (var field in ImportStates.Fields)
        {
            if (!_columns.TryGetValue(field, out var column))
            {
                continue;
            }

            if (Cell(cells, field) is not { } cell)
            {
                if (field == ImportField.Enabled)
                {
                    (creationErrors ??= []).Add(ImportErrors.StateMissing(DamagedValues.Reference(column, number)));
                }
            }
            else if (ImportStates.Of(field, cell) is not { } said)
            {
                (errors ??= []).Add(ImportErrors.StateUnknown(DamagedValues.Reference(column, number), cell.Trim()));
            }
            else if (most is null || said.State > most.State || (said.State == most.State && most.Until is null))
            {
                most = said;
            }
        }

        return most;
    }

    private IReadOnlyList<ImportedLogin> Logins(int number, IReadOnlyList<string?> cells, ref List<Error>? errors)
    {
        if (_logins.Count == 0)
        {
            return ImportedLogins.InKey(Cell(cells, ImportField.Id) ?? Cell(cells, ImportField.ExternalId)) is { } known
                ? [known]
                : [];
        }

        var all = new List<ImportedLogin>();
        foreach (var (column, provider, name) in _logins)
        {
            if (LoginPart(column) is not { } cell)
            {
                continue;
            }

            var logins = UserText.IsReadable(cell)
                ? ImportedLogins.In(cell, name ?? (provider is { } beside ? LoginPart(beside) : null))
                : null;
            if (logins is null || logins.Any(login => !login.Fits))
            {
                (errors ??= []).Add(ImportErrors.LoginUnreadable(DamagedValues.Reference(column, number)));
                return [];
            }

            all.AddRange(logins);
        }

        return [.. all.Distinct()];

        string? LoginPart(int column) =>
            column < cells.Count ? ImportCells.Value(ImportField.ExternalLogins, cells[column]) : null;
    }

    private FormerAccount PastOf(int number, IReadOnlyList<string?> cells, ref List<Error>? errors) =>
        new(
            Moment(ImportField.CreatedAt, number, cells, ref errors),
            Moment(ImportField.LastSignInAt, number, cells, ref errors),
            Flag(ImportField.EmailConfirmed, number, cells, ref errors),
            Flag(ImportField.PhoneConfirmed, number, cells, ref errors)
        );

    private DateTimeOffset? Moment(ImportField field, int number, IReadOnlyList<string?> cells, ref List<Error>? errors)
    {
        if (Cell(cells, field) is not { } cell || ImportMoments.IsNever(cell))
        {
            return null;
        }

        var moment = ImportMoments.Of(cell, options.BeginsDatesWithDay);
        if (moment is null)
        {
            (errors ??= []).Add(
                ImportErrors.MomentUnknown(field, DamagedValues.Reference(_columns[field], number), cell.Trim())
            );
        }

        return moment;
    }

    private bool Flag(ImportField field, int number, IReadOnlyList<string?> cells, ref List<Error>? errors)
    {
        if (Cell(cells, field) is not { } cell)
        {
            return false;
        }

        var flag = ImportStates.Flag(cell);
        if (flag is null)
        {
            (errors ??= []).Add(
                ImportErrors.FlagUnknown(field, DamagedValues.Reference(_columns[field], number), cell.Trim())
            );
        }

        return flag is true;
    }

    private CreateUser Creation(IReadOnlyList<string?> cells)
    {
        var email = Cell(cells, ImportField.Email) ?? "";
        var userName =
            Cell(cells, ImportField.UserName) is { } named && !ForeignGuest().IsMatch(named) ? named : NameFrom(email);
        var names = new[] { nameof(CreateUser.GivenName), nameof(CreateUser.FamilyName) }
            .Select(part => Cell(cells, new(part)))
            .ToList();
        var displayName =
            Cell(cells, ImportField.Of(UserFields.DisplayName))
            ?? ImportCells.NameBeside(Text(cells, ImportField.Email))
            ?? (names.TrueForAll(part => part is null) ? userName : string.Join(' ', names));
        // A placeholder id that passes validation. The real one comes from the key or is created when the row is
        // judged.
        var creation = new CreateUser(
            Cell(cells, ImportField.Id)?.Trim() ?? NewKeys.Example(layout),
            userName,
            email,
            displayName
        )
        {
            PhoneNumber = Cell(cells, ImportField.Of(UserFields.PhoneNumber)),
        };
        foreach (var field in _details)
        {
            field.Editing!.InDetails!.Set(creation, Cell(cells, ImportField.Of(field)));
        }

        return _attributes.Count == 0
            ? creation
            : creation with
            {
                Attributes =
                [
                    .. _attributes
                        .Select(attribute => new AttributeValue(
                            attribute.Column.Name,
                            Cell(cells, ImportField.Of(attribute))
                        ))
                        .Where(given => given.Value is not null),
                ],
            };
    }

    /// <summary>
    /// Returns the user name of somebody for whom the file has none: the address, or, if it has letters that user names
    /// do not have, what the form for new users proposes.
    /// </summary>
    private string NameFrom(string email) =>
        _hasHost || !UserText.IsReadable(email) || UserText.CleanKey(email)?.All(IsOfUserNames) is not false ? email
        : UserNames.From(email) is { Length: > 0 } name ? name
        : email;

    private static bool IsOfUserNames(char letter) =>
        UserRules.UserNameCharacters.Contains(letter, StringComparison.Ordinal);

    /// <summary>Returns the values cleaned in the same way as the handlers of the single commands clean them.</summary>
    private CreateUser Cleaned(CreateUser typed)
    {
        var cleaned = typed with
        {
            Attributes = _attributes.Count == 0 ? null : AttributeRules.Cleaned(typed.Attributes, _attributes),
        };
        foreach (var field in _edited)
        {
            var (editing, text) = (field.Editing!, field.Editing!.Of(typed));
            editing.Set(
                cleaned,
                !editing.IsRequired ? editing.Clean(text)
                    : UserText.IsReadable(text) ? editing.Clean(text) ?? ""
                    : ""
            );
        }

        return cleaned;
    }

    private string? KeyOf(IReadOnlyList<string?> cells, CreateUser creation) =>
        Cell(cells, options.MatchOn) is null ? null
        : options.MatchOn == ImportField.Email ? normalizer.NormalizeEmail(creation.Email)
        : options.MatchOn == ImportField.UserName ? normalizer.NormalizeName(creation.UserName)
        : options.MatchOn == ImportField.ExternalId ? creation.ExternalId
        : creation.UserId;

    private List<KeyValuePair<string, string?>> Edit(IReadOnlyList<string?> cells, CreateUser creation)
    {
        var edit = new List<KeyValuePair<string, string?>>(_edited.Count);
        foreach (var field in _edited)
        {
            var column = ImportField.Of(field);
            // The field that the row is matched on identifies the account; it is not changed, not even its case.
            if (
                column != options.MatchOn
                && _columns.ContainsKey(column)
                && (
                    Cell(cells, column) is not null
                    || (!field.Editing!.IsRequired && options.EmptyCells == EmptyCells.Clear)
                )
            )
            {
                edit.Add(new(field.Name, field.Editing!.Of(creation)));
            }
        }

        foreach (var attribute in _attributes.Where(one => one.IsEditable))
        {
            if (
                Cell(cells, ImportField.Of(attribute)) is not null
                || (!attribute.IsNeverEmpty && options.EmptyCells == EmptyCells.Clear)
            )
            {
                edit.Add(
                    new(
                        attribute.Name,
                        creation.Attributes!.FirstOrDefault(given => given.Name == attribute.Column.Name)?.Value
                    )
                );
            }
        }

        return edit;
    }

    private string? Cell(IReadOnlyList<string?> cells, ImportField field) =>
        _columns.TryGetValue(field, out var column) && column < cells.Count
            ? ImportCells.Value(field, cells[column])
            : null;

    private string? Text(IReadOnlyList<string?> cells, ImportField field) =>
        _columns.TryGetValue(field, out var column) && column < cells.Count ? cells[column] : null;

    // What Microsoft Entra calls people of other organisations; nobody signs in with it.
    [GeneratedRegex("#EXT#@", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignGuest();
}
