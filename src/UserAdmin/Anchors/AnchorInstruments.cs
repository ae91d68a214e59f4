using UserAdmin.Messaging;

namespace UserAdmin.Anchors;

/// <summary>The destinations at which anchors do not arrive.</summary>
internal sealed class AnchorInstruments : IInstruments
{
    public AnchorInstruments(UserAdminMeter meter, AnchorDeliveries deliveries) =>
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.anchor.failing",
            () => deliveries.Current.Count(delivery => delivery.Problem is not null),
            "{destination}",
            "Destinations that did not take the last signed head of the log."
        );
}
