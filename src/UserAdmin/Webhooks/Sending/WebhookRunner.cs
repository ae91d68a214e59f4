using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks.Sending;

/// <summary>Follows the log for the webhooks and sends what is due, each webhook by itself.</summary>
internal sealed class WebhookRunner(
    WebhookFollower follower,
    WebhookSender sender,
    IDbContextFactory<WriteContext> contexts,
    WebhookSignal signal,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<WebhookRunner> logger
) : BackgroundService
{
    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "webhooks";

    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    // How often what is old is forgotten, also of a webhook that sends nothing.
    private static readonly TimeSpan _forgetting = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Task> _sending = [];
    private DateTimeOffset _forgetsAt;

    /// <summary>
    /// Follows the log, and sends until nothing is due: what failed is due later. For tests; the runner does the same
    /// without waiting for one webhook before it serves another.
    /// </summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var isLeft = true;
        while (isLeft)
        {
            isLeft = await follower.FollowAsync(cancellationToken);
            var sent = false;
            foreach (var webhook in await ActiveAsync(cancellationToken))
            {
                while (await sender.RunOnceAsync(webhook, cancellationToken))
                {
                    sent = true;
                }
            }

            isLeft &= sent;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        heartbeats.Beat(Name, _patience);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await WaitAsync(await TryStepAsync(stoppingToken) ? _beat : _beat * 5, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is shutting down, or another node is the leader now.
        }

        await Task.WhenAll(_sending.Values);
        _sending.Clear();
    }

    public override void Dispose()
    {
        follower.Dispose();
        base.Dispose();
    }

    private async Task<bool> TryStepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await follower.FollowAsync(stoppingToken);
            foreach (var webhook in await ActiveAsync(stoppingToken))
            {
                if (!_sending.TryGetValue(webhook, out var running) || running.IsCompleted)
                {
                    _sending[webhook] = Task.Run(() => SendAsync(webhook, stoppingToken), CancellationToken.None);
                }
            }

            if (_forgetsAt <= time.GetUtcNow())
            {
                _forgetsAt = time.GetUtcNow() + _forgetting;
                await sender.ForgetAsync(stoppingToken);
            }

            heartbeats.Beat(Name, _patience);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The runner must survive every exception, so that webhooks go on afterwards.
            heartbeats.Failed(Name, fault);
            logger.LogError(fault, "Webhooks could not be served; the runner tries again.");
            return false;
        }
    }

    private async Task SendAsync(string webhook, CancellationToken stoppingToken)
    {
        try
        {
            var sent = false;
            while (!stoppingToken.IsCancellationRequested && await sender.RunOnceAsync(webhook, stoppingToken))
            {
                sent = true;
            }

            if (sent)
            {
                // There is room for more of the log.
                signal.Wake();
            }
        }
        catch (Exception fault)
        {
            if (fault is not OperationCanceledException)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(fault, "Webhook {Webhook} could not be served; it is tried again.", webhook);
            }
        }
    }

    private async Task<List<string>> ActiveAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Webhooks.Where(row => row.PausedAt == null)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    private async Task WaitAsync(TimeSpan atMost, CancellationToken stoppingToken)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var timer = time.CreateTimer(
            static source => ((CancellationTokenSource)source!).Cancel(),
            beat,
            atMost,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            await signal.WaitAsync(beat.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Nothing has happened, but a delivery may be due again.
        }
    }
}
