using UserAdmin.Messaging;

namespace UserAdmin.Imports;

/// <summary>The runs that the runner has to work on, as of its last look.</summary>
internal sealed class ImportInstruments : IInstruments
{
    public ImportInstruments(UserAdminMeter meter, ImportRunner runner) =>
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.import.active",
            () => runner.Active,
            "{run}",
            "Imports that are read, previewed or applied."
        );
}
