using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// Says who sent the open invitations of some people, and when; people without an open invitation are left out.
/// </summary>
/// <param name="UserIds">Keys of their accounts; only the first 200 are used.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListInvitations(IReadOnlyList<string> UserIds) : IQuery<IReadOnlyList<Invitation>>
{
    /// <summary>The most accounts of one query.</summary>
    public const int Most = 200;
}

/// <summary>An invitation that has not been accepted.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="InvitedBy">Name of whoever invited the person first.</param>
/// <param name="LastSentAt">When it was last sent.</param>
/// <param name="Times">How often it was sent.</param>
/// <param name="LinkCopiedAt">When somebody last copied its link to pass it on; null if nobody did.</param>
/// <param name="Mail">What became of its last mail; null if none was ordered.</param>
public sealed record Invitation(
    string UserId,
    string InvitedBy,
    DateTimeOffset LastSentAt,
    int Times,
    DateTimeOffset? LinkCopiedAt,
    MailStatus? Mail = null
);

internal sealed class ListInvitationsHandler(ReadContext context)
    : IQueryHandler<ListInvitations, IReadOnlyList<Invitation>>
{
    public async Task<Answer<IReadOnlyList<Invitation>>> Handle(
        ListInvitations request,
        CancellationToken cancellationToken
    )
    {
        var ids = request.UserIds.Take(ListInvitations.Most).ToArray();
        var since = await context
            .Users.Where(row => EF.Parameter(ids).Contains(row.Id) && row.InvitedAt != null)
            .Select(row => new { row.Id, row.InvitedAt })
            .ToDictionaryAsync(row => row.Id, row => row.InvitedAt!.Value, cancellationToken);
        var events = await context
            .History.Where(row =>
                EF.Parameter(ids).Contains(row.SubjectId)
                && (row.EventType == nameof(UserInvited) || row.EventType == nameof(UserLinkCopied))
            )
            .OrderBy(row => row.Position)
            .Select(row => new
            {
                row.SubjectId,
                row.EventType,
                row.ActorName,
                row.At,
            })
            .ToListAsync(cancellationToken);
        var mails = await MailsAsync(ids, cancellationToken);
        return new()
        {
            Value =
            [
                .. events
                    .Where(row => since.TryGetValue(row.SubjectId, out var invited) && row.At >= invited)
                    .GroupBy(row => row.SubjectId)
                    .Select(ofOne =>
                        (
                            UserId: ofOne.Key,
                            Sent: ofOne.Where(row => row.EventType == nameof(UserInvited)).ToList(),
                            Copied: ofOne.LastOrDefault(row => row.EventType == nameof(UserLinkCopied))
                        )
                    )
                    .Where(one => one.Sent.Count > 0)
                    .Select(one => new Invitation(
                        one.UserId,
                        one.Sent[0].ActorName,
                        one.Sent[^1].At,
                        one.Sent.Count,
                        one.Copied is { } copied && copied.At >= one.Sent[^1].At ? copied.At : null,
                        mails.TryGetValue(one.UserId, out var mail) ? mail : null
                    )),
            ],
        };
    }

    private async Task<Dictionary<string, MailStatus>> MailsAsync(string[] ids, CancellationToken cancellationToken)
    {
        var mails = await context
            .Mails.Where(row => EF.Parameter(ids).Contains(row.UserId) && row.Kind == MailKind.Invitation)
            .OrderBy(row => row.OrderedAt)
            .Select(row => new { row.UserId, row.Status })
            .ToListAsync(cancellationToken);
        return mails.GroupBy(row => row.UserId).ToDictionary(ofOne => ofOne.Key, ofOne => ofOne.Last().Status);
    }
}
