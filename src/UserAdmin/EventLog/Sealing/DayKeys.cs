using System.Data.Common;
using UserAdmin.Storage.Attached;

namespace UserAdmin.EventLog.Sealing;

/// <summary>The keys that a reader of the log needs: each row's own, and those of the days, which are few.</summary>
internal sealed class DayKeys
{
    private readonly Dictionary<string, byte[]> _known = [];
    private readonly HashSet<string> _unknown = [];

    /// <summary>Returns the keys of an event. Those of days are there after the next <see cref="Read"/>.</summary>
    /// <param name="record">The event.</param>
    /// <param name="own">The keys of its subject and its actor.</param>
    public KeyLookup With(EventRecord record, (byte[]? Subject, byte[]? Actor) own)
    {
        foreach (var id in EventSealing.DayKeysOf(record))
        {
            if (!_known.ContainsKey(id))
            {
                _unknown.Add(id);
            }
        }

        return id =>
            id == record.SubjectId ? own.Subject
            : id == record.ActorId ? own.Actor
            : _known.GetValueOrDefault(id);
    }

    /// <summary>Reads the keys that are not known yet.</summary>
    public void Read(DbConnection connection, DatabaseLayout layout)
    {
        foreach (var some in _unknown.Chunk(EventKeys.Many))
        {
            using var command = EventKeySql.Named(connection, layout, null, some, EventKeys.Many);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                if (!reader.IsDBNull(1))
                {
                    _known[reader.GetString(0)] = (byte[])reader.GetValue(1);
                }
            }
        }

        // A key that is not there yet may be there for a later event.
        _unknown.Clear();
    }
}
