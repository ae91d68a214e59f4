using UserAdmin.Following;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring.Queries;

/// <summary>Gets the result of the last comparison of the stock Identity tables with the log.</summary>
[Permission(Permissions.SystemRead)]
public sealed record GetStockReport : IQuery<StockReport>;

internal sealed class GetStockReportHandler(
    StockComparison comparison,
    UnrecordedChanges unrecorded,
    IAdoptionMonitor adoption
) : IQueryHandler<GetStockReport, StockReport>
{
    public Task<Answer<StockReport>> Handle(GetStockReport request, CancellationToken cancellationToken) =>
        Task.FromResult(
            new Answer<StockReport>
            {
                Value = comparison.Latest with { NotFollowed = unrecorded.NotFollowed, BeingRead = adoption.Current },
            }
        );
}
