using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Projections;
using UserAdmin.Settings;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Notes purged accounts in the data folder and beside the backups, so that a restore does not bring them back.
/// </summary>
internal sealed class ErasureFollower(
    IWriteStore store,
    IOptions<UserAdminOptions> program,
    IOptions<BackupOptions> backups,
    ILogger<ErasureFollower> logger
) : IEventFollower
{
    /// <inheritdoc/>
    public void Followed(IReadOnlyList<EventRecord> events)
    {
        if (events.Any(Erasures.IsErasing))
        {
            Note(events.Where(Erasures.IsErasing).Select(record => new Erasure(record.SubjectId, record.At)));
        }
    }

    /// <inheritdoc/>
    public void Replaced()
    {
        try
        {
            using var connection = store.OpenConnection();
            Note(Erasures.Of(connection, store.Layout));
        }
        catch (DbException fault)
        {
            logger.LogWarning(fault, "Purged accounts could not be noted outside the database.");
        }
    }

    private void Note(IEnumerable<Erasure> erasures)
    {
        var list = erasures.ToList();
        foreach (var folder in new[] { program.Value.DataDirectory, backups.Value.Folder }.OfType<string>())
        {
            try
            {
                ErasureList.Add(folder, list);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                logger.LogWarning(
                    fault,
                    "Purged accounts could not be noted in {Folder}; the next backup notes them, if it is made before "
                        + "the database is lost.",
                    folder
                );
            }
        }
    }
}
