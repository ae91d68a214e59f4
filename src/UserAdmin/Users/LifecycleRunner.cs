using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>
/// Disables accounts that have expired, and purges deleted accounts whose restore period is over, and those that came
/// back with an older database.
/// </summary>
internal sealed class LifecycleRunner(
    IDbContextFactory<WriteContext> contexts,
    ICommandBus commands,
    RestoredAccounts restored,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<LifecycleRunner> logger
) : BackgroundService
{
    /// <summary>The time between two runs: the longest that an expired account stays enabled.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // The number of accounts per run, so that nothing is held up when thousands are due on one day.
    private const int BatchSize = 500;

    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "account lifecycle";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private static readonly Actor _actor = Actor.System with { Name = "UserAdmin" };

    // An older database is restored only while the program is stopped.
    private bool _hasLooked;

    /// <summary>Processes the accounts that are due now, once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!_hasLooked)
        {
            await restored.PurgeAsync(cancellationToken);
            _hasLooked = true;
        }

        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var expired = await context
            .UserProfiles.Where(profile =>
                profile.ExpiresAt <= now && profile.DisabledAt == null && profile.DeletedAt == null
            )
            .OrderBy(profile => profile.ExpiresAt)
            .Take(BatchSize)
            .Select(profile => profile.UserId)
            .ToListAsync(cancellationToken);
        foreach (var userId in expired)
        {
            await SendAsync(new ExpireUser(userId), userId, cancellationToken);
        }

        var due = await context
            .UserProfiles.Where(profile => profile.PurgeAt <= now)
            .OrderBy(profile => profile.PurgeAt)
            .Take(BatchSize)
            .Select(profile => profile.UserId)
            .ToListAsync(cancellationToken);
        foreach (var userId in due)
        {
            await SendAsync(new PurgeDueUser(userId), userId, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        heartbeats.Beat(Name, _patience);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                heartbeats.Beat(Name, _patience);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(
                    fault,
                    "Expired and deleted accounts could not be processed; the next try is in {Seconds} s.",
                    Interval.TotalSeconds
                );
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SendAsync(ICommand command, string userId, CancellationToken cancellationToken)
    {
        try
        {
            heartbeats.Beat(Name, _patience);
            var result = await commands.SendAsync(
                command,
                new CommandContext(_actor, Guid.CreateVersion7(time.GetUtcNow())),
                cancellationToken
            );
            if (!result.IsAccepted)
            {
                logger.LogWarning(
                    "{Command} of {UserId} was refused: {Reason}",
                    command.GetType().Name,
                    userId,
                    result.Errors[0].Message
                );
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A stock application's table may reference the account and prevent the change; the other accounts must not
            // wait for it.
            logger.LogError(
                fault,
                "{Command} of {UserId} failed; the next try is in {Seconds} s.",
                command.GetType().Name,
                userId,
                Interval.TotalSeconds
            );
        }
    }
}
