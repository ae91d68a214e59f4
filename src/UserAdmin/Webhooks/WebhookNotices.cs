using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Applications;
using UserAdmin.EventLog;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Webhooks;

/// <summary>
/// Orders mail about a webhook that the program has paused: to the owner of its application, or, if it has none who can
/// read it, to those who manage applications. Whoever pauses a webhook by hand knows it.
/// </summary>
internal sealed class WebhookNotices(WriteContext context, UnitOfWork unitOfWork, TimeProvider time)
{
    /// <summary>The largest number of people who manage applications that get a mail.</summary>
    public const int MostReaders = 20;

    /// <summary>Orders the mails, in the transaction that pauses the webhook.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="because">Why it was paused.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task OrderAsync(Webhook webhook, WebhookPause because, CancellationToken cancellationToken)
    {
        var application = await context
            .Applications.AsNoTracking()
            .SingleAsync(row => row.Id == webhook.ApplicationId, cancellationToken);
        var readers = await ReadersAsync(
            context.Users.Where(user => user.Id == application.OwnerId),
            cancellationToken
        );
        if (readers.Count == 0)
        {
            readers = await ReadersAsync(Managers(), cancellationToken);
        }

        unitOfWork.Record([
            .. readers.Select(reader => new RecordedAlone(
                new PausedWebhookAnnounced(
                    reader.Id,
                    application.Id,
                    webhook.Id,
                    because,
                    application.Name,
                    webhook.Url,
                    reader.Email
                )
            )),
        ]);
    }

    private IQueryable<User> Managers()
    {
        var claimType = Permissions.ClaimTypeIn(context.Layout);
        var roles = context
            .RoleClaims.Where(claim =>
                claim.ClaimType == claimType && claim.ClaimValue == Permissions.ApplicationsManage
            )
            .Select(claim => claim.RoleId);
        return context.Users.Where(user =>
            context
                .Set<IdentityUserRole<string>>()
                .Any(member => member.UserId == user.Id && roles.Contains(member.RoleId))
        );
    }

    private async Task<List<(string Id, string Email)>> ReadersAsync(
        IQueryable<User> users,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var found = await users
            .Where(user =>
                user.Email != null
                && context
                    .Set<UserProfile>()
                    .Any(profile =>
                        profile.UserId == user.Id
                        && profile.DisabledAt == null
                        && profile.DeletedAt == null
                        && profile.InvitedAt == null
                        && (profile.ExpiresAt == null || profile.ExpiresAt > now)
                    )
            )
            .OrderBy(user => user.Id)
            .Take(MostReaders)
            .Select(user => new { user.Id, Email = user.Email! })
            .ToListAsync(cancellationToken);
        return [.. found.Select(user => (user.Id, user.Email))];
    }
}
