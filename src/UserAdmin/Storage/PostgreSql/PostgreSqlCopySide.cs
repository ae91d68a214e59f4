using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserAdmin.Copying;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlCopySide : ICopySide
{
    private readonly PostgreSqlServer _server;
    private readonly string _unlimited;

    public PostgreSqlCopySide(
        PostgreSqlServer server,
        IWriteSetup setup,
        IWriteStore store,
        IDbContextFactory<WriteContext> contexts
    )
    {
        (_server, Setup, Store) = (server, setup, store);
        // A large table takes longer to sort than a command may usually take.
        _unlimited = new NpgsqlConnectionStringBuilder(server.Unpooled) { CommandTimeout = 0 }.ConnectionString;
        using var context = contexts.CreateDbContext();
        Tables = CopiedTable.AllOf(context.Model);
    }

    public IWriteSetup Setup { get; }

    public IWriteStore Store { get; }

    public IReadOnlyList<CopiedTable> Tables { get; }

    // One microsecond.
    public long Precision => TimeSpan.TicksPerMicrosecond;

    public string ByBytes => "COLLATE \"C\"";

    public IDisposable Exclude()
    {
        // Each console shares this lock. The server gives it back when the connection ends.
        var connection = Open(_server.Listening);
        using var take = connection.Command(
            null,
            FormattableString.Invariant($"SELECT pg_try_advisory_lock({PostgreSqlLeaderElection.ServingLock})")
        );
        if (take.ExecuteScalar() is true)
        {
            return connection;
        }

        connection.Dispose();
        throw new StartupException(
            $"A UserAdmin console serves the database {_server.Name}. Stop it, then copy. Nothing was changed."
        );
    }

    public DbConnection OpenSnapshot()
    {
        var connection = Open(_unlimited);
        using var begin = connection.Command(
            null,
            // The server's own limits would end a long copy.
            "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; "
                + "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        );
        begin.ExecuteNonQuery();
        return connection;
    }

    public IReadOnlyList<(string Name, string Xml)> Keys() =>
        Has(OwnTables.Keys) ? [.. new PostgreSqlSharedKeys(_server).Named()] : [];

    public void Add(IReadOnlyList<(string Name, string Xml)> keys)
    {
        var shared = new PostgreSqlSharedKeys(_server);
        foreach (var (name, xml) in keys)
        {
            shared.Add(name, xml);
        }
    }

    public bool Has(CopiedTable table) => Has(table.Sql);

    private bool Has(string table)
    {
        using var connection = Open(_server.Unpooled);
        using var look = connection.Command(null, "SELECT to_regclass(@name) IS NOT NULL", ("@name", table));
        return look.ExecuteScalar() is true;
    }

    public IReadOnlyList<string> Unknown(DbConnection snapshot)
    {
        var known = Tables.ToDictionary(
            table => table.Sql,
            table => table.Columns.Select(column => column.Name).ToHashSet()
        );
        return
        [
            .. Rows(
                    snapshot,
                    "SELECT n.nspname, c.relname, a.attname FROM pg_class c "
                        + "JOIN pg_namespace n ON n.oid = c.relnamespace "
                        + "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
                        + "WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY(current_schemas(false)) "
                        + $"AND c.relname <> '{PostgreSqlWriteSetup.HistoryTable}' ORDER BY 1, 2, a.attnum"
                )
                .Where(row => row[0] != PostgreSqlServer.Schema || !OwnTables.WorkingData.Contains(row[1]))
                .Select(row =>
                    KnownAs(row[0], row[1]) is not { } columns ? row[1]
                    : columns.Contains(row[2]) ? null
                    : $"{row[1]}.{row[2]}"
                )
                .OfType<string>()
                .Distinct(),
        ];

        // The stock tables are named without a schema.
        HashSet<string>? KnownAs(string schema, string table) =>
            known.GetValueOrDefault($"\"{schema}\".\"{table}\"")
            ?? (schema == PostgreSqlServer.Schema ? null : known.GetValueOrDefault($"\"{table}\""));
    }

    // The server allows none.
    public IEnumerable<string> Orphans(DbConnection snapshot) => [];

    public object Read(DbDataReader row, int i, CopiedColumn column) =>
        column.Kind switch
        {
            CopiedKind.Integer => column.IsShort ? row.GetInt32(i) : row.GetInt64(i),
            CopiedKind.Boolean => row.GetBoolean(i),
            CopiedKind.Bytes => row.GetFieldValue<byte[]>(i),
            CopiedKind.Moment => row.GetFieldValue<DateTimeOffset>(i),
            CopiedKind.Document => column.Document!.Read(row.GetString(i)),
            _ => row.GetString(i),
        };

    public string? Refusal(CopiedColumn column, object value) =>
        value switch
        {
            string text when text.Contains('\0', StringComparison.Ordinal) => "PostgreSQL cannot store U+0000.",
            string text when column.MaxLength is { } most && Length(text) > most => FormattableString.Invariant(
                $"It has {Length(text)} characters, and PostgreSQL stores at most {most} there."
            ),
            long number when column.IsShort && number is < int.MinValue or > int.MaxValue =>
                "The number is too large for PostgreSQL.",
            IEnumerable<object?> document => document
                .Select(part => part is null or byte[] ? null : Refusal(column, part))
                .FirstOrDefault(why => why is not null),
            _ => null,
        };

    public ICopyWriter OpenWriter() => new PostgreSqlCopyWriter(Open(_unlimited), Tables);

    public bool Throws(DbException fault) => fault is NpgsqlException;

    // As PostgreSQL counts.
    private static int Length(string text) => text.EnumerateRunes().Count();

    private static List<string[]> Rows(DbConnection connection, string sql)
    {
        using var command = connection.Command(null, sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return rows;
    }

    private NpgsqlConnection Open(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (DbException fault)
        {
            connection.Dispose();
            throw PostgreSqlErrors.Explain(fault, _server);
        }
    }
}
