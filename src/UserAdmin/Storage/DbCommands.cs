using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace UserAdmin.Storage;

/// <summary>Helper methods for hand-written SQL.</summary>
internal static class DbCommands
{
    public static DbCommand Command(
        this DbConnection connection,
        DbTransaction? transaction,
        string sql,
        params ReadOnlySpan<(string Name, object? Value)> parameters
    )
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The text is ours, written above; values come as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Add(name, value);
        }

        return command;
    }

    /// <summary>Returns the name of an entity's table, with its schema if it has one, as SQL.</summary>
    public static string QuotedTable(this IEntityType entity) =>
        entity.GetSchema() is { } schema ? $"\"{schema}\".\"{entity.GetTableName()}\"" : $"\"{entity.GetTableName()}\"";

    public static void Add(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
