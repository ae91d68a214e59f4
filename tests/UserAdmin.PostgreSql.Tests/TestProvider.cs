using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.Tests;

/// <summary>
/// What the tests must know about the write database: here it is a database on a PostgreSQL server, with the name of
/// the test's folder. The class of the same name in UserAdmin.Tests says what each member is for.
/// </summary>
internal static class TestProvider
{
    public static StockProvider Stock => StockProvider.PostgreSql;

    public const string Tables =
        "SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'useradmin') ORDER BY 1";

    public static IReadOnlyList<string> NotCopied => OwnTables.WorkingData;

    public const string ObservedQueue = "useradmin.\"Observed\"";

    public const string Bytes = "'\\x01'::bytea";

    public const string IdentitySchema = """
        SELECT 'CREATE TABLE ' || tablename FROM pg_tables WHERE tablename LIKE 'AspNet%'
        UNION ALL
        SELECT concat_ws(
            ' ', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
            attcollation::regcollation, attidentity, pg_get_expr(adbin, adrelid)
        )
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relname LIKE 'AspNet%')
        UNION ALL
        SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'AspNet%'
        UNION ALL
        SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE conrelid IN (SELECT oid FROM pg_class WHERE relname LIKE 'AspNet%')
        UNION ALL
        SELECT pg_get_triggerdef(oid) FROM pg_trigger
        WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relname LIKE 'AspNet%')
        ORDER BY 1
        """;

    public const string TypeOf = "pg_typeof";

    // Before the year 1.
    public const string UnreadableTime = "-1";

    public static bool LosesConnections => true;

    public const string EndOfTransaction = PostgresErrorCodes.AdminShutdown;

    public static IReadOnlyList<string> TamperedValues { get; } =
    [
        "old || 'x'",
        "'x' || old",
        "substr(old, 2)",
        "''",
        "NULL",
        "upper(old)",
        "replace(old, 'a', 'b')",
        "normalize(old || U&'e\\0301', NFC)",
        "old + 1",
        "-old",
        "0",
        "9223372036854775807",
        "-9223372036854775808",
        "'\\x'",
        "set_byte(old, 0, 255 - get_byte(old, 0))",
        "decode(repeat('00', 32), 'hex')",
        "(SELECT \"Hash\" FROM \"EventLog\" WHERE \"Position\" = 1)",
    ];

    private static readonly string[] _impossible =
    [
        PostgresErrorCodes.UndefinedFunction,
        PostgresErrorCodes.DatatypeMismatch,
        PostgresErrorCodes.InvalidTextRepresentation,
        PostgresErrorCodes.NumericValueOutOfRange,
        PostgresErrorCodes.NotNullViolation,
        PostgresErrorCodes.UniqueViolation,
    ];

    private static readonly ConcurrentDictionary<string, Task> _created = new();

    public static string StandIn(string table) => $"useradmin.\"{table}\"";

    public static void SkipIfMissing() => PostgreSqlIsThere.OrSkip();

    public static async Task ConfigureAsync(string directory, Dictionary<string, string?> settings) =>
        settings["ConnectionStrings:Write"] = await ConnectionStringAsync(directory);

    public static async Task<string> ConnectionStringAsync(string directory) =>
        (await PostgreSqlCluster.SharedAsync()).To(NameOf(directory));

    public static void Use(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString);

