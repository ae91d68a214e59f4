using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users.Commands;

namespace UserAdmin.Imports;

/// <summary>Reads rows as the options say, and holds them to the very rules of <see cref="CreateUser"/>.</summary>
internal sealed class ImportRowReader(ImportOptions options, ILookupNormalizer normalizer)
{
    private static readonly CreateUserValidator _validator = new();

    /// <summary>Fields that an import sets on accounts that exist, and whether an empty cell may clear them.</summary>
    private static readonly (ImportField Field, bool MayClear)[] _edited =
    [
        (ImportField.DisplayName, false),
        (ImportField.UserName, false),
        (ImportField.Email, false),
        (ImportField.PhoneNumber, true),
        (ImportField.GivenName, true),
        (ImportField.FamilyName, true),
        (ImportField.JobTitle, true),
        (ImportField.Department, true),
        (ImportField.Locale, true),
        (ImportField.TimeZone, true),
        (ImportField.ExternalId, true),
    ];

    private readonly Dictionary<ImportField, int> _columns = options
        .Columns.Select((field, column) => (Field: field, Column: column))
        .Where(part => part.Field is not null)
        .ToDictionary(part => part.Field!.Value, part => part.Column);

    /// <summary>Reads a row.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="cells">One for each column.</param>
    /// <param name="isChecked">Whether the values were found valid before.</param>
    public ImportedRow Read(int number, IReadOnlyList<string?> cells, bool isChecked = false)
    {
        var creation = Creation(cells);
        List<Error>? errors = null;
        List<Error>? creationErrors = null;
        if (!isChecked)
        {
            foreach (var failure in _validator.Validate(creation).Errors)
            {
                var isGiven =
                    Enum.TryParse<ImportField>(failure.PropertyName, out var field) && Cell(cells, field) is not null;
                (isGiven ? errors ??= [] : creationErrors ??= []).Add(
                    new Error(failure.ErrorCode, failure.ErrorMessage, failure.PropertyName)
                );
            }
        }

        foreach (var (field, column) in isChecked ? [] : _columns)
        {
            if (
                Cell(cells, field) is { } cell
                && UnmeantValues.Refusal(field, cell.Trim(), UnmeantValues.Reference(column, number)) is { } refusal
            )
            {
                (errors ??= []).Insert(0, refusal);
            }
        }

        var hash = Cell(cells, ImportField.PasswordHash)?.Trim();
        if (hash is not null && !IdentityHash.IsOne(hash))
        {
            (errors ??= []).Add(ImportErrors.NotAHash);
        }

        var state = State(number, cells, ref errors, ref creationErrors);
        if (errors is not null)
        {
            // Nothing of it may be cleaned: what is not safe cannot even be normalised.
            return new(number, null, creation, [], null, errors, []);
        }

        creation = Cleaned(creation);
        return new(number, KeyOf(cells, creation), creation, Edit(cells, creation), hash, [], creationErrors ?? [])
        {
            State = state,
        };
    }

