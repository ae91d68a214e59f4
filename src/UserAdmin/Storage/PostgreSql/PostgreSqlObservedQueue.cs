using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using UserAdmin.Following;
using UserAdmin.Storage.Attached;
using UserAdmin.Users;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlObservedQueue(PostgreSqlServer server) : IObservedQueue
{
    /// <summary>The table of the queue, with its schema.</summary>
    public const string Table = $"{PostgreSqlServer.Schema}.\"Observed\"";

    /// <summary>Returns true if the queue has rows.</summary>
    public const string Any = $"SELECT EXISTS (SELECT 1 FROM {Table})";

    private const string TakeSome =
        $"DELETE FROM {Table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {Table} LIMIT @most)) RETURNING \"Kind\", \"Id\"";
    private const string TakeNamed = $"DELETE FROM {Table} WHERE \"Id\" = ANY(@ids) RETURNING \"Kind\", \"Id\"";

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
        await using (var some = connection.Command(transaction, TakeSome, ("@most", most)))
        {
            await ReadAsync(some, rows, cancellationToken);
        }

        var isMore = rows.Count == most;
        if (isMore && first.Count > 0)
        {
            await using var named = TakeOf(context, first);
            await ReadAsync(named, rows, cancellationToken);
        }

        return ObservedIds.Of(rows, isMore, context.Layout.Key);
    }

    /// <summary>Returns the statement that takes the rows of some subjects.</summary>
    public static DbCommand TakeOf(WriteContext context, IReadOnlyCollection<string> subjectIds) =>
        context
            .Database.GetDbConnection()
            .Command(
                context.Database.CurrentTransaction!.GetDbTransaction(),
                TakeNamed,
                (
                    "@ids",
                    subjectIds.Select(key => AccountKeys.ToText(context.Layout.Key, hasUuids: true, key)).ToArray()
                )
            );

    // The lock that a foreign key takes. Without it, in a storm of deletions, one of some hundred accounts would be
    // gone before its profile is written, each time that the recording is tried.
    public Task HoldAsync(WriteContext context, IReadOnlyList<string> userIds, CancellationToken cancellationToken) =>
        LockAsync(context, userIds, "FOR KEY SHARE", cancellationToken);

    // The only lock that the foreign keys of claims, roles and so on wait for as well.
    public Task LockAsync(
        WriteContext context,
        IReadOnlyCollection<string> subjectIds,
        CancellationToken cancellationToken
    ) => LockAsync(context, subjectIds, "FOR UPDATE", cancellationToken);

    public async Task PlanForManyAsync(WriteContext context, CancellationToken cancellationToken)
    {
        await using var set = context
            .Database.GetDbConnection()
            .Command(
                context.Database.CurrentTransaction!.GetDbTransaction(),
                "SET LOCAL plan_cache_mode = force_custom_plan"
            );
        await set.ExecuteNonQueryAsync(cancellationToken);
    }

    // The keys of an attached database may be of another type than text, to which other ids cannot be converted.
    private static async Task LockAsync(
        WriteContext context,
        IReadOnlyCollection<string> ids,
        string strength,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return;
        }

        var entity = context.Model.FindEntityType(typeof(User))!;
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        var id = entity.FindProperty(nameof(User.Id))!;
        var (name, converter) = ($"\"{id.GetColumnName(table)}\"", id.GetTypeMapping().Converter);
        var sql =
            $"SELECT 1 FROM \"{table.Schema ?? "public"}\".\"{table.Name}\" WHERE {name} = "
            + $"ANY((@ids)::text[]::{id.GetColumnType(table)}[]) {strength}";
        await using var command = context
            .Database.GetDbConnection()
            .Command(
                context.Database.CurrentTransaction!.GetDbTransaction(),
                sql,
                ("@ids", ids.Select(key => converter?.ConvertToProvider(key)?.ToString() ?? key).ToArray())
            );
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var any = connection.Command(null, Any);
        return await any.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task ReadAsync(
        DbCommand command,
        List<(string, string)> rows,
        CancellationToken cancellationToken
    )
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }
    }
}
