using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Webhooks;

/// <summary>
/// Forgets what receivers have answered to events of an account that is purged: they may repeat what they were sent.
/// </summary>
internal sealed class WebhookAnswers(WriteContext context) : IUserBelongings
{
    public Task LeaveBehindAsync(string userId, CancellationToken cancellationToken) =>
        context
            .WebhookDeliveries.Where(row => row.SubjectId == userId && row.Answer != null)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Answer, (string?)null), cancellationToken);
}
