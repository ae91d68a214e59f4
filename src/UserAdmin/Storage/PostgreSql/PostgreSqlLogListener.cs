using Microsoft.Extensions.Logging;
using Npgsql;
using UserAdmin.EventLog;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlLogListener(
    PostgreSqlServer server,
    TimeProvider time,
    ILogger<PostgreSqlLogListener> logger
) : ILogListener
{
    private static readonly TimeSpan _afterFault = TimeSpan.FromSeconds(1);

    public async Task ListenAsync(Action heard, CancellationToken cancellationToken)
    {
        var isTold = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(
                    () =>
                    {
                        isTold = false;
                        heard();
                    },
                    cancellationToken
                );
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A listener that has ended would not be missed by anybody, only slower.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                // Meanwhile the log is looked at twice a second. Each further try would say the same.
                if (!isTold)
                {
                    isTold = true;
                    logger.LogInformation(
                        "The server no longer tells about new events ({Reason}); trying again.",
                        fault.Message
                    );
                }

                await Task.Delay(_afterFault, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenOnceAsync(Action heard, CancellationToken cancellationToken)
    {
        // A connection of its own: one of the pool would be reset, and then hear nothing.
        await using var connection = new NpgsqlConnection(server.Listening);
        connection.Notification += (_, _) => heard();
        await connection.OpenAsync(cancellationToken);
        await using (var listen = connection.Command(null, "LISTEN useradmin_log"))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // What was appended before the server began to tell.
        heard();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
