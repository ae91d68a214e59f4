using Microsoft.Data.Sqlite;

namespace UserAdmin.Benchmarks;

/// <summary>Prepared statements that are reused: the fastest access to SQLite from .NET.</summary>
internal static class SqliteStatements
{
    /// <summary>Prepares a statement; its parameters have no values yet.</summary>
    public static SqliteCommand Statement(
        this SqliteConnection connection,
        string sql,
        params ReadOnlySpan<string> parameters
    )
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is written in this project.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter(parameter, DBNull.Value));
        }

        command.Prepare();
        return command;
    }

    /// <summary>Sets the parameters, in order.</summary>
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Statement(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Returns all rows as raw values.</summary>
    public static List<object[]> Rows(this SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
