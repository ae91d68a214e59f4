using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests;

/// <summary>
/// What the tests must know about the write database: here it is an SQLite file. The project UserAdmin.PostgreSql.Tests
/// runs the same tests with a class of the same name.
/// </summary>
internal static class TestProvider
{
    /// <summary>The provider, for databases of other applications.</summary>
    public static StockProvider Stock => StockProvider.Sqlite;

    /// <summary>Names of the tables that a test may compare.</summary>
    public const string Tables = TestHost.TablesOfSqlite;

    /// <summary>Tables that a copy of the database leaves out.</summary>
    public static IReadOnlyList<string> NotCopied => ["UserAdmin_Observed", "UserAdmin_Own"];

    /// <summary>The table of rows that other programs changed.</summary>
    public const string ObservedQueue = "\"UserAdmin_Observed\"";

    /// <summary>Bytes, as SQL.</summary>
    public const string Bytes = "x'01'";

    /// <summary>The definitions of the Identity tables, their columns, indexes and constraints, as text.</summary>
    public const string IdentitySchema =
        "SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'AspNet%' AND sql IS NOT NULL ORDER BY type, name";

    /// <summary>The SQL function that returns the type of a value.</summary>
    public const string TypeOf = "typeof";

    /// <summary>A time that the program never writes, as SQL.</summary>
    public const string UnreadableTime = "'soon'";

    /// <summary>Whether <see cref="EndOfTransaction"/> ends the connection, too.</summary>
    public static bool LosesConnections => false;

    /// <summary>Part of the error if <see cref="Break"/> ended the transaction.</summary>
    public const string EndOfTransaction = "disk on fire";

    /// <summary>Changes a column of the log where that is possible; the new value, as SQL, may refer to the old
    /// one.</summary>
    public static IReadOnlyList<string> TamperedValues { get; } =
    [
        "old || 'x'",
        "old || char(0) || 'x'",
        "'x' || old",
        "substr(old, 2)",
        "''",
        "x''",
        "NULL",
        "upper(old)",
        "replace(old, 'a', 'b')",
        "old + 1",
        "-old",
        "0",
        "9223372036854775807",
        "-9223372036854775808",
        "1.5",
        "'many'",
        "zeroblob(32)",
        "CAST(x'c328' AS TEXT)",
        "hex(old)",
        "(SELECT \"Hash\" FROM \"EventLog\" WHERE \"Position\" = 1)",
    ];

    // Only integers in Position, no NULL and no position twice.
    private static readonly int[] _impossible = [20, 19];

    /// <summary>Returns the table of ours that stands in for one that an application lacks, as SQL.</summary>
    public static string StandIn(string table) => $"\"UserAdmin_{table}\"";

    /// <summary>Skips the test if the database is not installed.</summary>
    public static void SkipIfMissing() { }

    /// <summary>Adds the settings that tell where the write database of a folder is.</summary>
    public static Task ConfigureAsync(string directory, Dictionary<string, string?> settings) => Task.CompletedTask;

    /// <summary>Returns how another program reaches the write database of a folder.</summary>
    public static Task<string> ConnectionStringAsync(string directory) =>
        Task.FromResult($"Data Source={FileOf(directory)}");

    /// <summary>Makes a context use a database.</summary>
    public static void Use(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString);

    /// <summary>Returns the definition of everything in the write database of a folder, as text.</summary>
    public static async Task<string> SchemaAsync(string directory)
    {
        await using var connection = new SqliteConnection($"Data Source={FileOf(directory)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT group_concat(type || ' ' || name || ' ' || COALESCE(sql, ''), char(10)) FROM sqlite_master";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Creates the empty write database of a folder if there is none.</summary>
    public static Task EnsureCreatedAsync(string directory) => Task.CompletedTask;

    /// <summary>Copies the write database of a folder that nobody uses; the files were already copied.</summary>
    public static Task CopyAsync(string from, string to) => Task.CompletedTask;

    /// <summary>Deletes the write database of a folder that will be deleted.</summary>
    public static Task DropAsync(string directory) => Task.CompletedTask;

    /// <summary>Closes unused connections.</summary>
    public static void ClearPools() => SqliteConnection.ClearAllPools();

    /// <summary>Copies the write database of a folder, which may be in use.</summary>
    public static async Task BackUpAsync(string directory)
    {
        await using var source = new SqliteConnection($"Data Source={FileOf(directory)};Pooling=False");
        await using var target = new SqliteConnection($"Data Source={FileOf(directory)}.backup;Pooling=False");
        await source.OpenAsync();
        await target.OpenAsync();
        source.BackupDatabase(target);
    }

    /// <summary>Puts the copy in the place of the write database.</summary>
    public static Task RestoreAsync(string directory)
    {
        ClearPools();
        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            File.Delete(FileOf(directory) + part);
        }

        File.Move(FileOf(directory) + ".backup", FileOf(directory));
        return Task.CompletedTask;
    }

    /// <summary>Creates the program's own transactions.</summary>
    public static IWriteTransactions Transactions(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<SqliteWriteTransactions>(services);

    /// <summary>Returns the statement after which commands of one type can no longer be recorded.</summary>
    /// <param name="commandName">The type.</param>
    /// <param name="endsTransaction">Whether the database also undoes the transaction, as with a full disk.</param>
    public static string Break(string commandName, bool endsTransaction) =>
        $"CREATE TRIGGER broken BEFORE INSERT ON \"ProcessedCommands\" WHEN NEW.\"CommandName\" = '{commandName}' "
        + $"BEGIN SELECT RAISE({(endsTransaction ? "ROLLBACK" : "ABORT")}, 'disk on fire'); END";

    /// <summary>Returns whether the database does not allow a change at all.</summary>
    public static bool IsImpossible(DbException fault) =>
        fault is SqliteException { SqliteErrorCode: var code } && _impossible.Contains(code);

    /// <summary>Returns everything that is kept of the imports: the content of each file, or of each value.</summary>
    public static IReadOnlyList<byte[]> KeptOfImports(TestHost host) =>
        [
            .. Directory
                .GetFiles(Path.Combine(host.Directory, "imports"), "*", SearchOption.AllDirectories)
                .Select(File.ReadAllBytes),
        ];

    /// <summary>Makes an import look as if nothing had changed in it for a time.</summary>
    public static void AgeImport(TestHost host, string importId, TimeSpan age) =>
        Directory.SetLastWriteTimeUtc(Path.Combine(host.Directory, "imports", importId), DateTime.UtcNow - age);

    private static string FileOf(string directory) => Path.Combine(directory, "write.db");
}
