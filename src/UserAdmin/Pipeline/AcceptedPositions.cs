using System.Collections.Concurrent;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Pipeline;

/// <summary>
/// The log position of each user's last accepted command in this process. A circuit remembers its own position; this
/// class covers a reload, a second tab and the page after signing in. It holds one number for each user who has changed
/// something since the start.
/// </summary>
internal sealed class AcceptedPositions
{
    private readonly ConcurrentDictionary<string, long> _byUser = new();

    public void Accepted(Actor actor, long position)
    {
        if (actor.Kind == ActorKind.User)
        {
            _byUser.AddOrUpdate(actor.Id, position, (_, known) => Math.Max(known, position));
        }
    }

    public long LastOf(Actor actor) =>
        actor.Kind == ActorKind.User && _byUser.TryGetValue(actor.Id, out var position) ? position : 0;
}
