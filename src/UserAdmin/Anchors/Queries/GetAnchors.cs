using Microsoft.Extensions.Options;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Anchors.Queries;

/// <summary>Gets the last signed head of the log, and where signed heads go.</summary>
[Permission(Permissions.SystemRead)]
public sealed record GetAnchors : IQuery<AnchorStatus>;

/// <summary>The state of the anchors.</summary>
/// <param name="Last">The last anchor, or null if none was signed yet.</param>
/// <param name="Interval">Time between two signatures.</param>
/// <param name="Deliveries">The destinations that are set; what has arrived there, only the leader knows.</param>
/// <param name="IsDelivering">Whether this node is the leader, which delivers.</param>
/// <param name="PublicKey">The public key as PEM; null if this node has not the key that signed last.</param>
public sealed record AnchorStatus(
    Anchor? Last,
    TimeSpan Interval,
    IReadOnlyList<AnchorDelivery> Deliveries,
    bool IsDelivering,
    string? PublicKey
);

internal sealed class GetAnchorsHandler(
    IAnchorVerification anchors,
    AnchorDeliveries deliveries,
    RunnerHeartbeats heartbeats,
    IOptions<AnchorOptions> options
) : IQueryHandler<GetAnchors, AnchorStatus>
{
    public Task<Answer<AnchorStatus>> Handle(GetAnchors request, CancellationToken cancellationToken)
    {
        var last = anchors.Last();
        return Task.FromResult(
            new Answer<AnchorStatus>
            {
                Value = new AnchorStatus(
                    last,
                    options.Value.Interval,
                    deliveries.Current,
                    heartbeats.Knows(AnchorRunner.Name),
                    last is null ? null : anchors.PublicKey(last.KeyId)
                ),
            }
        );
    }
}
