using System.Globalization;
using Microsoft.Data.Sqlite;
using UserAdmin.Text;

namespace UserAdmin.Benchmarks.Raw;

/// <summary>
/// The list of users as somebody would write it by hand for speed on SQLite, without keeping it up to date: the rows
/// are stored in the order of names, every column used for sorting or filtering has a covering index, and words are
/// found by trigrams (FTS5).
/// </summary>
internal sealed class RawLists : IDisposable
{
    /// <summary>The sorts of the list, each with its column here.</summary>
    public static IReadOnlyList<(string Sort, string Column)> Sorts { get; } =
    [
        ("DisplayName", "NameKey"),
        ("UserName", "UserNameKey"),
        ("Email", "EmailKey"),
        ("State", "State"),
        ("Roles", "Roles"),
        ("LastSignInAt", "LastSignInAt"),
        ("ChangedAt", "ChangedAt"),
        ("CreatedAt", "CreatedAt"),
        ("ExpiresAt", "ExpiresAt"),
        ("GivenName", "GivenKey"),
        ("FamilyName", "FamilyKey"),
        ("JobTitle", "JobTitle"),
        ("Department", "Department"),
        ("PhoneNumber", "PhoneNumber"),
        ("Locale", "Locale"),
        ("TimeZone", "TimeZone"),
        ("EmailConfirmed", "EmailConfirmed"),
        ("HasPassword", "HasPassword"),
        ("TwoFactorEnabled", "TwoFactorEnabled"),
        ("PasskeyCount", "PasskeyCount"),
        ("ExternalLogins", "ExternalLogins"),
        ("Id", "Id"),
    ];

    // Each is counted from its index alone; no row is read.
    private static readonly string[] _facets =
    [
        "State",
        "TwoFactorEnabled",
        "PasskeyCount",
        "EmailConfirmed",
        "HasPassword",
        "Department",
        "Locale",
        "ExternalLogins",
    ];

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = [];
    private readonly int _total;

    /// <summary>Makes the tables.</summary>
    /// <param name="source">Path of the read model in use.</param>
    /// <param name="path">Where to make the tables; an existing file is replaced.</param>
    /// <param name="now">The time at which states are evaluated.</param>
    public RawLists(string source, string path, DateTimeOffset now)
    {
        File.Delete(path);
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        _connection.CreateFunction("fold", (string? text) => UserText.Fold(text), isDeterministic: true);
        _connection.Execute(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA "
                + "temp_store = MEMORY;"
        );
        _connection.Execute($"ATTACH '{source}' AS source");
        var columns = _connection
            .Statement("SELECT name FROM source.pragma_table_info('Users')")
            .Rows()
            .ConvertAll(row => (string)row[0]);
        // Columns that the program's own read model may or may not have.
        columns.RemoveAll(column => column is "NameKey" or "UserNameKey" or "EmailKey" or "SearchText");
        var list = string.Join(", ", columns.Select(column => $"\"{column}\""));
        var state =
            "CASE WHEN DeletedAt IS NOT NULL THEN 4 WHEN DisabledAt IS NOT NULL THEN 3 WHEN LockedUntil > "
            + $"{now.UtcTicks.ToString(CultureInfo.InvariantCulture)} THEN 2 WHEN InvitedAt IS NOT NULL THEN "
            + "1 ELSE 0 END";
        _connection.Execute(
            $"CREATE TABLE Users (Rank INTEGER PRIMARY KEY, {list}, NameKey, UserNameKey, EmailKey, "
                + "GivenKey, FamilyKey, State)"
        );
        _connection.Execute(
            $"INSERT INTO Users SELECT NULL, {list}, fold(DisplayName), fold(UserName), fold(Email), "
                + $"fold(GivenName), fold(FamilyName), {state} FROM source.Users ORDER BY DeletedAt IS NOT NULL, "
                + "fold(DisplayName), Id"
        );
        _connection.Execute("CREATE TABLE Totals AS SELECT COUNT(*) AS Total FROM Users WHERE DeletedAt IS NULL");
        _total = Convert.ToInt32(
            _connection.Statement("SELECT Total FROM Totals").ExecuteScalar(),
            CultureInfo.InvariantCulture
        );
        foreach (var (_, column) in Sorts)
        {
            _connection.Execute($"CREATE INDEX By{column} ON Users ({column})");
        }

        _connection.Execute("CREATE INDEX ByThree ON Users (State, Department, EmailConfirmed)");
        _connection.Execute("CREATE TABLE Members (Role, Rank, PRIMARY KEY (Role, Rank)) WITHOUT ROWID");
        _connection.Execute(
            "INSERT INTO Members SELECT RoleName, Rank FROM source.UserRoles JOIN Users ON Users.Id = "
                + "UserRoles.UserId WHERE DeletedAt IS NULL"
        );
        _connection.Execute(
            "CREATE VIRTUAL TABLE Words USING fts5(Text, content = '', tokenize = 'trigram case_sensitive 1')"
        );
        _connection.Execute(
            "INSERT INTO Words (rowid, Text) SELECT Rank, NameKey || char(10) || UserNameKey || char(10) "
                + "|| EmailKey || char(10) || coalesce(PhoneNumber, '') FROM Users WHERE DeletedAt IS NULL"
        );
        _connection.Execute("INSERT INTO Words (Words) VALUES ('optimize')");
        _connection.Execute("DETACH source; ANALYZE;");
    }

    /// <summary>Returns the number of users that are not deleted.</summary>
    public int Total => _total;

