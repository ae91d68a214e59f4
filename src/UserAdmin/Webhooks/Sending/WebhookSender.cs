using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Webhooks.Sending;

/// <summary>
/// Sends what waits of one webhook: several subjects at the same time, the events of each in order. A receiver that
/// fails is tried with one delivery at a time until it answers with success. The result is recorded after the answer,
/// so a delivery is repeated rather than lost.
/// </summary>
internal sealed class WebhookSender(
    IWriteStore store,
    IDbContextFactory<WriteContext> contexts,
    IApplicationAccess applications,
    WebhookSecrets secrets,
    WebhookWriter writer,
    SecurityEventKeys keys,
    IWebhookTransport transport,
    ICommandBus commands,
    WebhookInstruments instruments,
    TimeProvider time
)
{
    /// <summary>How many requests are under way at once, for each webhook.</summary>
    public const int AtOnce = 8;

    private const int MostInARound = 200;
    private const int MostLookedAt = 1_000;

    // After this time no further request of the round begins, so that results are recorded in time.
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(2);
    private static readonly Actor _actor = Actor.System with { Name = "Webhooks" };

    /// <summary>Sends some of what is due.</summary>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="cancellationToken">Ends the round: what is under way may still be answered.</param>
    /// <returns>Whether something was sent, so that there may be more.</returns>
    public async Task<bool> RunOnceAsync(string webhookId, CancellationToken cancellationToken)
    {
        if (await DueAsync(webhookId, cancellationToken) is not { Groups.Count: > 0 } due)
        {
            return false;
        }

        var webhook = due.Webhook;
        // An application that is stopped, or may not read the activity now, hears nothing until that is over.
        if (
            await applications.FindAsync(webhook.ApplicationId, cancellationToken) is not { } access
            || !access.Permissions.Contains(Permissions.ActivityRead)
        )
        {
            return false;
        }

        if (SecretsOf(webhook) is not { } signing)
        {
            await RecordAsync(new RecordWebhookTries(webhook.Id, [], SecretIsLost: true), cancellationToken);
            return false;
        }

        var key = webhook.Format == WebhookFormat.SecurityEvents ? await keys.CurrentAsync(cancellationToken) : null;
        var bodies = Bodies(due, access.Permissions.Contains(Permissions.UsersRead), key);
        var tries = new List<WebhookTry>();
        var results = new Lock();
        var began = time.GetTimestamp();
        using var failed = new CancellationTokenSource();
        try
        {
            await Parallel.ForEachAsync(
                due.Groups,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (group, _) =>
                {
                    foreach (var delivery in group)
                    {
                        if (
                            cancellationToken.IsCancellationRequested
                            || failed.IsCancellationRequested
                            || time.GetElapsedTime(began) > _round
                        )
                        {
                            return;
                        }

                        var one = bodies.TryGetValue(delivery.Id, out var body)
                            ? await SendAsync(webhook, delivery, body, signing, cancellationToken)
                            : new WebhookTry(
                                delivery.Id,
                                time.GetUtcNow(),
                                0,
                                null,
                                WebhookProblem.NotWritten,
                                null,
                                null
                            );
                        if (one is null)
                        {
                            return;
                        }

                        lock (results)
                        {
                            tries.Add(one);
                        }

                        if (one.Problem is not null && !one.IsOurs)
                        {
                            if (one.BlamesReceiver)
                            {
                                await failed.CancelAsync();
                            }

                            return;
                        }
                    }
                }
            );
        }
        finally
        {
            if (tries.Count > 0)
            {
                await RecordAsync(new RecordWebhookTries(webhook.Id, tries, webhook.Url), CancellationToken.None);
            }
        }

        return tries.Count > 0;
    }

    /// <summary>Forgets what is old of every webhook, also of one that is paused.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        List<string> all;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            all = await context.Webhooks.Select(row => row.Id).ToListAsync(cancellationToken);
        }

        foreach (var webhook in all)
        {
            await RecordAsync(new RecordWebhookTries(webhook, []), cancellationToken);
        }
    }

    private async Task<Due?> DueAsync(string webhookId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await context
                .Webhooks.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == webhookId && row.PausedAt == null, cancellationToken)
                is not { } webhook
            // A time further off than any wait was set while the clock was wrong.
            || (webhook.NextAttemptAt > now && webhook.NextAttemptAt <= now + WebhookDelivery.LongestWait)
        )
        {
            return null;
        }

        var latest = now + WebhookDelivery.LongestWait;
        var all = context
            .WebhookDeliveries.AsNoTracking()
            .Where(row => row.WebhookId == webhookId && row.Status == WebhookDeliveryStatus.Waiting);
        // Those behind one that has to wait could be so many that nothing else would be looked at.
        var held = await all.Where(row => row.NextAttemptAt > now && row.NextAttemptAt <= latest)
            .Select(row => row.SubjectId)
            .Distinct()
            .ToArrayAsync(cancellationToken);
        var waiting = await all.Where(row => !EF.Parameter(held).Contains(row.SubjectId))
            .OrderBy(row => row.Position)
            .Take(MostLookedAt)
            .ToListAsync(cancellationToken);
        var groups = new List<IReadOnlyList<WebhookDelivery>>();
        var isDown = webhook.Failures > 0;
        var left = isDown ? 1 : MostInARound;
        var subjects = waiting.GroupBy(row => row.SubjectId).ToList();
        // A receiver that is down is tried with a trial if there is one, and otherwise not always with the same event.
        foreach (
            var group in (
                isDown
                    ? subjects.OrderBy(rows => rows.First().Position > 0).ThenBy(rows => rows.First().Attempts)
                    : subjects.AsEnumerable()
            ).TakeWhile(_ => left > 0)
        )
        {
            WebhookDelivery[] some = [.. group.Take(left)];
            groups.Add(some);
            left -= some.Length;
        }

        return new(webhook, groups);
    }

    private List<byte[]>? SecretsOf(Webhook webhook)
    {
        if (secrets.Open(webhook.Secret) is not { } current)
        {
            return null;
        }

        return
            webhook.FormerSecret is { } former
            && webhook.FormerSecretUntil > time.GetUtcNow()
            && secrets.Open(former) is { } earlier
            ? [current, earlier]
            : [current];
    }

    private Dictionary<string, byte[]> Bodies(Due due, bool maySeePeople, SecurityKey? key)
    {
        using var log = new WebhookLog(store);
        var bodies = new Dictionary<string, byte[]>();
        foreach (var delivery in due.Groups.SelectMany(group => group).OrderBy(delivery => delivery.Position))
        {
            try
            {
                var record = delivery.Position == 0 ? null : log.At(delivery.Position);
                if (delivery.Position == 0 || record is { IsSetAside: false })
                {
                    bodies[delivery.Id] = writer.Write(due.Webhook, delivery, record, maySeePeople, key);
                }
            }
            catch (Exception fault) when (fault is NotSupportedException or JsonException)
            {
                // It is given up and said; those behind it go on.
            }
        }

        return bodies;
    }

    private async Task<WebhookTry?> SendAsync(
        Webhook webhook,
        WebhookDelivery delivery,
        byte[] body,
        List<byte[]> signing,
        CancellationToken cancellationToken
    )
    {
        var at = time.GetUtcNow();
        var headers = WebhookSignature.Headers(delivery.Id, at);
        headers.Add(new(WebhookSignature.SignatureHeader, WebhookSignature.Of(signing, delivery.Id, at, body)));
        headers.Add(new("Accept", "application/json"));
        var began = time.GetTimestamp();
        try
        {
            var answer = await transport.SendAsync(
                new(webhook.Url, headers, WebhookWriter.ContentTypeOf(webhook.Format), body),
                cancellationToken
            );
            var took = time.GetElapsedTime(began);
            instruments.Sent(answer.Problem, took);
            return new(
                delivery.Id,
                at,
                (int)Math.Min(took.TotalMilliseconds, int.MaxValue),
                answer.Status,
                answer.Problem,
                answer.Body,
                answer.RetryAfter
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program ends. It is not known whether it arrived, so it is sent again.
            return null;
        }
    }

    private async Task RecordAsync(RecordWebhookTries command, CancellationToken cancellationToken)
    {
        var result = await commands.SendAsync(
            command,
            new CommandContext(_actor, Guid.CreateVersion7(time.GetUtcNow())),
            cancellationToken
        );
        if (!result.IsAccepted)
        {
            throw new InvalidOperationException(
                $"Deliveries of webhook {command.WebhookId} could not be recorded. {result.Errors[0].Message}"
            );
        }
    }

    private sealed record Due(Webhook Webhook, IReadOnlyList<IReadOnlyList<WebhookDelivery>> Groups);
}
