using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Mail.Queries;

/// <summary>A page of the outbox, newest first, and how many mails there are of each status.</summary>
/// <param name="Status">Only these, or all.</param>
/// <param name="PageNumber">From 1.</param>
/// <param name="PageSize">Rows on a page, 1 to 200.</param>
/// <param name="UserId">Only those of one person, or of all.</param>
[Permission(Permissions.MailRead)]
public sealed record ListMails(MailStatus? Status = null, int PageNumber = 1, int PageSize = 50, string? UserId = null)
    : IQuery<MailList>;

/// <summary>A part of the outbox.</summary>
/// <param name="Page">The mails of this page.</param>
/// <param name="Counts">How many there are of each status, whichever the page shows.</param>
public sealed record MailList(Page<MailRow> Page, MailCounts Counts);

/// <summary>How many mails there are.</summary>
/// <param name="Waiting">To be sent, for the first time or again.</param>
/// <param name="Failed">Waiting for a person to decide.</param>
/// <param name="Sent">Handed over.</param>
/// <param name="Discarded">Given up.</param>
public sealed record MailCounts(int Waiting, int Failed, int Sent, int Discarded)
{
    /// <summary>All together.</summary>
    public int All => Waiting + Failed + Sent + Discarded;

    /// <summary>How many of one status; of all when it is null.</summary>
    /// <param name="status">Which.</param>
    public int Of(MailStatus? status) =>
        status switch
        {
            MailStatus.Waiting or MailStatus.Sending => Waiting,
            MailStatus.Failed => Failed,
            MailStatus.Sent => Sent,
            MailStatus.Discarded => Discarded,
            _ => All,
        };
}

internal sealed class ListMailsHandler(ReadContext context) : IQueryHandler<ListMails, MailList>
{
    public async Task<Answer<MailList>> Handle(ListMails request, CancellationToken cancellationToken)
    {
        var mails = request.UserId is { } userId ? context.Mails.Where(row => row.UserId == userId) : context.Mails;
        var byStatus = await mails
            .GroupBy(row => row.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        int Of(MailStatus status) => byStatus.SingleOrDefault(group => group.Status == status)?.Count ?? 0;
        var counts = new MailCounts(
            Of(MailStatus.Waiting),
            Of(MailStatus.Failed),
            Of(MailStatus.Sent),
            Of(MailStatus.Discarded)
        );
        var shown = request.Status is { } wanted ? mails.Where(row => row.Status == wanted) : mails;
        var size = Math.Clamp(request.PageSize, 1, 200);
        var skip = Math.Min((long)(Math.Max(1, request.PageNumber) - 1) * size, int.MaxValue);
        var items = await shown
            .OrderByDescending(row => row.OrderedAt)
            .Skip((int)skip)
            .Take(size)
            .ToListAsync(cancellationToken);
        return new() { Value = new MailList(new Page<MailRow>(items, counts.Of(request.Status)), counts) };
    }
}
