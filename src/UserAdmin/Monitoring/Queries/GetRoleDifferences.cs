using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring.Queries;

/// <summary>Gets the differences between the stock Identity tables and the log for one role and its members.</summary>
/// <param name="RoleId">Key of the role.</param>
[Permission(Permissions.RolesRead)]
public sealed record GetRoleDifferences(string RoleId) : IQuery<IReadOnlyList<StockDifference>>;

internal sealed class GetRoleDifferencesHandler(StockComparison comparison)
    : IQueryHandler<GetRoleDifferences, IReadOnlyList<StockDifference>>
{
    public async Task<Answer<IReadOnlyList<StockDifference>>> Handle(
        GetRoleDifferences request,
        CancellationToken cancellationToken
    ) => new() { Value = await comparison.OfRoleAsync(request.RoleId, cancellationToken) };
}
