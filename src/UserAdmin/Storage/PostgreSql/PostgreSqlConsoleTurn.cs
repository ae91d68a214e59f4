using System.Data.Common;
using Npgsql;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// An advisory lock of a session: the server gives it back when the connection ends, however the program ends.
/// </remarks>
internal sealed class PostgreSqlConsoleTurn(PostgreSqlServer server, TimeProvider time) : IConsoleTurn, IAsyncDisposable
{
    /// <summary>The key of the advisory lock: "UserAdmC" in ASCII.</summary>
    internal const long ConsoleLock = 0x5573_6572_4164_6D43;

    // The server may need a moment to notice that the program before this one has ended.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(500);

    private NpgsqlConnection? _connection;

    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var begun = time.GetTimestamp(); !await TryTakeAsync(cancellationToken); )
            {
                if (time.GetElapsedTime(begun) >= _patience)
                {
                    throw new StartupException(
                        $"Another UserAdmin console serves the database {server.Name}. Stop it first: this version "
                            + "supports one console at a time."
                    );
                }

                await Task.Delay(_betweenTries, time, cancellationToken);
            }
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        // Cancelled while the server could not be reached, there is no connection any more.
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // Returns only with a fault, because nobody notifies this connection.
                await _connection!.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception fault) when (fault is DbException or InvalidOperationException or IOException)
            {
                if (await IsLostAsync(cancellationToken))
                {
                    return;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    /// <summary>Returns whether another console has the turn; waits while the server cannot be reached.</summary>
    private async Task<bool> IsLostAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                return !await TryTakeAsync(cancellationToken);
            }
            catch (DbException)
            {
                await Task.Delay(_betweenTries, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The program is stopping.
            }
        }

        return false;
    }

    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        var connection = new NpgsqlConnection(server.Listening);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var take = connection.Command(
                null,
                FormattableString.Invariant($"SELECT pg_try_advisory_lock({ConsoleLock})")
            );
            if (await take.ExecuteScalarAsync(cancellationToken) is true)
            {
                _connection = connection;
                return true;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return false;
    }
}
