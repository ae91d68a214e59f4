using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Audit.Erasing;

/// <summary>Wakes <see cref="ErasureRunner"/> when an account was removed for good.</summary>
internal sealed class ErasureSignal : WorkSignal
{
    protected override void Followed(EventRecord record)
    {
        if (record.Type == nameof(UserPurged))
        {
            Wake();
        }
    }
}
