using System.Diagnostics.Metrics;
using UserAdmin.Messaging;

namespace UserAdmin.Projections;

/// <summary>How far the log and the read model are, and who follows it.</summary>
internal sealed class ProjectionInstruments : IInstruments
{
    private readonly Counter<long> _events;

    public ProjectionInstruments(UserAdminMeter meter, ProjectionState state, ChangeFeed feed)
    {
        _events = meter.Meter.CreateCounter<long>(
            "useradmin.projection.events",
            "{event}",
            "Events applied to the read model in use."
        );
        meter.Meter.CreateObservableGauge(
            "useradmin.log.position",
            () => state.Current.LogPosition,
            "{event}",
            "Position of the last event that this process knows of."
        );
        meter.Meter.CreateObservableGauge(
            "useradmin.read_model.position",
            () => state.Current.ReadPosition,
            "{event}",
            "Position that the read model has reached."
        );
        meter.Meter.CreateObservableGauge(
            "useradmin.read_model.lag",
            () => state.Current.Lag,
            "{event}",
            "Events that the read model is behind the log."
        );
        meter.Meter.CreateObservableGauge(
            "useradmin.projection.paused",
            () => state.Pause is null ? 0 : 1,
            "{runner}",
            "1 while the projection runner stands before an event that it cannot apply."
        );
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.live_view.open",
            () => feed.Subscribers,
            "{view}",
            "Open lists and other parts of pages, and runners, that follow changes of the read model."
        );
    }

    /// <summary>Records that events were applied.</summary>
    public void Projected(int events) => _events.Add(events);
}
