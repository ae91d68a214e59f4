using UserAdmin.Messaging;

namespace UserAdmin.Nodes;

/// <summary>Whether this node is the leader. Over all nodes of a database the sum is 1.</summary>
internal sealed class NodeInstruments : IInstruments
{
    public NodeInstruments(UserAdminMeter meter, ILeadership leadership) =>
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.node.leader",
            () => leadership.IsLeader ? 1 : 0,
            "{node}",
            "1 if this node does the work that must be done once."
        );
}
