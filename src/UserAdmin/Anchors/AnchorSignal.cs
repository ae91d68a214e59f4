using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Anchors;

/// <summary>Wakes the runner of anchors when a head was signed.</summary>
internal sealed class AnchorSignal : WorkSignal
{
    protected override void Followed(EventRecord record)
    {
        if (record.Type is nameof(LogHeadSigned))
        {
            Wake();
        }
    }
}
