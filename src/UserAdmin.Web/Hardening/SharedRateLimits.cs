using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Makes all nodes on one database share the limits of <see cref="RateLimits"/> for forms and links: a client that is
/// sent to another node has no new budget there. Each node still has its own limits before these, so that a flood does
/// not reach the database.
/// </summary>
internal sealed class SharedRateLimits(
    IEnumerable<ISharedBudget> budgets,
    IConfiguration configuration,
    RefusedRequests refused,
    ILogger<SharedRateLimits> logger
)
{
    private readonly ISharedBudget? _budget = budgets.FirstOrDefault();
    private readonly int _attempts = RateLimits.AttemptsOf(configuration);

    /// <summary>Lets a request pass or refuses it.</summary>
    public async Task LimitAsync(HttpContext http, RequestDelegate next)
    {
        if (
            _budget is not null
            && RateLimits.BudgetOf(http.Request) is var kind and (Budget.Attempt or Budget.Link)
            && await TakeAsync(_budget, $"{kind} {RateLimits.ClientOf(http)}", http.RequestAborted) is { } wait
        )
        {
            refused.Answer(http, wait);
            return;
        }

        await next(http);
    }

    private async Task<TimeSpan?> TakeAsync(ISharedBudget budget, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await budget.TakeAsync(key, _attempts, TimeSpan.FromMinutes(1) / _attempts, cancellationToken);
        }
        catch (DbException fault)
        {
            // What the request asks for needs the database, too; its page says so. This node's own limit still holds.
            logger.LogDebug(fault, "The limits of all nodes could not be read.");
            return null;
        }
    }
}
