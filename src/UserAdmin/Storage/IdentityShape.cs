namespace UserAdmin.Storage;

/// <summary>
/// How an Identity database of another application keeps its accounts: names of tables and columns, kind of the keys,
/// and what its own user class adds. Made by looking at the database (the verb <c>attach</c>), kept in a table of ours,
/// and read at every start.
/// </summary>
/// <param name="Key">The type of the keys of users and roles.</param>
/// <param name="SchemaVersion">
/// Identity's schema version, 1 to 3: 2 bounds the lengths of phone numbers and names of tokens, 3 adds passkeys.
/// </param>
/// <param name="Tables">The stock tables that exist; those of users and roles always do.</param>
/// <param name="Extras">Columns of the users' table that are not Identity's, in the order of the table.</param>
public sealed record IdentityShape(
    IdentityKey Key,
    int SchemaVersion,
    IReadOnlyList<IdentityTable> Tables,
    IReadOnlyList<ExtraColumn> Extras
)
{
    /// <summary>Returns a stock table, or null if the database lacks it.</summary>
    public IdentityTable? Find(IdentityTableKind kind) => Tables.FirstOrDefault(table => table.Kind == kind);
}

/// <summary>The type of the keys of users and roles.</summary>
public enum IdentityKey
{
    /// <summary>Text, as <c>IdentityUser</c> has it: usually a lower-case UUID, but any text is possible.</summary>
    Text,

    /// <summary>
    /// A UUID (<c>IdentityUser&lt;Guid&gt;</c>): <c>uuid</c> on PostgreSQL, upper-case text on SQLite.
    /// </summary>
    Uuid,

    /// <summary>A 32-bit number that the database generates.</summary>
    Int,

    /// <summary>A 64-bit number that the database generates.</summary>
    BigInt,
}

/// <summary>A table of stock Identity.</summary>
public enum IdentityTableKind
{
    /// <summary>By default <c>AspNetUsers</c>.</summary>
    Users,

    /// <summary>By default <c>AspNetRoles</c>.</summary>
    Roles,

    /// <summary>By default <c>AspNetUserRoles</c>.</summary>
    UserRoles,

    /// <summary>By default <c>AspNetUserClaims</c>.</summary>
    UserClaims,

    /// <summary>By default <c>AspNetRoleClaims</c>.</summary>
    RoleClaims,

    /// <summary>By default <c>AspNetUserLogins</c>.</summary>
    UserLogins,

    /// <summary>By default <c>AspNetUserTokens</c>.</summary>
    UserTokens,

    /// <summary>By default <c>AspNetUserPasskeys</c>; only in schema version 3.</summary>
    UserPasskeys,
}

/// <summary>A stock table in a database.</summary>
/// <param name="Kind">Which one it is.</param>
/// <param name="Schema">The schema on PostgreSQL; null on SQLite.</param>
/// <param name="Name">The name as the database has it.</param>
/// <param name="Columns">
/// The column for each property of Identity's entity (<c>NormalizedUserName</c> → <c>normalized_user_name</c>).
/// </param>
public sealed record IdentityTable(
    IdentityTableKind Kind,
    string? Schema,
    string Name,
    IReadOnlyDictionary<string, string> Columns
);

/// <summary>A column that the application's own user class adds to the users' table.</summary>
/// <param name="Name">The name as the database has it.</param>
/// <param name="StoreType">The type as the database has it, such as <c>character varying(80)</c>.</param>
/// <param name="Type">What its values are.</param>
/// <param name="IsNullable">Whether it may be empty.</param>
/// <param name="HasDefault">
/// Whether the database fills it in when an account is inserted without it; generated columns, too.
/// </param>
/// <param name="IsGenerated">Whether the database computes it, so that it cannot be written.</param>
/// <param name="MaxLength">The largest number of characters of a text, if the database bounds it.</param>
/// <param name="DefaultSql">
/// The expression that the database fills it with; null if there is none, or if only the database can evaluate it.
/// </param>
public sealed record ExtraColumn(
    string Name,
    string StoreType,
    ExtraColumnType Type,
    bool IsNullable,
    bool HasDefault,
    bool IsGenerated,
    int? MaxLength = null,
    string? DefaultSql = null
);

/// <summary>What the values of a column are.</summary>
public enum ExtraColumnType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction.</summary>
    Decimal,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A date without a time.</summary>
    Date,

    /// <summary>A point in time.</summary>
    Moment,

    /// <summary>A UUID.</summary>
    Uuid,

    /// <summary>Anything else, such as bytes, arrays or JSON: shown as a type only, never read.</summary>
    Other,
}
