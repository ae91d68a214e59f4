using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Sealing;

/// <summary>The statements of sealing a log, which both providers understand.</summary>
internal static class SealingSql
{
    private const string Sealed = "\"Version\", \"Payload\", \"ActorName\", \"Reason\", \"IpAddress\"";

    // Some of these read or write every event.
    public static DbCommand Command(
        WriteContext context,
        string sql,
        params ReadOnlySpan<(string Name, object? Value)> parameters
    )
    {
        var command = context
            .Database.GetDbConnection()
            .Command(context.Database.CurrentTransaction?.GetDbTransaction(), sql, parameters);
        command.CommandTimeout = 0;
        return command;
    }

    /// <summary>Returns a number; 0 for NULL.</summary>
    public static async Task<long> NumberAsync(
        WriteContext context,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        await using var command = Command(context, sql, parameters);
        return await command.ExecuteScalarAsync(cancellationToken) is long number ? number : 0;
    }

    public static async Task<int> ExecuteAsync(
        WriteContext context,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        await using var command = Command(context, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads sealed forms of events, by position.</summary>
    public static async Task<Dictionary<long, SealedEvent>> FormsAsync(
        WriteContext context,
        long after,
        long until,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(
            context,
            $"SELECT \"Position\", \"Hash\", {Sealed} FROM {context.Layout.SealedEvents} "
                + "WHERE \"Position\" > @after AND \"Position\" <= @until",
            ("@after", after),
            ("@until", until)
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var forms = new Dictionary<long, SealedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            forms[reader.GetInt64(0)] = new SealedEvent
            {
                Position = reader.GetInt64(0),
                Hash = (byte[])reader.GetValue(1),
                Version = reader.GetInt32(2),
                Payload = reader.GetString(3),
                ActorName = reader.GetString(4),
                Reason = reader.GetValue(5) as string,
                IpAddress = reader.GetValue(6) as string,
            };
        }

        return forms;
    }

    /// <summary>Creates the statement that replaces an event.</summary>
    public static DbCommand Replace(WriteContext context, EventRecord record) =>
        Command(
            context,
            $"UPDATE {context.Layout.Log} SET \"Version\" = @version, \"Payload\" = @payload, \"ActorName\" = @actor, "
                + "\"Reason\" = @reason, \"IpAddress\" = @address, \"PreviousHash\" = @previous, \"Hash\" = @hash "
                + "WHERE \"Position\" = @position",
            ("@version", record.Version),
            ("@payload", record.Payload),
            ("@actor", record.ActorName),
            ("@reason", record.Reason),
            ("@address", record.IpAddress),
            ("@previous", record.PreviousHash),
            ("@hash", record.Hash),
            ("@position", record.Position)
        );

    /// <summary>Creates the statement that changes only the hashes of an event.</summary>
    public static DbCommand Rehash(WriteContext context, EventRecord record) =>
        Command(
            context,
            $"UPDATE {context.Layout.Log} SET \"PreviousHash\" = @previous, \"Hash\" = @hash "
                + "WHERE \"Position\" = @position",
            ("@previous", record.PreviousHash),
            ("@hash", record.Hash),
            ("@position", record.Position)
        );
}
