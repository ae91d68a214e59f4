using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// Counts attempts in an unlogged table: a count costs no write to disk, and a crash of the server forgets them all.
/// </summary>
internal sealed class PostgreSqlAttempts(PostgreSqlServer server, TimeProvider time) : IAttemptCounts, ISharedBudget
{
    // Used attempts come back one by one. The clock is read when the row is locked, because an attempt that waited for
    // another one began before that ended. An attempt that is refused changes nothing.
    private const string Take = """
        INSERT INTO "Attempts" AS a ("Key", "Count", "At") VALUES (@key, 1, clock_timestamp())
        ON CONFLICT ("Key") DO UPDATE SET
            "Count" = greatest(0, a."Count" - extract(epoch FROM clock_timestamp() - a."At") / @refill) + 1,
            "At" = clock_timestamp()
        WHERE a."Count" - extract(epoch FROM clock_timestamp() - a."At") / @refill + 1 <= @most
        RETURNING 0::double precision
        """;

    private const string Wait = """
        SELECT "Count" + 1 - @most - extract(epoch FROM clock_timestamp() - "At") / @refill FROM "Attempts"
        WHERE "Key" = @key
        """;

    private static readonly TimeSpan _kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan _betweenTidying = TimeSpan.FromHours(1);

    private long _tidiedAt = time.GetTimestamp();

    public async Task<TimeSpan?> TakeAsync(string key, int most, TimeSpan refill, CancellationToken cancellationToken)
    {
        (string, object?)[] values = [("@key", key), ("@most", (double)most), ("@refill", refill.TotalSeconds)];
        await using var connection = await OpenAsync(cancellationToken);
        await using (var take = connection.Command(null, Take, values))
        {
            if (await take.ExecuteScalarAsync(cancellationToken) is not null)
            {
                return null;
            }
        }

        await using var wait = connection.Command(null, Wait, values);
        var missing = Convert.ToDouble(await wait.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        return refill * Math.Max(0, missing);
    }

    public async Task<int> FailedAsync(string key, TimeSpan window, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var read = connection.Command(
            null,
            "SELECT \"Count\" FROM \"Attempts\" WHERE \"Key\" = @key AND \"At\" > @since",
            ("@key", key),
            ("@since", time.GetUtcNow() - window)
        );
        return await read.ExecuteScalarAsync(cancellationToken) is double count ? (int)count : 0;
    }

    public Task AddAsync(string key, TimeSpan window, CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            INSERT INTO "Attempts" AS a ("Key", "Count", "At") VALUES (@key, 1, @now)
            ON CONFLICT ("Key") DO UPDATE SET "Count" = CASE WHEN a."At" > @since THEN a."Count" + 1 ELSE 1 END,
            "At" = @now
            """,
            cancellationToken,
            ("@key", key),
            ("@now", time.GetUtcNow()),
            ("@since", time.GetUtcNow() - window)
        );

    public Task ForgetAsync(string key, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM \"Attempts\" WHERE \"Key\" = @key", cancellationToken, ("@key", key));

    private async Task ExecuteAsync(
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] values
    )
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.Command(null, sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            var tidiedAt = Volatile.Read(ref _tidiedAt);
            if (
                time.GetElapsedTime(tidiedAt) >= _betweenTidying
                && Interlocked.CompareExchange(ref _tidiedAt, time.GetTimestamp(), tidiedAt) == tidiedAt
            )
            {
                await using var tidy = connection.Command(
                    null,
                    "DELETE FROM \"Attempts\" WHERE \"At\" < @before",
                    ("@before", time.GetUtcNow() - _kept)
                );
                await tidy.ExecuteNonQueryAsync(cancellationToken);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
