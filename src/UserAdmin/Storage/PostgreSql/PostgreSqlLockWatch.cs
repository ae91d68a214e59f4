using System.Data.Common;
using System.Globalization;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// Finds out whether a session holds the lock of all writers for too long. It only looks: whoever waited for the lock
/// to find out would make the writers behind wait longer.
/// </summary>
internal sealed class PostgreSqlLockWatch(TimeProvider time)
{
    /// <summary>A session that holds the lock and has done nothing for so long does not go on by itself.</summary>
    internal static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(3);

    /// <summary>The longest time a transaction may take. Commands are refused after that (lock_timeout).</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    // A key of 64 bits is shown as two halves. What a session of another user does cannot be seen.
    private static readonly string _holder = FormattableString.Invariant(
        $"""
        SELECT l.pid, l.virtualtransaction, COALESCE(a.application_name, ''), COALESCE(a.wait_event, ''),
            COALESCE(EXTRACT(EPOCH FROM clock_timestamp() - a.state_change), 0)::float8
        FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
            AND l.classid = {PostgreSqlWriteTransactions.WriteLock >> 32}
            AND l.objid = {PostgreSqlWriteTransactions.WriteLock & uint.MaxValue}
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
    );

    private readonly Lock _lock = new();
    private (string Transaction, long At)? _seen;

    /// <summary>
    /// Returns null if the lock is free or changes hands, otherwise a sentence that says who holds it. What two calls
    /// see is compared, so a transaction that is not idle is only noticed by the second one.
    /// </summary>
    /// <param name="connection">An open connection to the database.</param>
    public string? Problem(DbConnection connection)
    {
        using var look = connection.Command(null, _holder);
        using var row = look.ExecuteReader();
        if (!row.Read())
        {
            lock (_lock)
            {
                _seen = null;
            }

            return null;
        }

        var process = row.GetInt32(0);
        var held = SeenFor(string.Create(CultureInfo.InvariantCulture, $"{process} {row.GetString(1)}"));
        var idle = TimeSpan.FromSeconds(row.GetDouble(4));
        if (held < Longest && idle < MostIdle)
        {
            return null;
        }

        var seconds = Math.Max(held.TotalSeconds, idle.TotalSeconds);
        var program = row.GetString(2) is { Length: > 0 } name ? $" of {name}" : "";
        return string.Create(
                CultureInfo.InvariantCulture,
                $"Nothing can be changed: the server's process {process}{program} has held the write lock for "
                    + $"{seconds:N0} s. "
            )
            + (
                row.GetString(3) == "SyncRep"
                    ? "It waits for a synchronous standby: check that one is connected, and synchronous_standby_names."
                    : "If it stays so, end that program, or the process with pg_terminate_backend."
            );
    }

    private TimeSpan SeenFor(string transaction)
    {
        lock (_lock)
        {
            if (_seen is not { } seen || seen.Transaction != transaction)
            {
                _seen = seen = (transaction, time.GetTimestamp());
            }

            return time.GetElapsedTime(seen.At);
        }
    }
}
