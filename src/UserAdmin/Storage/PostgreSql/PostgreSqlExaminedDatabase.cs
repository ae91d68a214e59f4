using System.Data.Common;
using System.Globalization;
using Npgsql;
using UserAdmin.Attaching;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <param name="connection">A connection in a transaction that cannot write.</param>
/// <param name="server">The server.</param>
internal sealed class PostgreSqlExaminedDatabase(NpgsqlConnection connection, PostgreSqlServer server)
    : IExaminedDatabase
{
    private const string Schema = PostgreSqlServer.Schema;

    private const int MostExamples = 5;

    public string Name => server.Name;

    public string Provider => "PostgreSQL";

    public string Version { get; } = connection.PostgreSqlVersion.ToString(2);

    public DbConnection Connection => connection;

    public bool IsStrict => true;

    public bool IsOurs() => Is($"SELECT to_regclass('{Schema}.\"{PostgreSqlWriteSetup.HistoryTable}\"') IS NOT NULL");

    public IReadOnlyList<FoundTable> FindTables() =>
        [.. new PostgreSqlExaminedTables(connection).All().Where(table => table.Schema != Schema)];

    public IReadOnlyList<IdentityTable> NotReadable(IReadOnlyList<IdentityTable> tables) =>
        [.. tables.Where(table => !Has(table, "SELECT"))];

    public KeyValues CountKeys(IReadOnlyList<IdentityTable> tables) =>
        throw new NotSupportedException("The columns say what the keys are.");

    public ExtraColumnType TypeOf(IdentityTable table, FoundColumn column) => column.Type;

    public string Text(string sql) => $"{sql}::text";

    // Outside ASCII, upper case depends on the database.
    public string IsUpper(string plain, string upper) =>
        $"(octet_length({plain}) = length({plain}) AND upper({plain} COLLATE \"C\") = {upper})";

    public UnreadableRows UnreadableTimes(IdentityTable users, string id, string time)
    {
        // The framework reads infinity as its greatest time, and -infinity as its least.
        var from =
            $"FROM {Quote(users)} WHERE isfinite({time}) AND "
            + $"({time} >= '10000-01-01 00:00:00+00' OR {time} < '0001-01-01 00:00:00+00')";
        using var count = connection.Command(null, $"SELECT count(*) {from}");
        return new((long)count.ExecuteScalar()!, Texts($"SELECT {id} {from} ORDER BY 1 LIMIT {MostExamples}"));
    }

    // An empty schema may have been made for us by somebody who may.
    public IReadOnlyList<string> InTheWay() =>
        Texts(
            $"""
            SELECT '{Schema}.' || relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
            WHERE nspname = '{Schema}' AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
            UNION ALL
            SELECT '{Schema}.' || proname || '()' FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
            WHERE nspname = '{Schema}'
            ORDER BY 1
            """
        );

    public ExaminationRights Rights(IReadOnlyList<IdentityTable> tables)
    {
        var who = Texts("SELECT current_user::text")[0];
        return new(
            who,
            NoCreating(who),
            Names(tables.Where(table => !Has(table, "TRIGGER"))),
            Names(tables.Where(table => !Has(table, "INSERT") || !Has(table, "UPDATE") || !Has(table, "DELETE"))),
            Names(tables.Where(table => Is("SELECT row_security_active(@table::regclass)", ("@table", Quote(table)))))
        );
    }

    private string? NoCreating(string who)
    {
        var role = Quote(who);
        if (Is("SELECT pg_is_in_recovery()"))
        {
            return $"The server {server.Name} is a standby, where nothing can be added. Name the primary.";
        }

        if (Is($"SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = '{Schema}')"))
        {
            return Is($"SELECT has_schema_privilege('{Schema}', 'CREATE')")
                ? null
                : $"There is a schema {Schema}, but {who} may create nothing in it. As its owner, "
                    + $"GRANT CREATE, USAGE ON SCHEMA {Schema} TO {role}.";
        }

        return Is("SELECT has_database_privilege(current_database(), 'CREATE')")
            ? null
            : $"{who} may not create the schema {Schema}. As the owner of the database, "
                + $"CREATE SCHEMA {Schema} AUTHORIZATION {role}.";
    }

    private bool Has(IdentityTable table, string privilege) =>
        Is(
            "SELECT has_table_privilege(@table::regclass, @privilege)",
            ("@table", Quote(table)),
            ("@privilege", privilege)
        );

    private static IReadOnlyList<string> Names(IEnumerable<IdentityTable> tables) => [.. tables.Select(Quote)];

    private static string Quote(IdentityTable table) => $"{Quote(table.Schema!)}.{Quote(table.Name)}";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private bool Is(string sql, params ReadOnlySpan<(string, object?)> parameters)
    {
        using var command = connection.Command(null, sql, parameters);
        return Convert.ToBoolean(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

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