    /// <summary>
    /// Reads a page sorted by a column: the ids come from the index, and only the rows shown are read.
    /// </summary>
    public int Page(string column, int offset, int take) =>
        Run($"SELECT Total FROM Totals")
        + Run(
            $"SELECT * FROM Users WHERE Rank IN (SELECT Rank FROM Users WHERE Rank <= {Number(_total)} "
                + $"ORDER BY {column}, Rank LIMIT {Number(take)} OFFSET {Number(offset)}) ORDER BY {column}, Rank"
        );

    /// <summary>Reads the first page of the users that meet a condition, by name, and counts them.</summary>
    public int Filtered(string where, int take) =>
        Run($"SELECT COUNT(*) FROM Users WHERE Rank <= {Number(_total)} AND {where}")
        + Run($"SELECT * FROM Users WHERE Rank <= {Number(_total)} AND {where} ORDER BY Rank LIMIT {Number(take)}");

    /// <summary>Reads the first page of the users that hold a role.</summary>
    public int InRole(string role, int take) =>
        Run($"SELECT COUNT(*) FROM Members WHERE Role = '{role}'")
        + Run(
            $"SELECT Users.* FROM Members JOIN Users ON Users.Rank = Members.Rank WHERE Role = '{role}' "
                + $"ORDER BY Members.Rank LIMIT {Number(take)}"
        );

    /// <summary>Reads the first page of the users that contain a word, by name, and counts them.</summary>
    public int Found(string word, int take, string where = "1") =>
        word.Length < 3
            // Too short for trigrams, so every row is scanned.
            ? Filtered(
                $"(NameKey LIKE '%{word}%' OR UserNameKey LIKE '%{word}%' OR EmailKey LIKE '%{word}%' OR "
                    + $"PhoneNumber LIKE '%{word}%')",
                take
            )
        : where == "1"
            ? Run($"SELECT COUNT(*) FROM Words WHERE Words MATCH '\"{word}\"'")
                + Run(
                    "SELECT Users.* FROM Words JOIN Users ON Users.Rank = Words.rowid WHERE Words MATCH "
                        + $"'\"{word}\"' ORDER BY Words.rowid LIMIT {Number(take)}"
                )
        : Run(
            "SELECT COUNT(*) FROM Words JOIN Users ON Users.Rank = Words.rowid WHERE Words MATCH "
                + $"'\"{word}\"' AND {where}"
        )
            + Run(
                "SELECT Users.* FROM Words JOIN Users ON Users.Rank = Words.rowid WHERE Words MATCH "
                    + $"'\"{word}\"' AND {where} ORDER BY Words.rowid LIMIT {Number(take)}"
            );

    /// <summary>Counts the users for each value of each filter.</summary>
    public int Facets() =>
        _facets.Sum(column =>
            Run(
                $"SELECT {column}, COUNT(*) FROM Users INDEXED BY By{column} WHERE Rank <= {Number(_total)} "
                    + $"GROUP BY {column}"
            )
        ) + Run("SELECT Role, COUNT(*) FROM Members GROUP BY Role");

    /// <summary>Reads every row with every column, as an export does.</summary>
    public int Everything() => Run($"SELECT * FROM Users WHERE Rank <= {Number(_total)} ORDER BY Rank", keep: false);

    /// <summary>Counts the rows that contain a word.</summary>
    public int CountOf(string word)
    {
        using var command = _connection.Statement($"SELECT COUNT(*) FROM Words WHERE Words MATCH '\"{word}\"'");
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the family names, the most frequent first, as words to search for.</summary>
    public IReadOnlyList<string> FamilyNames()
    {
        using var command = _connection.Statement(
            "SELECT FamilyKey FROM Users WHERE FamilyKey <> '' GROUP BY FamilyKey HAVING length(FamilyKey) "
                + "> 3 AND FamilyKey NOT GLOB '*[^a-z]*' ORDER BY COUNT(*) DESC"
        );
        return command.Rows().ConvertAll(row => (string)row[0]);
    }

    /// <summary>Returns somebody with a name, whose parts are words to search for, and a telephone number.</summary>
    public (string Family, string Given, string PhoneNumber) Person()
    {
        using var command = _connection.Statement(
            "SELECT FamilyKey, GivenKey, PhoneNumber FROM Users WHERE FamilyKey NOT GLOB '*[^a-z]*' AND GivenKey NOT "
                + "GLOB '*[^a-z]*' AND length(FamilyKey) > 3 AND length(GivenKey) > 3 AND PhoneNumber IS NOT NULL "
                + "LIMIT 1"
        );
        return command.Rows() is [var row, ..]
            ? ((string)row[0], (string)row[1], (string)row[2])
            : throw new InvalidOperationException("No user has a name in plain letters and a telephone number.");
    }

    /// <summary>Returns addresses, spread over all users.</summary>
    public IReadOnlyList<string> Addresses(int count)
    {
        var step = Math.Max(_total / count, 1);
        using var command = _connection.Statement(
            $"SELECT EmailKey FROM Users WHERE EmailKey <> '' AND Rank % {Number(step)} = 1 LIMIT {Number(count)}"
        );
        return command.Rows().ConvertAll(row => (string)row[0]);
    }

    /// <summary>Reads the first page of the users with these addresses, by name, and counts them.</summary>
    public int WithAddresses(IReadOnlyList<string> addresses, int take) =>
        Filtered($"EmailKey IN ({string.Join(", ", addresses.Select(address => $"'{address}'"))})", take);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private int Run(string sql, bool keep = true)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = _connection.Statement(sql));
        }

        if (keep)
        {
            return statement.Rows().Count;
        }

        using var reader = statement.ExecuteReader();
        var values = new object[reader.FieldCount];
        var rows = 0;
        for (; reader.Read(); rows++)
        {
            reader.GetValues(values);
        }

        return rows;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
