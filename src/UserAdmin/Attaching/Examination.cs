using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>What was found in a database that may hold the accounts of an application. Nothing was changed.</summary>
public sealed record Examination
{
    /// <summary>The file, or the server and the database; never a password.</summary>
    public required string Name { get; init; }

    /// <summary><c>SQLite</c> or <c>PostgreSQL</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The version of the server; for SQLite, of the library in this program.</summary>
    public required string Version { get; init; }

    /// <summary>Why the console cannot be attached and what to do, in sentences; null if it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether UserAdmin made this database, or is attached to it already; there is a refusal, too.</summary>
    public bool IsOurs { get; init; }

    /// <summary>
    /// Tables, columns and keys; null if the refusal is that they were not recognised. Attaching works with this.
    /// </summary>
    public IdentityShape? Shape { get; init; }

    /// <summary>
    /// Whether the schema version is certain. SQLite keeps no lengths of columns, by which 2 differs from 1; then it is
    /// given as 1.
    /// </summary>
    public bool IsSchemaVersionCertain { get; init; } = true;

    /// <summary>Stock tables that the database lacks.</summary>
    public IReadOnlyList<IdentityTableKind> Missing { get; init; } = [];

    /// <summary>
    /// Other tables of users, with their schema, that could have been meant instead; <c>--schema</c> chooses.
    /// </summary>
    public IReadOnlyList<string> OtherUsers { get; init; } = [];

    /// <summary>The number of rows of each stock table that there is.</summary>
    public IReadOnlyDictionary<IdentityTableKind, long> Counts { get; init; } =
        new Dictionary<IdentityTableKind, long>();

    /// <summary>Rows that do not fit; the console can be attached all the same.</summary>
    public IReadOnlyList<ExaminationProblem> Problems { get; init; } = [];

    /// <summary>Extra columns whose names say that they mean something for the account as a whole.</summary>
    public IReadOnlyList<MarkedColumn> Marked { get; init; } = [];

    /// <summary>
    /// Extra columns that each new account needs a value for and that the console cannot fill.
    /// </summary>
    public IReadOnlyList<ExtraColumn> Required =>
        [
            .. (Shape?.Extras ?? []).Where(extra =>
                AccountAttribute.IsRequiredBy(extra) && !AccountAttribute.IsReadable(extra)
            ),
        ];

    /// <summary>Objects that are there already and have names of those that the console adds.</summary>
    public IReadOnlyList<string> InTheWay { get; init; } = [];

    /// <summary>What the console may do there; null if the tables were not recognised.</summary>
    public ExaminationRights? Rights { get; init; }
}

/// <summary>Rows of a stock table that do not fit.</summary>
/// <param name="Kind">What is wrong with them.</param>
/// <param name="Table">The table.</param>
/// <param name="Count">How many rows it concerns.</param>
/// <param name="Examples">
/// Keys of up to five of them, as text: of accounts or roles; no names or addresses.
/// </param>
public sealed record ExaminationProblem(
    ExaminationProblemKind Kind,
    IdentityTableKind Table,
    long Count,
    IReadOnlyList<string> Examples
);

/// <summary>What is wrong with rows of another application.</summary>
public enum ExaminationProblemKind
{
    /// <summary>Several have the same normalised name (users, roles).</summary>
    SameName,

    /// <summary>Several accounts have the same normalised address.</summary>
    SameEmail,

    /// <summary>
    /// The normalised name is empty, or not the name in upper case, so Identity does not find the row by name.
    /// </summary>
    NameNotNormalized,

    /// <summary>The same for the address.</summary>
    EmailNotNormalized,

    /// <summary>Accounts without a user name.</summary>
    NoUserName,

    /// <summary>
    /// Accounts without a security stamp, for which Identity refuses most changes and sign-ins.
    /// </summary>
    NoSecurityStamp,

    /// <summary>LockoutEnd is no point in time from the year 1 to 9999.</summary>
    UnreadableLockoutEnd,

    /// <summary>Rows that belong to an account that does not exist. The examples are that account's keys.</summary>
    NoSuchUser,

    /// <summary>Rows that belong to a role that does not exist. The examples are that role's keys.</summary>
    NoSuchRole,

    /// <summary>
    /// In a database of SQLite with both, keys that are lower-case UUIDs: an application with uuid keys cannot change
    /// these rows.
    /// </summary>
    LowerCaseKey,
}

/// <summary>An extra column with a name that means something.</summary>
/// <param name="Name">The column.</param>
/// <param name="Meaning">What the name says.</param>
public sealed record MarkedColumn(string Name, ColumnMeaning Meaning);

/// <summary>What the name of an extra column says.</summary>
public enum ColumnMeaning
{
    /// <summary>The application marks accounts as deleted, as with <c>IsDeleted</c>.</summary>
    SoftDelete,

    /// <summary>The application divides accounts among its customers, as with <c>TenantId</c>.</summary>
    Tenant,
}

/// <summary>What the role on the server, or the user of this process, may do.</summary>
/// <param name="Who">The role on the server; null for a file.</param>
/// <param name="NoCreating">Why no tables of the console can be created, as a sentence; null if they can.</param>
/// <param name="NoTriggers">Stock tables on which no triggers can be created.</param>
/// <param name="NoWriting">Stock tables that cannot be changed completely.</param>
/// <param name="Hidden">Stock tables of which row-level security may hide rows from the role.</param>
public sealed record ExaminationRights(
    string? Who,
    string? NoCreating,
    IReadOnlyList<string> NoTriggers,
    IReadOnlyList<string> NoWriting,
    IReadOnlyList<string> Hidden
);

/// <summary>What a person decides where a database leaves it open.</summary>
/// <param name="Schema">The schema of the stock tables on PostgreSQL; null: the first on the search path.</param>
/// <param name="Keys">
/// <see cref="IdentityKey.Text"/> or <see cref="IdentityKey.Uuid"/> for a file of SQLite, which declares both alike;
/// null: as the values are.
/// </param>
public sealed record ExaminationOptions(string? Schema = null, IdentityKey? Keys = null);