    public static async Task<string> SchemaAsync(string directory)
    {
        await using var connection = new NpgsqlConnection(await ConnectionStringAsync(directory));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            WITH ours AS (
                SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
            ), parts(part) AS (
                SELECT 'SCHEMA ' || nspname FROM pg_namespace WHERE oid IN (SELECT oid FROM ours)
                UNION ALL
                SELECT concat_ws(' ', relkind, oid::regclass, relreplident) FROM pg_class
                WHERE relnamespace IN (SELECT oid FROM ours)
                UNION ALL
                SELECT concat_ws(
                    ' ', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
                    attcollation::regcollation, attidentity, pg_get_expr(adbin, adrelid)
                )
                FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE attnum > 0 AND relnamespace IN (SELECT oid FROM ours)
                UNION ALL
                SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class c ON c.oid = indexrelid
                WHERE relnamespace IN (SELECT oid FROM ours)
                UNION ALL
                SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
                WHERE connamespace IN (SELECT oid FROM ours)
                UNION ALL
                SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
                WHERE NOT tgisinternal AND relnamespace IN (SELECT oid FROM ours)
                UNION ALL
                SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace IN (SELECT oid FROM ours)
            )
            SELECT string_agg(part, chr(10) ORDER BY part) FROM parts
            """;
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public static Task EnsureCreatedAsync(string directory) => CreateOnceAsync(directory, "template0");

    public static Task CopyAsync(string from, string to) => CreateOnceAsync(to, NameOf(from));

    public static async Task DropAsync(string directory)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(await TestDatabases.SettingsAsync(directory))
            .Build();
        await using (var ours = new NpgsqlConnection(new PostgreSqlServer(configuration).ConnectionString))
        {
            NpgsqlConnection.ClearPool(ours);
        }

        await RunAsync($"DROP DATABASE \"{NameOf(directory)}\" WITH (FORCE)");
    }

    public static void ClearPools() => NpgsqlConnection.ClearAllPools();

    public static async Task BackUpAsync(string directory)
    {
        var name = NameOf(directory);
        // The server copies a database only while nobody is connected to it.
        await RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        ClearPools();
        await RunAsync($"CREATE DATABASE \"{name}-backup\" TEMPLATE \"{name}\"");
    }

    public static async Task RestoreAsync(string directory)
    {
        var name = NameOf(directory);
        await RunAsync($"DROP DATABASE \"{name}\" WITH (FORCE)");
        await RunAsync($"ALTER DATABASE \"{name}-backup\" RENAME TO \"{name}\"");
        ClearPools();
    }

    public static IWriteTransactions Transactions(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<PostgreSqlWriteTransactions>(services);

    public static string Break(string commandName, bool endsTransaction)
    {
        var fault = endsTransaction
            ? "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW;"
            : "RAISE EXCEPTION 'disk on fire';";
        return $"CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {fault} END $$; "
            + "CREATE TRIGGER broken BEFORE INSERT ON \"ProcessedCommands\" FOR EACH ROW "
            + $"WHEN (NEW.\"CommandName\" = '{commandName}') EXECUTE FUNCTION broken()";
    }

    public static IReadOnlyList<byte[]> KeptOfImports(TestHost host)
    {
        using var connection = host.OpenWrite();
        using var command = connection.Command(
            null,
            """
            SELECT "Bytes" FROM "ImportUploads"
            UNION ALL SELECT convert_to(r::text, 'UTF8') FROM "ImportRows" AS r
            UNION ALL SELECT convert_to(v::text, 'UTF8') FROM "ImportVerdicts" AS v
            """
        );
        using var reader = command.ExecuteReader();
        var kept = new List<byte[]>();
        while (reader.Read())
        {
            kept.Add(reader.GetFieldValue<byte[]>(0));
        }

        return kept;
    }

    public static void AgeImport(TestHost host, string importId, TimeSpan age) =>
        host.Tamper(
                FormattableString.Invariant(
                    $"""
                    UPDATE "ImportStages" SET "ChangedAt" = now() - interval '{age.TotalHours} hours'
                    WHERE "ImportId" = '{importId}'
                    """
                )
            )
            .ShouldBe(1);

    public static bool IsImpossible(DbException fault) => _impossible.Contains(fault.SqlState);

    private static Task CreateOnceAsync(string directory, string template) =>
        _created.GetOrAdd(NameOf(directory), name => PostgreSqlCluster.CreateAsync(name, template));

    private static async Task RunAsync(string sql) => await (await PostgreSqlCluster.SharedAsync()).RunAsync(sql);

    private static string NameOf(string directory) => Path.GetFileName(directory);
}
