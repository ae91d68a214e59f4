using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring.Queries;

/// <summary>
/// Gets the differences between the stock Identity tables and the log for one account, caused by changes of another
/// program.
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
