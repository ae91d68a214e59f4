using System.Collections.Concurrent;
using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>
/// The log position of each user's last accepted command in this process. A circuit remembers its own position; this
/// class covers a reload, a second tab and the page after signing in. It holds one number for each user whom it has
/// met since the start.
/// </summary>
internal sealed class AcceptedPositions(IEnumerable<ISharedLog> logs)
{
    private readonly ConcurrentDictionary<string, long> _byUser = new();
    private readonly ISharedLog? _log = logs.FirstOrDefault();

    public void Accepted(Actor actor, long position)
    {
        if (actor.Kind == ActorKind.User)
        {
            _byUser.AddOrUpdate(actor.Id, position, (_, known) => Math.Max(known, position));
        }
    }

    /// <summary>Returns the position of a user's last command as far as it is known; 0 if there was none.</summary>
    public async ValueTask<long> LastOfAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Kind != ActorKind.User)
        {
            return 0;
        }

        if (_byUser.TryGetValue(actor.Id, out var position) || _log is null)
        {
            return position;
        }

        // The person may come from another node, which has accepted a command of theirs a moment ago.
        var tail = await _log.TailAsync(cancellationToken);
        Accepted(actor, tail);
        return tail;
    }
}
