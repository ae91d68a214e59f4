using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>Which rows an import applies.</summary>
public enum ImportMode
{
    /// <summary>Create accounts; a row of an existing one is refused.</summary>
    CreateOnly,

    /// <summary>Change accounts; a row without one is refused.</summary>
    UpdateOnly,

    /// <summary>Change the account where there is one, and create it where there is none.</summary>
    CreateAndUpdate,
}

/// <summary>What an empty cell does to an account that exists.</summary>
public enum EmptyCells
{
    /// <summary>Nothing: the field stays as it is.</summary>
    Keep,

    /// <summary>Clears the field; those that every account has (names and email) stay.</summary>
    Clear,
}

/// <summary>What the columns of a file mean and what is to be done with its rows.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// What each column holds, in the file's order; null for a column that is not looked at. Each field once.
    /// </summary>
    public IReadOnlyList<ImportField?> Columns { get; init; } = [];

    /// <summary>
    /// What finds the account of a row: <see cref="ImportField.Email"/>, <see cref="ImportField.UserName"/>,
    /// <see cref="ImportField.Id"/> or <see cref="ImportField.ExternalId"/>. The field itself is never changed by it.
    /// </summary>
    public ImportField MatchOn { get; init; } = ImportField.Email;

    /// <summary>What can find the account of a row, the most usual first.</summary>
    public static IReadOnlyList<ImportField> Keys { get; } =
    [ImportField.Email, ImportField.UserName, ImportField.ExternalId, ImportField.Id];

    /// <summary>Which rows to apply.</summary>
    public ImportMode Mode { get; init; } = ImportMode.CreateAndUpdate;

    /// <summary>What an empty cell does.</summary>
    public EmptyCells EmptyCells { get; init; }

    /// <summary>Whether to invite those who are created without a password hash.</summary>
    public bool Invites { get; init; }

    /// <summary>Keys of the roles that everybody in the file is to have, at most 20.</summary>
    public IReadOnlyList<string> RoleIds { get; init; } = [];

    /// <summary>
    /// Whether everybody is imported as active although columns that are not used may say who is shut.
    /// </summary>
    public bool IgnoresStates { get; init; }

    /// <summary>Whether accounts that hold permissions are changed too. Said when the import is started.</summary>
    public bool ChangesHolders { get; init; }

    /// <summary>How the file is to be read anew; null otherwise.</summary>
    public TableChoice? Reading { get; init; }

    /// <summary>Whether rows without an account create one.</summary>
    internal bool Creates => Mode != ImportMode.UpdateOnly;

    /// <summary>Whether rows with an account change it.</summary>
    internal bool Updates => Mode != ImportMode.CreateOnly;

    /// <summary>The column that holds a field, or −1.</summary>
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
