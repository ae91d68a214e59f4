using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Past;

/// <summary>Makes the lists of the past, which are in memory, forget accounts that are purged.</summary>
/// <param name="directories">The lists. They use the read model, and are therefore made after its followers.</param>
internal sealed class PastErasure(Func<PastDirectories> directories) : IEventFollower
{
    public void Followed(IReadOnlyList<EventRecord> events)
    {
        if (events.Any(record => record.Type == nameof(UserPurged)))
        {
            directories().Forget();
        }
    }

    public void Replaced() => directories().Forget();
}
