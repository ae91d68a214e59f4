using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring.Queries;

/// <summary>
/// What differs in the stock Identity tables from what the log says of one account: another program changed it.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetUserDifferences(string UserId) : IQuery<IReadOnlyList<StockDifference>>;

internal sealed class GetUserDifferencesHandler(StockComparison comparison)
    : IQueryHandler<GetUserDifferences, IReadOnlyList<StockDifference>>
{
    public async Task<Answer<IReadOnlyList<StockDifference>>> Handle(
        GetUserDifferences request,
        CancellationToken cancellationToken
    ) => new() { Value = await comparison.OfUserAsync(request.UserId, cancellationToken) };
}
