using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;
using UserAdmin.Mail.Commands;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Mail;

/// <summary>
/// Follows the log and sends the mail that its events order (decision 20). A mail is claimed on disk before it is
/// handed over, and the outcome is recorded as an event, so no mail is sent twice. A mail with an unknown outcome waits
/// for a person's decision.
/// </summary>
internal sealed class MailRunner(
    OutboxFollower follower,
    OutboxClaims claims,
    MailWriter writer,
    IMailTransport transport,
    ICommandBus commands,
    MailSignal signal,
    IOptions<MailOptions> options,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<MailRunner> logger
) : BackgroundService
{
    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(2);

    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "mail";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _longestRest = TimeSpan.FromMinutes(15);
    private static readonly Actor _actor = Actor.System with { Name = "Mail" };

    private DateTimeOffset _restsUntil;
    private int _failuresInARow;

    /// <summary>Reads the mails that the log orders, and sends those that are due.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await follower.FollowAsync(cancellationToken);
        foreach (var lost in await claims.LostAsync(cancellationToken))
        {
            await RecordAsync(
                new RecordMailFailure(
                    lost.OrderedAt,
                    lost.Attempts,
                    "The program ended while the mail was handed over.",
                    IsUncertain: true,
                    IsFinal: false
                ),
                lost,
                cancellationToken
            );
        }

        if (signal.TakeUrgent())
        {
            _restsUntil = default;
        }

        while (
            _restsUntil <= time.GetUtcNow()
            && await claims.ClaimAsync(options.Value.Timeout + TimeSpan.FromMinutes(1), cancellationToken)
                is { } claimed
        )
        {
            // A server that answers slowly must not make this worker look as if it hangs.
            heartbeats.Beat(Name, _patience + options.Value.Timeout);
            if (claimed.Worthless is { } why)
            {
                await RecordAsync(new GiveUpMail(claimed.Mail.OrderedAt, why), claimed.Mail, cancellationToken);
            }
            else
            {
                await SendAsync(claimed);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        heartbeats.Beat(Name, _patience);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await WaitAsync(await TryRunOnceAsync(stoppingToken) ? _beat : _beat * 5, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is shutting down; the outbox is on disk.
        }
    }

    public override void Dispose()
    {
        follower.Dispose();
        base.Dispose();
    }

    private async Task<bool> TryRunOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
            heartbeats.Beat(Name, _patience);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The runner must survive every exception, so that mail continues afterwards.
            heartbeats.Failed(Name, fault);
            logger.LogError(fault, "The outbox could not be processed; the runner tries again.");
            return false;
        }
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
            // No signal, but a mail may be due again, or another process may have ordered one.
        }
    }

    private async Task SendAsync(ClaimedMail claimed)
    {
        var mail = claimed.Mail;
        MailProblem? problem;
        try
        {
            problem = await transport.SendAsync(writer.Write(claimed), MailWriter.NameOf(mail));
        }
        catch (Exception fault)
            when (fault is FormatException or ParseException or IOException or UnauthorizedAccessException)
        {
            problem = new MailProblem($"The mail could not be written from its template: {fault.Message}");
        }

        // From here on the outcome must be recorded even if the program is shutting down.
        if (problem is null)
        {
            _failuresInARow = 0;
            await RecordAsync(new RecordMailSent(mail.OrderedAt), mail, CancellationToken.None);
            return;
        }

        if (problem.IsGeneral)
        {
            // Every other mail would fail in the same way, and each failure would only add another event.
            _restsUntil =
                time.GetUtcNow()
                + TimeSpan.FromMinutes(Math.Min(_longestRest.TotalMinutes, 1 << Math.Min(_failuresInARow++, 10)));
        }

        logger.LogWarning(
            "Mail {Position} ({Kind}) was not sent at try {Attempt}. {Error}",
            mail.OrderedAt,
            mail.Kind,
            mail.Attempts,
            problem.Error
        );
        await RecordAsync(
            new RecordMailFailure(mail.OrderedAt, mail.Attempts, problem.Error, problem.IsUncertain, problem.IsFinal),
            mail,
            CancellationToken.None
        );
    }

    private async Task RecordAsync(ICommand command, OutboxMail mail, CancellationToken cancellationToken)
    {
        var result = await commands.SendAsync(
            command,
            new CommandContext(_actor, Guid.CreateVersion7()),
            cancellationToken
        );
        // The account, and with it the mail, may have been removed while it was handed over.
        if (!result.IsAccepted && result.Errors[0].Code != MailErrors.NotFound.Code)
        {
            throw new InvalidOperationException(
                $"The result of mail {mail.OrderedAt} could not be recorded. {result.Errors[0].Message}"
            );
        }
    }
}
