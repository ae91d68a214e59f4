using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace UserAdmin.Benchmarks;

/// <summary>Prepared statements that are reused: the fastest access to a database from .NET.</summary>
internal static class RawStatements
{
    /// <summary>Prepares a statement; its parameters have no values yet.</summary>
    public static SqliteCommand Statement(
        this SqliteConnection connection,
        string sql,
        params ReadOnlySpan<string> parameters
    )
    {
        var command = (SqliteCommand)((DbConnection)connection).Statement(sql, parameters);
        command.Prepare();
        return command;
    }

    /// <summary>Creates a statement for either provider. Npgsql prepares it when it has been executed twice.</summary>
    public static DbCommand Statement(this DbConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is written in this project.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Sets the parameters, in order.</summary>
    public static T With<T>(this T command, params ReadOnlySpan<object?> values)
        where T : DbCommand
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    public static void Execute(this DbConnection connection, string sql)
    {
        using var command = connection.Statement(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Returns all rows as raw values.</summary>
    public static List<object[]> Rows(this DbCommand command)
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
