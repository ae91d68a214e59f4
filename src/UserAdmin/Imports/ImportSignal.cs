using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Imports;

/// <summary>Wakes the runner of imports.</summary>
internal sealed class ImportSignal : WorkSignal
{
    protected override void Followed(EventRecord record)
    {
        if (
            record.Type
            is nameof(ImportFileReceived)
                or nameof(ImportReadingRestarted)
                or nameof(ImportConfigured)
                or nameof(ImportStarted)
                or nameof(ImportResumed)
        )
        {
            Wake();
        }
    }
}
