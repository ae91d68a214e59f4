using UserAdmin.Messaging;

namespace UserAdmin.Monitoring;

/// <summary>The background workers that no longer do their work.</summary>
internal sealed class RunnerInstruments : IInstruments
{
    public RunnerInstruments(UserAdminMeter meter, IRunnerMonitor runners) =>
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.runner.silent",
            () => runners.Silent.Count,
            "{runner}",
            "Background workers that hang or keep failing."
        );
}
