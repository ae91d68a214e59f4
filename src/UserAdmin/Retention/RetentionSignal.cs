using UserAdmin.EventLog;
using UserAdmin.Policies;
using UserAdmin.Projections;

namespace UserAdmin.Retention;

/// <summary>Wakes the runner of the retention when the policy was changed.</summary>
internal sealed class RetentionSignal : WorkSignal
{
    protected override void Followed(EventRecord record)
    {
        if (record.Type is nameof(PolicyChanged))
        {
            Wake();
        }
    }
}
