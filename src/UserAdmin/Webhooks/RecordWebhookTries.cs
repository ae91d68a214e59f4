using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Webhooks;

/// <summary>
/// Records how deliveries of a webhook have ended, and pauses it if its receiver wants no more or has failed for three
/// days. Deliveries are no events: each would make another one.
/// </summary>
/// <param name="WebhookId">The webhook; if it was deleted, nothing is recorded.</param>
/// <param name="Tries">At most 1,000, in order.</param>
/// <param name="Url">The address that they were sent to; null if that does not matter.</param>
/// <param name="SecretIsLost">Whether nothing could be sent, because the secret cannot be read.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordWebhookTries(
    string WebhookId,
    IReadOnlyList<WebhookTry> Tries,
    string? Url = null,
    bool SecretIsLost = false
) : ICommand
{
    /// <summary>The maximum number of tries in one command.</summary>
    internal const int MostTries = 1000;
}

internal sealed class RecordWebhookTriesValidator : AbstractValidator<RecordWebhookTries>
{
    public RecordWebhookTriesValidator()
    {
        RuleFor(command => command.WebhookId).MustBeId();
        RuleFor(command => command.Tries)
            .Must(tries => tries is { Count: <= RecordWebhookTries.MostTries })
            .Coded("webhooks.too-many-tries", "Name at most 1,000 tries.");
    }
}

internal sealed class RecordWebhookTriesHandler(WriteContext context, WebhookNotices notices, TimeProvider time)
    : ICommandHandler<RecordWebhookTries>
{
    /// <summary>How many deliveries that are done are kept of each webhook.</summary>
    public const int Kept = 1_000;

    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(30);

    public async Task<CommandResult> Handle(RecordWebhookTries request, CancellationToken cancellationToken)
    {
        if (
            await context.Webhooks.SingleOrDefaultAsync(row => row.Id == request.WebhookId, cancellationToken)
            is not { } webhook
        )
        {
            return CommandResult.Done;
        }

        var now = time.GetUtcNow();
        if (request.SecretIsLost)
        {
            await PauseAsync(webhook, WebhookPause.SecretLost, now, cancellationToken);
            return CommandResult.Done;
        }

        string[] ids = [.. request.Tries.Select(one => one.DeliveryId)];
        var deliveries = await context
            .WebhookDeliveries.Where(row => EF.Parameter(ids).Contains(row.Id) && row.WebhookId == webhook.Id)
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var erased = await ErasedAsync(deliveries.Values, cancellationToken);
        foreach (var one in request.Tries)
        {
            if (deliveries.TryGetValue(one.DeliveryId, out var delivery))
            {
                delivery.Tried(erased.Contains(delivery.SubjectId) ? one with { Answer = null } : one);
            }
        }

        // What another address has answered says nothing of this one.
        var ofReceiver = request.Url is null || request.Url == webhook.Url ? request.Tries : [];
        if (ofReceiver.Count > 0)
        {
            webhook.Ended(ofReceiver);
        }

        if (ofReceiver.Any(one => one.IsGone))
        {
            await PauseAsync(webhook, WebhookPause.Gone, now, cancellationToken);
        }
        else if (deliveries.Values.Any(row => row.IsHopeless(now)))
        {
            await PauseAsync(webhook, WebhookPause.FailedTooLong, now, cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        await ForgetAsync(webhook.Id, now, cancellationToken);
        return CommandResult.Done;
    }

    private async Task PauseAsync(
        Webhook webhook,
        WebhookPause because,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (webhook.PausedAt is null)
        {
            webhook.Pause(because, now);
            await notices.OrderAsync(webhook, because, cancellationToken);
        }
    }

    /// <summary>Returns the accounts among the subjects that are gone: nothing of them may be stored again.</summary>
    private async Task<HashSet<string>> ErasedAsync(
        IReadOnlyCollection<WebhookDelivery> deliveries,
        CancellationToken cancellationToken
    )
    {
        string[] people =
        [
            .. deliveries
                .Where(row => HistorySubjects.Of(row.EventType) == HistorySubject.User)
                .Select(row => row.SubjectId)
                .Distinct(),
        ];
        var there = await context
            .UserProfiles.Where(profile => EF.Parameter(people).Contains(profile.UserId))
            .Select(profile => profile.UserId)
            .ToListAsync(cancellationToken);
        return [.. people.Except(there)];
    }

    private async Task ForgetAsync(string webhookId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = context.WebhookDeliveries.Where(row =>
            row.WebhookId == webhookId && row.Status != WebhookDeliveryStatus.Waiting
        );
        var oldest = now - _keptFor;
        await done.Where(row => row.LastAttemptAt < oldest).ExecuteDeleteAsync(cancellationToken);
        await context
            .WebhookDeliveries.Where(row =>
                row.WebhookId == webhookId && row.LastAttemptAt < oldest && row.Answer != null
            )
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Answer, (string?)null), cancellationToken);
        // Some more are kept for a while, so that not every round has to look for the oldest.
        if (await done.CountAsync(cancellationToken) > Kept + (Kept / 2))
        {
            var kept = done.OrderByDescending(row => row.LastAttemptAt)
                .ThenByDescending(row => row.Id)
                .Take(Kept)
                .Select(row => row.Id);
            await done.Where(row => !kept.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
