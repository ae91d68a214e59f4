using UserAdmin.Messaging;

namespace UserAdmin.Bulk;

/// <summary>The runs that the runner has to work on, as of its last look.</summary>
internal sealed class BulkInstruments : IInstruments
{
    public BulkInstruments(UserAdminMeter meter, BulkRunner runner) =>
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.bulk.active",
            () => runner.Active,
            "{run}",
            "Bulk actions that are not over."
        );
}
