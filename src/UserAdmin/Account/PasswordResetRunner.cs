using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Account;

/// <summary>
/// Answers requests for password reset links in the background, so that the time a request takes does not depend on the
/// answer.
/// </summary>
internal sealed class PasswordResetRunner(
    IDbContextFactory<WriteContext> contexts,
    ICommandBus commands,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<PasswordResetRunner> logger
) : BackgroundService
{
    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "runner of requests for new passwords";

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Answers every stored request.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var requests = await context
            .PasswordResetRequests.AsNoTracking()
            .OrderBy(request => request.Id)
            .ToListAsync(cancellationToken);
        Exception? first = null;
        foreach (var request in requests)
        {
            try
            {
                await commands.SendAsync(
                    new AnswerPasswordResetRequest(request.Id),
                    new CommandContext(Actor.System, Guid.CreateVersion7(time.GetUtcNow()))
                    {
                        IpAddress = request.IpAddress,
                    },
                    cancellationToken
                );
            }
            catch (Exception fault) when (fault is not (OperationCanceledException or ObjectDisposedException))
            {
                // Continue with the other requests.
                first ??= fault;
            }
        }

        if (first is not null)
        {
            throw new InvalidOperationException("A request for a new password could not be answered.", first);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        heartbeats.Beat(Name, _patience);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                heartbeats.Beat(Name, _patience);
            }
            catch (ObjectDisposedException)
            {
                // The program could not start, or is shutting down.
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(
                    fault,
                    "Requests for new passwords could not be answered; the next try is in a second."
                );
            }
        }
    }
}
