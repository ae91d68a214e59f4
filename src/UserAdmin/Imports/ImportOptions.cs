using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>Which rows an import applies.</summary>
public enum ImportMode
{
    /// <summary>Only creates accounts; a row of an existing account is refused.</summary>
    CreateOnly,

    /// <summary>Only changes accounts; a row without an account is refused.</summary>
    UpdateOnly,

    /// <summary>Changes the account if there is one, and creates it otherwise.</summary>
    CreateAndUpdate,
}

/// <summary>What an empty cell does to an existing account.</summary>
public enum EmptyCells
{
    /// <summary>Does nothing; the field stays as it is.</summary>
    Keep,

    /// <summary>Clears the field, except fields that every account must have (names and email).</summary>
    Clear,
}

/// <summary>What the columns of a file mean and what the import does with its rows.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// What each column holds, in the file's order; null for a column that is ignored. Each field occurs at most once.
    /// </summary>
    public IReadOnlyList<ImportField?> Columns { get; init; } = [];

    /// <summary>
    /// The field that finds the account of a row: <see cref="ImportField.Email"/>, <see cref="ImportField.UserName"/>,
    /// <see cref="ImportField.Id"/> or <see cref="ImportField.ExternalId"/>. The import never changes this field.
    /// </summary>
    public ImportField MatchOn { get; init; } = ImportField.Email;

    /// <summary>The fields that can find the account of a row, the most common first.</summary>
    public static IReadOnlyList<ImportField> Keys { get; } =
    [ImportField.Email, ImportField.UserName, ImportField.ExternalId, ImportField.Id];

    /// <summary>Which rows to apply.</summary>
    public ImportMode Mode { get; init; } = ImportMode.CreateAndUpdate;

    /// <summary>What an empty cell does.</summary>
    public EmptyCells EmptyCells { get; init; }

    /// <summary>
    /// Whether people are invited whose account is created without a password hash and without an external login.
    /// </summary>
    public bool Invites { get; init; }

    /// <summary>Keys of the roles that everybody in the file gets, at most 20.</summary>
    public IReadOnlyList<string> RoleIds { get; init; } = [];

    /// <summary>
    /// Whether roles that the file names and that do not exist are created, without permissions. Rows with such a role
    /// are refused otherwise.
    /// </summary>
    public bool CreatesRoles { get; init; }

    /// <summary>Whether dates such as 02/01/2026 begin with the day; they begin with the month otherwise.</summary>
    public bool BeginsDatesWithDay { get; init; }

    /// <summary>
    /// Whether everybody is imported as active, although unused columns may say that some accounts are disabled, locked
    /// or deleted.
    /// </summary>
    public bool IgnoresStates { get; init; }

    /// <summary>The Firebase project that the password hashes come from; null if they come from elsewhere.</summary>
    public FirebaseProject? Firebase { get; init; }

    /// <summary>
    /// Whether the application whose accounts these are verifies imported hashes; counts only where it cannot be asked.
    /// </summary>
    public bool ApplicationVerifiesHashes { get; init; }

    /// <summary>Whether accounts that hold permissions are changed too. Set when the import is started.</summary>
    public bool ChangesHolders { get; init; }

    /// <summary>
    /// Whether there is no file: the rows are people whom somebody invites from a list. Nobody is asked about columns,
    /// and what was accepted is applied at once. Set by <see cref="Commands.InvitePeople"/> only.
    /// </summary>
    public bool IsList { get; init; }

    /// <summary>How to read the file again; null unless it is being read again.</summary>
    public TableChoice? Reading { get; init; }

    /// <summary>
    /// Whether cells of a column can be corrected (<see cref="Commands.MendImportRows"/>): it is imported, and does not
    /// hold password hashes.
    /// </summary>
    /// <param name="column">Position of the column, from 0.</param>
    public bool IsMendable(int column) =>
        column >= 0
        && column < Columns.Count
        && Columns[column] is { } field
        && !ImportHashColumns.IsSecret(field)
        && field != ImportField.PasswordFormat;

    /// <summary>
    /// Whether cells of a column can be emptied (<see cref="Commands.MendImportRows"/>), although what they hold is
    /// never shown: password hashes and secrets of authenticator apps, without which a row can be imported, too.
    /// </summary>
    /// <param name="column">Position of the column, from 0.</param>
    public bool CanBeEmptied(int column) =>
        column >= 0
        && column < Columns.Count
        && Columns[column] is { } field
        && (field == ImportField.PasswordHash || field == ImportField.TwoFactorSecret);

    /// <summary>Whether a cell can be given this content.</summary>
    internal bool Takes(MendedCell cell) =>
        IsMendable(cell.Column) || (string.IsNullOrEmpty(cell.Value) && CanBeEmptied(cell.Column));

    /// <summary>Whether rows without an account create one.</summary>
    internal bool Creates => Mode != ImportMode.UpdateOnly;

    /// <summary>Whether rows with an account change it.</summary>
    internal bool Updates => Mode != ImportMode.CreateOnly;

    /// <summary>Returns the column that holds a field, or −1.</summary>
    internal int ColumnOf(ImportField field)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == field)
            {
                return i;
            }
        }

        return -1;
    }
}
