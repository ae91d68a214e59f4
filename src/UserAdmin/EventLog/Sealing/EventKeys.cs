using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.EventLog.Sealing;

/// <summary>
/// The keys in the write database. None is kept in memory: one that was made in a transaction that fails never existed,
/// and a deleted one must not be used any more.
/// </summary>
internal static class EventKeys
{
    private const int Few = 4;

    /// <summary>How many keys a query asks for at most.</summary>
    public const int Many = 200;

    /// <summary>
    /// Returns the keys of events that are about to be appended, and makes those that do not exist yet.
    /// </summary>
    /// <param name="context">The context, in a transaction.</param>
    /// <param name="records">The events.</param>
    /// <param name="at">When they happen.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The keys; none for one that was deleted.</returns>
    public static async Task<KeyLookup> EnsureAsync(
        WriteContext context,
        IReadOnlyCollection<EventRecord> records,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var ids = records.SelectMany(EventSealing.KeysOf).ToHashSet();
        var connection = context.Database.GetDbConnection();
        var transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        var keys = await ReadAsync(connection, context.Layout, transaction, ids, cancellationToken);
        if (ids.Count > keys.Count)
        {
            List<EventKey> made =
            [
                .. ids.Where(id => !keys.ContainsKey(id))
                    .Select(id => new EventKey
                    {
                        Id = id,
                        Key = RandomNumberGenerator.GetBytes(EventKey.Length),
                        At = at,
                    }),
            ];
            foreach (var key in made)
            {
                keys[key.Id] = key.Key;
            }

            await AddAsync(context, connection, transaction, made, cancellationToken);
        }

        // An account may be added again with the id of one that was purged, by an application that chooses its own ids.
        foreach (var begun in records.Where(record => IsBegun(record, keys)))
        {
            keys[begun.SubjectId] = RandomNumberGenerator.GetBytes(EventKey.Length);
            await using var renew = EventKeySql.Set(
                connection,
                context.Layout,
                transaction,
                begun.SubjectId,
                keys[begun.SubjectId],
                at
            );
            await renew.ExecuteNonQueryAsync(cancellationToken);
        }

        return id => keys.GetValueOrDefault(id);
    }

    /// <summary>Returns the keys that are there, by id; null for one that was deleted.</summary>
    /// <param name="connection">The connection to the write database.</param>
    /// <param name="layout">Where its tables are.</param>
    /// <param name="transaction">The transaction, or null.</param>
    /// <param name="ids">Ids of the keys.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<Dictionary<string, byte[]?>> ReadAsync(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction? transaction,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        var keys = new Dictionary<string, byte[]?>(ids.Count);
        foreach (var some in ids.Chunk(ids.Count <= Few ? Few : Many))
        {
            await using var command = EventKeySql.Named(
                connection,
                layout,
                transaction,
                some,
                ids.Count <= Few ? Few : Many
            );
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                keys[reader.GetString(0)] = reader.GetValue(1) as byte[];
            }
        }

        return keys;
    }

    /// <summary>Decrypts events that were read with Entity Framework.</summary>
    /// <param name="context">The log.</param>
    /// <param name="records">The events.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnreadableEventException">An event cannot be read.</exception>
    public static async Task<List<(EventRecord Record, IEvent Event)>> OpenAsync(
        WriteContext context,
        IReadOnlyList<EventRecord> records,
        CancellationToken cancellationToken
    )
    {
        var ids = records
            .Where(record => record.Version == EventSealing.Version)
            .SelectMany(EventSealing.KeysOf)
            .ToHashSet();
        var keys = new Dictionary<string, byte[]?>();
        if (ids.Count > 0)
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
            try
            {
                keys = await ReadAsync(
                    context.Database.GetDbConnection(),
                    context.Layout,
                    context.Database.CurrentTransaction?.GetDbTransaction(),
                    ids,
                    cancellationToken
                );
            }
            finally
            {
                await context.Database.CloseConnectionAsync();
            }
        }

        var opened = new List<(EventRecord, IEvent)>(records.Count);
        foreach (var record in records)
        {
            try
            {
                opened.Add(EventSealing.Open(record, id => keys.GetValueOrDefault(id)));
            }
            catch (Exception fault) when (fault is NotSupportedException or System.Text.Json.JsonException)
            {
                throw new UnreadableEventException(record.Position, fault);
            }
        }

        return opened;
    }

    private static bool IsBegun(EventRecord record, Dictionary<string, byte[]?> keys) =>
        EventSealing.IsAboutUser(record.Type)
        && keys.TryGetValue(record.SubjectId, out var key)
        && key is null
        && typeof(IBeginsAccount).IsAssignableFrom(EventCodec.Types[record.Type]);

    // Only one command writes at a time, so nobody else makes one of them in the meantime.
    private static async Task AddAsync(
        WriteContext context,
        DbConnection connection,
        DbTransaction transaction,
        List<EventKey> made,
        CancellationToken cancellationToken
    )
    {
        if (made.Count > Few)
        {
            await new RowInserts<EventKey>(context).AddAsync(made, cancellationToken);
            return;
        }

        foreach (var key in made)
        {
            await context.Unsent!.AddAsync(
                EventKeySql.Add(connection, context.Layout, transaction, key),
                _ => { },
                cancellationToken
            );
        }
    }
}
