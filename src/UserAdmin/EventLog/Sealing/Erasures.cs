using System.Data.Common;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.EventLog.Sealing;

/// <summary>Compares the accounts that are known to have been purged with a log, which may be an older one.</summary>
internal static class Erasures
{
    private static readonly string[] _erasing =
    [
        .. EventCodec.Types.Where(type => typeof(IErasesSubject).IsAssignableFrom(type.Value)).Select(type => type.Key),
    ];

    /// <summary>Returns whether an event purges its subject.</summary>
    public static bool IsErasing(EventRecord record) => Array.IndexOf(_erasing, record.Type) >= 0;

    /// <summary>Returns the accounts whose keys were deleted.</summary>
    /// <param name="connection">The connection to the write database, which must have the table of keys.</param>
    /// <param name="layout">Where its tables are.</param>
    public static List<Erasure> Of(DbConnection connection, DatabaseLayout layout)
    {
        using var command = connection.Command(
            null,
            $"SELECT \"Id\", \"At\" FROM {layout.EventKeys} WHERE \"Key\" IS NULL"
        );
        using var reader = command.ExecuteReader();
        var found = new List<Erasure>();
        while (reader.Read())
        {
            var id = reader.GetString(0);
            if (EventKey.DayOf(id) is null)
            {
                found.Add(new(id, new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero)));
            }
        }

        return found;
    }

    /// <summary>
    /// Returns the accounts that a log knows, and whose purge it does not contain: somebody has restored an older one.
    /// </summary>
    /// <param name="connection">The connection to the write database.</param>
    /// <param name="layout">Where its tables are.</param>
    /// <param name="erasures">Accounts that were purged.</param>
    public static List<Erasure> Lost(DbConnection connection, DatabaseLayout layout, IEnumerable<Erasure> erasures)
    {
        using var look = connection.Command(
            null,
            $"SELECT \"Type\", \"At\" FROM {layout.Log} WHERE \"SubjectId\" = @id ORDER BY \"Position\" DESC",
            ("@id", "")
        );
        return [.. erasures.Where(erasure => IsLost(look, erasure))];
    }

    /// <summary>Deletes the keys of accounts, so that what a log says about them can no longer be read.</summary>
    /// <param name="connection">The connection to the write database, which must have the table of keys.</param>
    /// <param name="layout">Where its tables are.</param>
    /// <param name="erasures">Accounts that were purged.</param>
    public static void Repeat(DbConnection connection, DatabaseLayout layout, IReadOnlyList<Erasure> erasures)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var erasure in erasures)
        {
            using var delete = EventKeySql.Delete(connection, layout, transaction, erasure.UserId, erasure.At);
            delete.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static bool IsLost(DbCommand look, Erasure erasure)
    {
        look.Parameters[0].Value = erasure.UserId;
        using var reader = look.ExecuteReader();
        var isKnown = false;
        while (reader.Read())
        {
            isKnown = true;
            if (_erasing.Contains(reader.GetString(0)) && reader.GetInt64(1) >= erasure.At.UtcTicks)
            {
                return false;
            }
        }

        return isKnown;
    }
}
