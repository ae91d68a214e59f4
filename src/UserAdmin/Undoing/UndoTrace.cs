using UserAdmin.EventLog;
using UserAdmin.Past;
using UserAdmin.Roles;
using UserAdmin.Users;

namespace UserAdmin.Undoing;

/// <summary>One change of one value of an account.</summary>
/// <param name="From">The value before, or null.</param>
/// <param name="To">The value after, or null.</param>
/// <param name="Before">All values of the account before.</param>
/// <param name="Record">The event's record.</param>
/// <param name="Event">The event.</param>
/// <param name="IsChosen">Whether the event is to be undone.</param>
internal sealed record UndoChange(
    string? From,
    string? To,
    IReadOnlyDictionary<UndoKey, string> Before,
    EventRecord Record,
    IEvent Event,
    bool IsChosen
)
{
    /// <summary>The change as something that stands in the way.</summary>
    public UndoObstacle Obstacle => new(Record.Position, Record.ActorName, Record.At, Event.Describe());
}

/// <summary>What has become of an account since the first of the chosen events, value by value.</summary>
internal sealed class UndoTrace
{
    private readonly Dictionary<UndoKey, List<UndoChange>> _changes = [];

    private UndoTrace(IReadOnlyDictionary<UndoKey, string> now, UserRow? row, long version) =>
        (Now, Row, Version) = (now, row, version);

    /// <summary>The values now.</summary>
    public IReadOnlyDictionary<UndoKey, string> Now { get; }

    /// <summary>The account now; null if it is gone.</summary>
    public UserRow? Row { get; }

    /// <summary>Position of the account's last event.</summary>
    public long Version { get; }

    /// <summary>The chosen events, oldest first.</summary>
    public List<(EventRecord Record, IEvent Event)> Chosen { get; } = [];

    /// <summary>Names of the roles that the account ever had, by key.</summary>
    public Dictionary<string, string> RoleNames { get; } = [];

    /// <summary>Every change of a value since the first chosen event, by value; oldest first.</summary>
    public IReadOnlyDictionary<UndoKey, List<UndoChange>> Changes => _changes;

    /// <summary>Follows the events of an account.</summary>
    /// <param name="fold">Applies events.</param>
    /// <param name="events">All events of the account, oldest first.</param>
    /// <param name="chosen">Positions of the events to undo.</param>
    /// <returns>Null if the events are not those of an account.</returns>
    public static UndoTrace? Of(
        SubjectFold fold,
        IReadOnlyList<(EventRecord Record, IEvent Event)> events,
        IReadOnlySet<long> chosen
    )
    {
        if (!events.Any(pair => pair.Event is UserCreated or UserObserved))
        {
            return null;
        }

        var rows = new FoldedRows();
        var begun = new List<(UndoKey Key, UndoChange Change)>();
        var kept = new List<(EventRecord, IEvent)>();
        var names = new Dictionary<string, string>();
        Dictionary<UndoKey, string>? state = null;
        foreach (var (record, @event) in events)
        {
            var isChosen = chosen.Contains(record.Position);
            if (isChosen)
            {
                kept.Add((record, @event));
                state ??= UndoState.Of(rows);
            }

            fold.Apply(@event, record, rows);
            foreach (var role in rows.All<UserRoleRow>())
            {
                names[role.RoleId] = role.RoleName;
            }

            if (state is not null)
            {
                var next = UndoState.Of(rows);
                foreach (var key in state.Keys.Union(next.Keys))
                {
                    var (from, to) = (state.GetValueOrDefault(key), next.GetValueOrDefault(key));
                    if (from != to)
                    {
                        begun.Add((key, new(from, to, state, record, @event, isChosen)));
                    }
                }

                state = next;
            }
        }

        var trace = new UndoTrace(
            state ?? UndoState.Of(rows),
            rows.All<UserRow>().FirstOrDefault(),
            events[^1].Record.Position
        );
        trace.Chosen.AddRange(kept);
        foreach (var (key, change) in begun)
        {
            if (!trace._changes.TryGetValue(key, out var changes))
            {
                trace._changes[key] = changes = [];
            }

            changes.Add(change);
        }

        foreach (var (id, name) in names)
        {
            trace.RoleNames[id] = name;
        }

        return trace;
    }
}
