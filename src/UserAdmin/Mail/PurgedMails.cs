using System.Globalization;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>
/// Removes the mails of an account that is purged from the outbox: whatever becomes of one that is being handed over is
/// not recorded.
/// </summary>
internal sealed class PurgedMails(WriteContext context) : IUserBelongings
{
    public async Task LeaveBehindAsync(string userId, CancellationToken cancellationToken) =>
        // The events of the account are found through an index; the mails have none by account.
        context.RemoveRange(
            await Ordering(context, [userId])
                .Join(context.OutboxMails, position => position, mail => mail.OrderedAt, (_, mail) => mail)
                .ToListAsync(cancellationToken)
        );

    /// <summary>Returns the positions of the events about some accounts that may have ordered a mail.</summary>
    public static IQueryable<long> Ordering(WriteContext context, IReadOnlyCollection<string> userIds)
    {
        string[] types =
        [
            .. EventCodec.Types.Where(type => type.Value.IsAssignableTo(typeof(ISendsMail))).Select(type => type.Key),
        ];
        string[] ids = [.. userIds];
        return context
            .EventLog.Where(record => ids.Contains(record.SubjectId) && types.Contains(record.Type))
            .Select(record => record.Position);
    }
}

/// <summary>Deletes mails to purged accounts that were written to files and that nobody has picked up.</summary>
internal sealed class PickupTraces(PickupTransport pickup, IDbContextFactory<WriteContext> contexts) : IPurgeTraces
{
    public async Task<bool> RemoveAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(pickup.Folder))
        {
            return true;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var some in userIds.Chunk(100))
        {
            var positions = (await PurgedMails.Ordering(context, some).ToListAsync(cancellationToken)).ToHashSet();
            foreach (var file in Directory.EnumerateFiles(pickup.Folder))
            {
                if (
                    Path.GetFileName(file).Split('-') is [var number, _]
                    && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                    && positions.Contains(position)
                )
                {
                    File.Delete(file);
                }
            }
        }

        return true;
    }
}