    /// <summary>What the columns together say of the state: the one that shuts the account furthest counts.</summary>
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
                    (creationErrors ??= []).Add(ImportErrors.StateMissing(UnmeantValues.Reference(column, number)));
                }
            }
            else if (ImportStates.Of(field, cell) is not { } said)
            {
                (errors ??= []).Add(ImportErrors.StateUnknown(UnmeantValues.Reference(column, number), cell.Trim()));
            }
            else if (most is null || said.State > most.State || (said.State == most.State && most.Until is null))
            {
                most = said;
            }
        }

        return most;
    }

    private CreateUser Creation(IReadOnlyList<string?> cells)
    {
        var email = Cell(cells, ImportField.Email) ?? "";
        // People who sign in with their address need no other name. Only where no column holds one: an empty cell there
        // is a mistake.
        var userName = _columns.ContainsKey(ImportField.UserName) ? Cell(cells, ImportField.UserName) ?? "" : email;
        var (given, family) = (Cell(cells, ImportField.GivenName), Cell(cells, ImportField.FamilyName));
        var displayName =
            Cell(cells, ImportField.DisplayName) ?? (given is null && family is null ? userName : $"{given} {family}");
        // Any id that is valid, to pass the rule: a real one comes from the key or is made when the row is judged.
        return new CreateUser(Cell(cells, ImportField.Id)?.Trim() ?? SomeId, userName, email, displayName)
        {
            GivenName = given,
            FamilyName = family,
            JobTitle = Cell(cells, ImportField.JobTitle),
            Department = Cell(cells, ImportField.Department),
            PhoneNumber = Cell(cells, ImportField.PhoneNumber),
            Locale = Cell(cells, ImportField.Locale),
            TimeZone = Cell(cells, ImportField.TimeZone),
            ExternalId = Cell(cells, ImportField.ExternalId),
        };
    }

    private const string SomeId = "00000000-0000-7000-8000-000000000000";

    /// <summary>As the handlers of the single commands store it.</summary>
    private static CreateUser Cleaned(CreateUser typed) =>
        typed with
        {
            UserName = UserText.IsReadable(typed.UserName) ? UserText.CleanKey(typed.UserName) ?? "" : "",
            Email = EmailAddress.TryParse(typed.Email, out var address, out _) ? address : "",
            DisplayName = UserText.IsReadable(typed.DisplayName) ? UserText.Clean(typed.DisplayName) ?? "" : "",
            GivenName = UserText.Clean(typed.GivenName),
            FamilyName = UserText.Clean(typed.FamilyName),
            JobTitle = UserText.Clean(typed.JobTitle),
            Department = UserText.Clean(typed.Department),
            PhoneNumber = UserText.CleanNumber(typed.PhoneNumber),
            Locale = UserText.CleanKey(typed.Locale),
            TimeZone = UserText.CleanKey(typed.TimeZone),
            ExternalId = UserText.CleanKey(typed.ExternalId),
        };

    private string? KeyOf(IReadOnlyList<string?> cells, CreateUser creation) =>
        Cell(cells, options.MatchOn) is null
            ? null
            : options.MatchOn switch
            {
                ImportField.Email => normalizer.NormalizeEmail(creation.Email),
                ImportField.UserName => normalizer.NormalizeName(creation.UserName),
                ImportField.ExternalId => creation.ExternalId,
                _ => creation.UserId,
            };

    private List<KeyValuePair<string, string?>> Edit(IReadOnlyList<string?> cells, CreateUser creation)
    {
        var edit = new List<KeyValuePair<string, string?>>(_edited.Length);
        foreach (var (field, mayClear) in _edited)
        {
            // What the row is matched on names the account; it is not to be changed, not even its case.
            if (
                field != options.MatchOn
                && _columns.ContainsKey(field)
                && (Cell(cells, field) is not null || (mayClear && options.EmptyCells == EmptyCells.Clear))
            )
            {
                edit.Add(new(field.ToString(), ValueOf(creation, field)));
            }
        }

        return edit;
    }

    private static string? ValueOf(CreateUser creation, ImportField field) =>
        field switch
        {
            ImportField.DisplayName => creation.DisplayName,
            ImportField.UserName => creation.UserName,
            ImportField.Email => creation.Email,
            ImportField.PhoneNumber => creation.PhoneNumber,
            ImportField.GivenName => creation.GivenName,
            ImportField.FamilyName => creation.FamilyName,
            ImportField.JobTitle => creation.JobTitle,
            ImportField.Department => creation.Department,
            ImportField.Locale => creation.Locale,
            ImportField.TimeZone => creation.TimeZone,
            ImportField.ExternalId => creation.ExternalId,
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field of an account."),
        };

    private string? Cell(IReadOnlyList<string?> cells, ImportField field) =>
        _columns.TryGetValue(field, out var column) && column < cells.Count && !string.IsNullOrWhiteSpace(cells[column])
            ? cells[column]
            : null;
}
