using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// Inserts many rows by one statement with an array for each column. A statement for each row, or one with a parameter
/// for each value, takes several times as long, because Npgsql and the server go through its text and its parameters.
/// </summary>
internal static class PostgreSqlManyRows
{
    // The columns decide by the rules of an assignment: a cast to character varying(256) would cut a text off.
    private static readonly Dictionary<Type, NpgsqlDbType> _types = new()
    {
        [typeof(string)] = NpgsqlDbType.Text,
        [typeof(long)] = NpgsqlDbType.Bigint,
        [typeof(int)] = NpgsqlDbType.Integer,
        [typeof(short)] = NpgsqlDbType.Smallint,
        [typeof(bool)] = NpgsqlDbType.Boolean,
        [typeof(decimal)] = NpgsqlDbType.Numeric,
        [typeof(double)] = NpgsqlDbType.Double,
        [typeof(float)] = NpgsqlDbType.Real,
        [typeof(DateOnly)] = NpgsqlDbType.Date,
        [typeof(Guid)] = NpgsqlDbType.Uuid,
        [typeof(byte[])] = NpgsqlDbType.Bytea,
        [typeof(DateTimeOffset)] = NpgsqlDbType.TimestampTz,
    };

    /// <summary>Creates the statement.</summary>
    public static DbCommand Insert(DbConnection connection, DbTransaction? transaction, InsertedRows rows)
    {
        var insert = connection.Command(
            transaction,
            $"INSERT INTO {rows.Into} SELECT * FROM unnest("
                + $"{string.Join(", ", rows.Columns.Select((_, column) => InsertedRows.Parameter(column)))})"
        );
        for (var column = 0; column < rows.Columns.Count; column++)
        {
            var type = rows.Columns[column].Type;
            insert.Parameters.Add(
                new NpgsqlParameter(
                    InsertedRows.Parameter(column),
                    NpgsqlDbType.Array | TypeOf(rows.Rows, column, type)
                )
                {
                    Value = Values(rows.Rows, column, type),
                }
            );
        }

        return insert;
    }

    // Of the application's own columns, some points in time have a zone and others have none; their kind tells which.
    private static NpgsqlDbType TypeOf(IReadOnlyList<object?[]> rows, int column, Type type) =>
        type != typeof(DateTime) ? _types[type]
        : rows.Select(row => row[column]).OfType<DateTime>().FirstOrDefault() is { Kind: DateTimeKind.Utc }
            ? NpgsqlDbType.TimestampTz
        : NpgsqlDbType.Timestamp;

    private static Array Values(IReadOnlyList<object?[]> rows, int column, Type type)
    {
        var values = Array.CreateInstance(
            type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type,
            rows.Count
        );
        for (var row = 0; row < rows.Count; row++)
        {
            values.SetValue(rows[row][column], row);
        }

        return values;
    }
}
