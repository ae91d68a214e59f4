using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring.Queries;

/// <summary>What differs in the stock Identity tables from what the log says of one role, and of who has it.</summary>
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
