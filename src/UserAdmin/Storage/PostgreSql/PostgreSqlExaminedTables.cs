using System.Data.Common;
using Npgsql;
using UserAdmin.Attaching;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>The tables of all schemas that a role can see, whoever made them.</summary>
internal sealed class PostgreSqlExaminedTables(NpgsqlConnection connection)
{
    private const string Tables = """
        SELECT c.oid::bigint, n.nspname::text, c.relname::text, array_position(current_schemas(false), n.nspname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\_%'
        AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')
        ORDER BY 2, 3
        """;

    // A domain counts as the type that it is based on.
    private const string Columns = """
        SELECT a.attrelid::bigint, a.attname::text, format_type(a.atttypid, a.atttypmod),
            COALESCE(b.typname, t.typname)::text, NOT (a.attnotnull OR t.typnotnull),
            a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL, a.attgenerated <> '',
            CASE WHEN a.atttypmod > 4 AND t.typname IN ('varchar', 'bpchar') THEN a.atttypmod - 4 END,
            COALESCE(pg_get_expr(d.adbin, d.adrelid), t.typdefault)
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_type b ON b.oid = t.typbasetype AND t.typtype = 'd'
        WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid::bigint = ANY(@tables)
        ORDER BY 1, a.attnum
        """;

    private const string Keys = """
        SELECT c.conrelid::bigint, a.attname::text
        FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
        WHERE c.contype = 'p' AND c.conrelid::bigint = ANY(@tables) ORDER BY 1, k.place
        """;

    private const string References = """
        SELECT c.conrelid::bigint, n.nspname::text, r.relname::text
        FROM pg_constraint c JOIN pg_class r ON r.oid = c.confrelid JOIN pg_namespace n ON n.oid = r.relnamespace
        WHERE c.contype = 'f' AND c.conrelid::bigint = ANY(@tables)
        """;

    /// <summary>Returns them.</summary>
    public IReadOnlyList<FoundTable> All()
    {
        var tables = Rows(
            Tables,
            [],
            row => (Id: row.GetInt64(0), Schema: row.GetString(1), Name: row.GetString(2), Rank: Number(row, 3))
        );
        long[] ids = [.. tables.Select(table => table.Id)];
        var columns = Rows(Columns, ids, row => (Table: row.GetInt64(0), Column: Column(row)))
            .ToLookup(row => row.Table, row => row.Column);
        var keys = Rows(Keys, ids, row => (Table: row.GetInt64(0), Column: row.GetString(1)))
            .ToLookup(row => row.Table, row => row.Column);
        var references = Rows(
                References,
                ids,
                row => (Table: row.GetInt64(0), Other: ((string?)row.GetString(1), row.GetString(2)))
            )
            .ToLookup(row => row.Table, row => row.Other);
        return
        [
            .. tables.Select(table => new FoundTable(
                table.Schema,
                table.Name,
                table.Rank,
                [.. columns[table.Id]],
                [.. keys[table.Id]],
                [.. references[table.Id].Distinct()]
            )),
        ];
    }

    private static FoundColumn Column(DbDataReader row)
    {
        var type = row.GetString(3);
        return new(
            row.GetString(1),
            row.GetString(2),
            TypeOf(type),
            KeyOf(type),
            Number(row, 7),
            IsNullable: row.GetBoolean(4),
            HasDefault: row.GetBoolean(5),
            IsGenerated: row.GetBoolean(6),
            DefaultSql: row.IsDBNull(8) ? null : row.GetString(8)
        );
    }

    private static ExtraColumnType TypeOf(string type) =>
        type switch
        {
            "text" or "varchar" or "bpchar" or "citext" or "name" => ExtraColumnType.Text,
            "int2" or "int4" or "int8" => ExtraColumnType.Integer,
            "numeric" or "float4" or "float8" => ExtraColumnType.Decimal,
            "bool" => ExtraColumnType.Boolean,
            "date" => ExtraColumnType.Date,
            "timestamptz" or "timestamp" => ExtraColumnType.Moment,
            "uuid" => ExtraColumnType.Uuid,
            _ => ExtraColumnType.Other,
        };

    private static IdentityKey? KeyOf(string type) =>
        type switch
        {
            "text" or "varchar" or "bpchar" or "citext" => IdentityKey.Text,
            "uuid" => IdentityKey.Uuid,
            "int4" => IdentityKey.Int,
            "int8" => IdentityKey.BigInt,
            _ => null,
        };

    private static int? Number(DbDataReader row, int i) => row.IsDBNull(i) ? null : row.GetInt32(i);

    private List<T> Rows<T>(string sql, long[] tables, Func<DbDataReader, T> read)
    {
        using var command = connection.Command(null, sql, ("@tables", tables));
        using var row = command.ExecuteReader();
        var rows = new List<T>();
        while (row.Read())
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
