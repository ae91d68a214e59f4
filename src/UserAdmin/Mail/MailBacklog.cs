using Microsoft.EntityFrameworkCore;
using UserAdmin.Projections;

namespace UserAdmin.Mail;

/// <summary>Mail that should have been sent long ago.</summary>
/// <param name="Count">The number of mails.</param>
/// <param name="LastError">The reason why the oldest of them was not sent, if known.</param>
public sealed record OverdueMail(int Count, string? LastError);

/// <summary>Tells whether mail is piling up.</summary>
public interface IMailMonitor
{
    /// <summary>Returns the mail that has waited for too long.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<OverdueMail> OverdueAsync(CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
internal sealed class MailBacklog(IReadStore readStore, TimeProvider time) : IMailMonitor
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);

    /// <summary>Counts the mail that waits, and the part of it that has waited for too long.</summary>
    public (int Waiting, int Overdue) Count()
    {
        using var context = readStore.CreateContext();
        var before = time.GetUtcNow() - _longest;
        var waiting = context.Mails.Where(mail => mail.Status == MailStatus.Waiting);
        return (waiting.Count(), waiting.Count(mail => mail.QueuedAt < before));
    }

    public async Task<OverdueMail> OverdueAsync(CancellationToken cancellationToken)
    {
        await using var context = readStore.CreateContext();
        var before = time.GetUtcNow() - _longest;
        var overdue = context.Mails.Where(mail => mail.Status == MailStatus.Waiting && mail.QueuedAt < before);
        return new(
            await overdue.CountAsync(cancellationToken),
            await overdue
                .OrderBy(mail => mail.OrderedAt)
                .Select(mail => mail.LastError)
                .FirstOrDefaultAsync(cancellationToken)
        );
    }
}
