using System.Data.Common;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.EventLog.Sealing;

/// <summary>The statements on the keys, as SQL that both providers understand.</summary>
internal static class EventKeySql
{
    /// <summary>Creates a query for the keys with some ids.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="layout">Where the tables are.</param>
    /// <param name="transaction">The transaction, or null.</param>
    /// <param name="ids">The ids; at least one.</param>
    /// <param name="most">How many parameters the text has, so that there are few different texts.</param>
    public static DbCommand Named(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction? transaction,
        IReadOnlyList<string> ids,
        int most
    )
    {
        var command = connection.Command(
            transaction,
            $"SELECT \"Id\", \"Key\" FROM {layout.EventKeys} WHERE \"Id\" IN ("
                + string.Join(", ", Enumerable.Range(0, most).Select(number => $"@id{number}"))
                + ")"
        );
        for (var i = 0; i < most; i++)
        {
            command.Add($"@id{i}", ids[Math.Min(i, ids.Count - 1)]);
        }

        return command;
    }

    /// <summary>Creates a statement that adds a key.</summary>
    public static DbCommand Add(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction transaction,
        EventKey key
    ) =>
        connection.Command(
            transaction,
            $"INSERT INTO {layout.EventKeys} (\"Id\", \"Key\", \"At\") VALUES (@id, @key, @at)",
            ("@id", key.Id),
            ("@key", key.Key),
            ("@at", key.At.UtcTicks)
        );

    /// <summary>Creates a statement that makes a key another one.</summary>
    public static DbCommand Set(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction transaction,
        string id,
        byte[]? key,
        DateTimeOffset at
    ) =>
        connection.Command(
            transaction,
            $"UPDATE {layout.EventKeys} SET \"Key\" = @key, \"At\" = @at WHERE \"Id\" = @id",
            ("@id", id),
            ("@key", key),
            ("@at", at.UtcTicks)
        );

    /// <summary>Creates a statement that deletes the keys of the days before one.</summary>
    public static DbCommand DeleteBefore(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction transaction,
        TraceKind kind,
        long day,
        DateTimeOffset at
    ) =>
        connection.Command(
            transaction,
            // As text, too, one day is before another: all of them have six digits until the year 2738.
            $"UPDATE {layout.EventKeys} SET \"Key\" = NULL, \"At\" = @at "
                + "WHERE \"Id\" >= @first AND \"Id\" < @before AND \"Key\" IS NOT NULL",
            ("@at", at.UtcTicks),
            ("@first", EventKey.OfDay(kind, 100_000)),
            ("@before", EventKey.OfDay(kind, day))
        );

    /// <summary>Creates a statement that deletes a key, and leaves a row that says so.</summary>
    public static DbCommand Delete(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction transaction,
        string id,
        DateTimeOffset at
    ) =>
        connection.Command(
            transaction,
            $"INSERT INTO {layout.EventKeys} (\"Id\", \"Key\", \"At\") VALUES (@id, NULL, @at) "
                + "ON CONFLICT (\"Id\") DO UPDATE SET \"Key\" = NULL, \"At\" = excluded.\"At\"",
            ("@id", id),
            ("@at", at.UtcTicks)
        );
}
