namespace UserAdmin.StockDatabases;

/// <summary>The database of a stock application.</summary>
public enum StockProvider
{
    /// <summary>A file of SQLite.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    PostgreSql,
}

/// <summary>The type of its keys.</summary>
public enum StockKey
{
    /// <summary><c>IdentityUser</c>.</summary>
    Text,

    /// <summary><c>IdentityUser&lt;Guid&gt;</c>.</summary>
    Uuid,

    /// <summary><c>IdentityUser&lt;int&gt;</c>.</summary>
    Int,

    /// <summary><c>IdentityUser&lt;long&gt;</c>.</summary>
    BigInt,
}

/// <summary>How it names its tables and columns.</summary>
public enum StockNames
{
    /// <summary>As Identity does.</summary>
    Default,

    /// <summary>With the convention of EFCore.NamingConventions, which leaves the names of Identity's tables.</summary>
    SnakeCase,

    /// <summary>With tables of other names.</summary>
    Renamed,

    /// <summary>In the schema <c>identity</c>; the same as <see cref="Default"/> on SQLite.</summary>
    OtherSchema,
}

/// <summary>How a stock application has set up its Identity tables.</summary>
/// <param name="Provider">The database.</param>
/// <param name="Version">Identity's schema version, 1 to 3.</param>
/// <param name="Key">The type of the keys.</param>
/// <param name="IsExtended">Whether its user class adds columns (<see cref="StockUser{TKey}"/>).</param>
/// <param name="Names">The names of tables and columns.</param>
/// <param name="ByMigrations">Whether EF Core's migrations made it, instead of EnsureCreated.</param>
/// <param name="From">
/// The shape that a second migration found; null if there was none. It adds a column with an index, and widens others.
/// </param>
public sealed record StockShape(
    StockProvider Provider,
    int Version,
    StockKey Key = StockKey.Text,
    bool IsExtended = false,
    StockNames Names = StockNames.Default,
    bool ByMigrations = false,
    StockShape? From = null
)
{
    /// <summary>Returns the name that a column has here.</summary>
    /// <param name="property">The property of the user class.</param>
    public string Column(string property) =>
        Names == StockNames.SnakeCase
            ? string.Concat(property.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"_{letter}" : $"{letter}"))
                .ToLowerInvariant()
            : property;

    /// <summary>Returns the name of a table, in quotes and with its schema if it is not the usual one.</summary>
    /// <param name="stock">Its name without <c>AspNet</c>, such as <c>UserRoles</c>.</param>
    public string Table(string stock) =>
        Names switch
        {
            StockNames.Renamed => $"\"{StockContextNames.Renamed(stock)}\"",
            StockNames.OtherSchema when Provider == StockProvider.PostgreSql =>
                $"\"{StockContextNames.Schema}\".\"AspNet{stock}\"",
            _ => $"\"AspNet{stock}\"",
        };
}

/// <summary>Names that a stock application chose.</summary>
internal static class StockContextNames
{
    public const string Schema = "identity";

    public const string Added = "Nickname";

    public static string Renamed(string stock) => stock == "Users" ? "Members" : stock.Replace("User", "Member");
}
