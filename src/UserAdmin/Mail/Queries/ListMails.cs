using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Mail.Queries;

/// <summary>Lists a page of the outbox, newest first, with the number of mails of each status.</summary>
/// <param name="Status">Only mails with this status; null for all.</param>
/// <param name="PageNumber">Number of the page, from 1.</param>
/// <param name="PageSize">Rows on a page, 1 to 200.</param>
/// <param name="UserId">Only mails to this person; null for all.</param>
[Permission(Permissions.MailRead)]
public sealed record ListMails(MailStatus? Status = null, int PageNumber = 1, int PageSize = 50, string? UserId = null)
    : IQuery<MailList>;

/// <summary>A page of the outbox.</summary>
/// <param name="Page">The mails of this page.</param>
/// <param name="Counts">The numbers of mails of each status, independent of what the page shows.</param>
public sealed record MailList(Page<MailRow> Page, MailCounts Counts);

/// <summary>The numbers of mails by status.</summary>
/// <param name="Waiting">To be sent, for the first time or again.</param>
/// <param name="Failed">Waiting for a person to decide.</param>
/// <param name="Sent">Handed over.</param>
/// <param name="Discarded">Discarded.</param>
public sealed record MailCounts(int Waiting, int Failed, int Sent, int Discarded)
{
    /// <summary>The total number.</summary>
    public int All => Waiting + Failed + Sent + Discarded;

    /// <summary>Returns the number of mails with a status, or of all if it is null.</summary>
    /// <param name="status">The status, or null.</param>
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
