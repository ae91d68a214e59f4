using System.Collections.Concurrent;
using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>
/// The log position of the last accepted command of each user and application in this process. A circuit remembers its
/// own position; this class covers a reload, a second tab, the page after signing in and the API. It holds one number
/// for each sender whom it has met since the start.
/// </summary>
internal sealed class AcceptedPositions(IEnumerable<ISharedLog> logs)
{
    private readonly ConcurrentDictionary<string, long> _byUser = new();
    private readonly ISharedLog? _log = logs.FirstOrDefault();

    public void Accepted(Actor actor, long position)
    {
        if (Remembers(actor))
        {
            _byUser.AddOrUpdate(actor.Id, position, (_, known) => Math.Max(known, position));
        }
    }

    // An application that asks for what it has just changed expects to find it, too.
    private static bool Remembers(Actor actor) => actor.Kind is ActorKind.User or ActorKind.Application;

    /// <summary>Returns the position of a sender's last command as far as it is known; 0 if there was none.</summary>
    public async ValueTask<long> LastOfAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!Remembers(actor))
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
