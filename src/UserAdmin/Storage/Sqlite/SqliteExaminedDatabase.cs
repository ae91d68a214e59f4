using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using UserAdmin.Attaching;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
/// <param name="connection">A connection that cannot write, in a transaction.</param>
/// <param name="path">The file.</param>
/// <param name="known">Our migrations.</param>
internal sealed class SqliteExaminedDatabase(SqliteConnection connection, string path, IReadOnlySet<string> known)
    : IExaminedDatabase
{
    /// <summary>
    /// What the names of our tables begin with in a file that is another application's, for LIKE with a backslash.
    /// </summary>
    private const string Prefix = "UserAdmin\\_";

    private const int MostExamples = 5;

    // The numbers of digits between the hyphens.
    private static readonly int[] _uuidGroups = [8, 4, 4, 4, 12];

    private readonly SqliteExaminedTables _tables = new(connection);

    public string Name => path;

    public string Provider => "SQLite";

    public string Version => connection.ServerVersion;

    public DbConnection Connection => connection;

    public bool IsStrict => false;

    public bool IsOurs() =>
        Texts($"SELECT name FROM sqlite_master WHERE name = '{OwnMigrationsHistory.Table}'").Count > 0
        // Older versions used the table that everybody uses.
        || SqliteSchema.Shared(connection).Exists(known.Contains);

    public IReadOnlyList<FoundTable> FindTables() =>
        [
            .. _tables
                .All()
                .Where(table => !table.Name.StartsWith(DatabaseLayout.Prefix, StringComparison.OrdinalIgnoreCase)),
        ];

    public IReadOnlyList<IdentityTable> NotReadable(IReadOnlyList<IdentityTable> tables) => [];

    public KeyValues CountKeys(IReadOnlyList<IdentityTable> tables)
    {
        var keys = string.Join(
            " UNION ALL ",
            tables.Select(table =>
                $"SELECT {SqliteExaminedTables.Quote(table.Columns["Id"])} AS id FROM "
                + SqliteExaminedTables.Quote(table.Name)
            )
        );
        var (upper, lower) = (Uuid("[0-9A-F]"), Uuid("[0-9a-f]"));
        using var command = connection.Command(
            null,
            $"SELECT COUNT(*), COALESCE(SUM(id GLOB '{upper}'), 0), "
                + $"COALESCE(SUM(id GLOB '{lower}' AND NOT id GLOB '{upper}'), 0) FROM ({keys})"
        );
        using var row = command.ExecuteReader();
        row.Read();
        var examples = Texts(
            $"SELECT id FROM ({keys}) WHERE id GLOB '{lower}' AND NOT id GLOB '{upper}' LIMIT {MostExamples}"
        );
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), examples);
    }

    public ExtraColumnType TypeOf(IdentityTable table, FoundColumn column) => _tables.TypeOf(table.Name, column);

    public string Text(string sql) => $"CAST({sql} AS TEXT)";

    // SQLite's own upper() changes ASCII letters only.
    public string IsUpper(string plain, string upper) => $"({plain} NOT GLOB '*[^ -~]*' AND upper({plain}) = {upper})";

    public UnreadableRows UnreadableTimes(IdentityTable users, string id, string time)
    {
        // Which texts are points in time is decided by who reads them: the framework.
        using var command = connection.Command(
            null,
            $"SELECT {id}, {time} FROM {SqliteExaminedTables.Quote(users.Name)} WHERE {time} IS NOT NULL"
        );
        using var row = command.ExecuteReader();
        var count = 0L;
        var examples = new List<string>();
        while (row.Read())
        {
            if (row.GetValue(1) is string text && IsTime(text))
            {
                continue;
            }

            count++;
            if (examples.Count < MostExamples)
            {
                examples.Add(row.GetString(0));
            }
        }

        return new(count, examples);
    }

    public IReadOnlyList<string> InTheWay() =>
        Texts($"SELECT type || ' ' || name FROM sqlite_master WHERE name LIKE '{Prefix}%' " + "ESCAPE '\\' ORDER BY 1");

    public ExaminationRights Rights(IReadOnlyList<IdentityTable> tables)
    {
        var folder = Path.GetDirectoryName(path)!;
        var closed =
            !FileRights.MayWrite(path) ? path
            : !FileRights.MayWrite(folder) ? folder
            : null;
        return new(
            Who: null,
            NoCreating: closed is null
                ? null
                : $"{Environment.UserName} may not write {closed}, and SQLite needs the file and its folder. Run this "
                    + "as the user of the application, or give permission to both.",
            NoTriggers: [],
            NoWriting: [],
            Hidden: []
        );
    }

    internal static bool IsTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static string Uuid(string digit) =>
        string.Join('-', _uuidGroups.Select(length => string.Concat(Enumerable.Repeat(digit, length))));

    private List<string> Texts(string sql)
    {
        using var command = connection.Command(null, sql);
        using var row = command.ExecuteReader();
        var texts = new List<string>();
        while (row.Read())
        {
            texts.Add(row.GetString(0));
        }

        return texts;
    }
}
