using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>A mail to hand over, with the data needed to write it.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Name">The name used in the greeting.</param>
/// <param name="Locale">The person's language (BCP 47), or null.</param>
/// <param name="HappenedAt">When the event that ordered it happened.</param>
/// <param name="Hash">Hash of that event.</param>
/// <param name="Order">The order as the event has it, with what only this mail says.</param>
/// <param name="Worthless">The reason why it must no longer be sent, or null. If set, the mail is not claimed.</param>
internal sealed record ClaimedMail(
    OutboxMail Mail,
    string Name,
    string? Locale,
    DateTimeOffset HappenedAt,
    byte[] Hash,
    MailOrder? Order,
    string? Worthless
);

/// <summary>
/// Claims mails from the outbox, each for one sender. The claim is on disk before the mail is handed over.
/// </summary>
internal sealed class OutboxClaims(
    IWriteStore store,
    IDbContextFactory<WriteContext> contexts,
    IWriteTransactions transactions,
    WriteGate gate,
    TimeProvider time
)
{
    /// <summary>Why mails of an account that was removed for good are not sent.</summary>
    internal const string AccountGone = "The account was removed.";

    /// <summary>Claims and returns the mail that has waited longest, or null if none is due.</summary>
    /// <param name="lease">The maximum time that the sender may take.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ClaimedMail?> ClaimAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await Due(context).AnyAsync(cancellationToken))
        {
            return null;
        }

        await gate.EnterAsync(cancellationToken);
        try
        {
            // In a transaction, so that no other process can claim the same mail.
            await using var transaction = await transactions.BeginAsync(context, cancellationToken);
            if (
                await Due(context)
                    .OrderBy(mail => mail.NextAttemptAt)
                    .ThenBy(mail => mail.OrderedAt)
                    .FirstOrDefaultAsync(cancellationToken)
                is not { } mail
            )
            {
                return null;
            }

            var claimed = await DescribeAsync(context, mail, cancellationToken);
            if (claimed.Worthless is null)
            {
                mail.Claim(time.GetUtcNow() + lease);
                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
            }

            return claimed;
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>
    /// Returns the mails whose sender has not reported back in time, so that it is unknown whether they were sent.
    /// </summary>
    public async Task<IReadOnlyList<OutboxMail>> LostAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .OutboxMails.AsNoTracking()
            .Where(mail => mail.Status == MailStatus.Sending && mail.NextAttemptAt <= now)
            .ToListAsync(cancellationToken);
    }

    private IQueryable<OutboxMail> Due(WriteContext context)
    {
        var now = time.GetUtcNow();
        // A mail with a later due time than any mail can have was scheduled while the clock was wrong.
        var tooFar = now + OutboxMail.LongestWait;
        return context.OutboxMails.Where(mail =>
            mail.Status == MailStatus.Waiting && (mail.NextAttemptAt <= now || mail.NextAttemptAt > tooFar)
        );
    }

    private async Task<ClaimedMail> DescribeAsync(
        WriteContext context,
        OutboxMail mail,
        CancellationToken cancellationToken
    )
    {
        var order = await context
            .EventLog.Where(record => record.Position == mail.OrderedAt)
            .Select(record => new { record.At, record.Hash })
            .SingleAsync(cancellationToken);
        var person = await context
            .UserProfiles.Where(profile => profile.UserId == mail.UserId)
            .Select(profile => new
            {
                profile.DisplayName,
                profile.Locale,
                IsInactive = profile.DisabledAt != null || profile.DeletedAt != null,
            })
            .SingleOrDefaultAsync(cancellationToken);
        var worthless =
            person is null ? AccountGone
            : mail.LinkId is not null && person.IsInactive
                ? "The account is disabled or deleted, so the link in it would not work."
            : await LinkProblemAsync(context, mail, cancellationToken);
        return new(mail, person?.DisplayName ?? "", person?.Locale, order.At, order.Hash, OrderOf(mail), worthless);
    }

    /// <summary>
    /// Returns the order of a mail that says more than its kind; null for others, which need not be read.
    /// </summary>
    private MailOrder? OrderOf(OutboxMail mail)
    {
        if (mail.Kind is not (MailKind.WebhookFailed or MailKind.WebhookGone or MailKind.WebhookSecretLost))
        {
            return null;
        }

        using var log = new LogReader(store);
        return log.Read(mail.OrderedAt - 1, 1) is [{ IsSetAside: false } record]
            ? (EventSealing.Open(record).Event as ISendsMail)?.Mail
            : null;
    }

    private async Task<string?> LinkProblemAsync(
        WriteContext context,
        OutboxMail mail,
        CancellationToken cancellationToken
    )
    {
        if (mail.LinkId is null)
        {
            return null;
        }

        var isThere = await context.AccountLinks.AnyAsync(link => link.Id == mail.LinkId, cancellationToken);
        var email = await context
            .Users.Where(user => user.Id == mail.UserId)
            .Select(user => user.Email)
            .SingleOrDefaultAsync(cancellationToken);
        return mail.LinkExpiresAt <= time.GetUtcNow() ? "The link in it has expired."
            : !isThere ? "The link in it was used, revoked or replaced by a newer one."
            : email != mail.To ? "The account has another email now."
            : null;
    }
}
