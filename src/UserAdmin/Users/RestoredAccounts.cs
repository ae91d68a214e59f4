using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>
/// Purges accounts again that had been purged, and that came back with an older database, by whatever means it was
/// restored.
/// </summary>
internal sealed class RestoredAccounts(
    IWriteStore store,
    ICommandBus commands,
    IOptions<UserAdminOptions> program,
    IOptions<BackupOptions> backups,
    TimeProvider time,
    ILogger<RestoredAccounts> logger
)
{
    private static readonly Actor _actor = Actor.System with { Name = "UserAdmin" };

    /// <summary>Looks for such accounts and purges them.</summary>
    /// <returns>How many were purged.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        List<Erasure> lost;
        await using (var connection = store.OpenConnection())
        {
            lost = Erasures.Lost(
                connection,
                store.Layout,
                ErasureList.Read(program.Value.DataDirectory, backups.Value.Folder)
            );
        }

        var purged = 0;
        foreach (var erasure in lost)
        {
            var result = await commands.SendAsync(
                new PurgeErasedUser(erasure.UserId),
                new CommandContext(_actor, Guid.CreateVersion7(time.GetUtcNow()))
                {
                    Reason = "Was purged before, and came back with an older database",
                },
                cancellationToken
            );
            purged += result.IsAccepted ? 1 : 0;
        }

        if (purged > 0)
        {
            logger.LogWarning(
                "{Count} accounts that had been purged came back with an older database. They were purged again.",
                purged
            );
        }

        return purged;
    }
}
