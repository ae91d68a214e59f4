using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// The leader holds an advisory lock of a session. The server gives the lock back when the connection ends, and ends
/// the connection of a node that has been silent for five seconds, such as one that is paused or cut off.
/// </remarks>
internal sealed class PostgreSqlLeaderElection(
    PostgreSqlServer server,
    TimeProvider time,
    ILogger<PostgreSqlLeaderElection> logger
) : ILeaderElection
{
    /// <summary>The key of the advisory lock: "UserAdmL" in ASCII.</summary>
    internal const long LeaderLock = 0x5573_6572_4164_6D4C;

    /// <summary>
    /// The key of the advisory lock that all nodes share, so that nobody copies the database meanwhile: "UserAdmC" in
    /// ASCII.
    /// </summary>
    internal const long ServingLock = 0x5573_6572_4164_6D43;

    // A node that waits asks this often, and so does a leader whether it still has the connection.
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    // In seconds; with the interval less than the five seconds after which another node can be the leader.
    private const int AnswerPatience = 3;

    private const string Settings = "SET idle_session_timeout = '5s'; SET idle_in_transaction_session_timeout = '5s'";

    // A standby grants such a lock, too, to nodes that do not see each other.
    private static readonly string _take = FormattableString.Invariant(
        $"SELECT CASE WHEN pg_is_in_recovery() THEN false ELSE pg_try_advisory_lock({LeaderLock}) END"
    );

    private static readonly string _serve = FormattableString.Invariant(
        $"SELECT pg_try_advisory_lock_shared({ServingLock})"
    );

    public async Task<ILeaderTerm> LeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(server.Unpooled);
            try
            {
                await connection.OpenAsync(cancellationToken);
                await ExecuteAsync(connection, Settings, cancellationToken);
                await ServeAsync(connection, cancellationToken);
                while (await ExecuteAsync(connection, _take, cancellationToken) is not true)
                {
                    await Task.Delay(_interval, time, cancellationToken);
                }

                return new Term(connection, time);
            }
            catch (Exception fault)
            {
                await connection.DisposeAsync();
                cancellationToken.ThrowIfCancellationRequested();
                if (fault is not (DbException or IOException or InvalidOperationException or TimeoutException))
                {
                    throw;
                }

                logger.LogInformation(
                    "The server could not be asked which node is the leader ({Reason}); trying again.",
                    fault.Message
                );
                await Task.Delay(_interval, time, cancellationToken);
            }
        }
    }

    private async Task ServeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var isTold = false;
        while (await ExecuteAsync(connection, _serve, cancellationToken) is not true)
        {
            if (!isTold)
            {
                isTold = true;
                logger.LogWarning(
                    "The database {Database} is being copied. What is changed here now may be missing in the copy.",
                    server.Name
                );
            }

            await Task.Delay(_interval, time, cancellationToken);
        }
    }

    private static async Task<object?> ExecuteAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.Command(null, sql);
        command.CommandTimeout = AnswerPatience;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private sealed class Term : ILeaderTerm
    {
        private readonly CancellationTokenSource _ended = new();
        private readonly CancellationTokenSource _givenUp = new();
        private readonly NpgsqlConnection _connection;
        private readonly TimeProvider _time;
        private readonly Task _keeping;

        public Term(NpgsqlConnection connection, TimeProvider time)
        {
            (_connection, _time) = (connection, time);
            Ended = _ended.Token;
            _keeping = KeepAsync();
        }

        public CancellationToken Ended { get; }

        public async ValueTask DisposeAsync()
        {
            await _givenUp.CancelAsync();
            await _keeping;
            await _connection.DisposeAsync();
            _ended.Dispose();
            _givenUp.Dispose();
        }

        private async Task KeepAsync()
        {
            try
            {
                while (true)
                {
                    await Task.Delay(_interval, _time, _givenUp.Token);
                    await ExecuteAsync(_connection, "SELECT 1", _givenUp.Token);
                }
            }
            catch (OperationCanceledException) when (_givenUp.IsCancellationRequested)
            {
                // The node no longer wants to lead.
            }
#pragma warning disable CA1031 // Whatever it was: without a working connection this node is not the leader.
            catch (Exception)
#pragma warning restore CA1031
            {
                await _ended.CancelAsync();
            }
        }
    }
}
