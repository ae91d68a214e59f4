using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.Following;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteObservedQueue(SqliteFiles files) : IObservedQueue
{
    /// <summary>The table of the queue.</summary>
    public const string Table = "UserAdmin_Observed";

    /// <summary>The table that has a row while a transaction of ours writes; never outside of one.</summary>
    public const string Own = "UserAdmin_Own";

    /// <summary>Returns 1 if the queue has rows.</summary>
    public const string Any = $"SELECT EXISTS (SELECT 1 FROM \"{Table}\")";

    private const string Some = $"SELECT rowid, \"Kind\", \"Id\" FROM \"{Table}\" ORDER BY rowid LIMIT @most";
    private const string Of = $"SELECT rowid, \"Kind\", \"Id\" FROM \"{Table}\" WHERE \"Id\" = @id";

    public async Task<ObservedIds> TakeAsync(
        WriteContext context,
        IReadOnlyCollection<string> first,
        int most,
        CancellationToken cancellationToken
    )
    {
        var (connection, transaction) = (
            context.Database.GetDbConnection(),
            context.Database.CurrentTransaction!.GetDbTransaction()
        );
        var rows = new List<(string, string)>();
        await using (var some = connection.Command(transaction, Some, ("@most", most)))
        {
            // Nobody else writes meanwhile.
            var last = await ReadAsync(some, rows, cancellationToken);
            await using var taken = connection.Command(
                transaction,
                $"DELETE FROM \"{Table}\" WHERE rowid <= @last",
                ("@last", last)
            );
            await taken.ExecuteNonQueryAsync(cancellationToken);
        }

        var isMore = rows.Count == most;
        foreach (var key in isMore ? first : [])
        {
            var id = AccountKeys.ToText(context.Layout.Key, hasUuids: false, key);
            await using var named = connection.Command(transaction, Of, ("@id", id));
            await ReadAsync(named, rows, cancellationToken);
            await using var taken = connection.Command(
                transaction,
                $"DELETE FROM \"{Table}\" WHERE \"Id\" = @id",
                ("@id", id)
            );
            await taken.ExecuteNonQueryAsync(cancellationToken);
        }

        return ObservedIds.Of(rows, isMore, context.Layout.Key);
    }

    public Task PlanForManyAsync(WriteContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    // Nobody else writes meanwhile; the same for the next one.
    public Task LockAsync(
        WriteContext context,
        IReadOnlyCollection<string> subjectIds,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    public Task HoldAsync(WriteContext context, IReadOnlyList<string> userIds, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(files.Write);
        await connection.OpenAsync(cancellationToken);
        await using var any = connection.Command(null, Any);
        return await any.ExecuteScalarAsync(cancellationToken) is 1L;
    }

    private static async Task<long> ReadAsync(
        DbCommand command,
        List<(string, string)> rows,
        CancellationToken cancellationToken
    )
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var last = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            last = reader.GetInt64(0);
            rows.Add((reader.GetString(1), reader.GetString(2)));
        }

        return last;
    }
}
