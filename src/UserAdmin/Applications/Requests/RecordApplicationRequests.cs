using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Applications.Requests;

/// <summary>
/// Stores requests of applications, and deletes those of each that are no longer among its newest. It records no event:
/// what the requests have changed is in the log by itself.
/// </summary>
/// <param name="Requests">At most 1,000 requests.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordApplicationRequests(IReadOnlyList<ApplicationRequest> Requests) : ICommand
{
    /// <summary>The maximum number of requests in one command.</summary>
    internal const int MostRequests = 1000;
}

internal sealed class RecordApplicationRequestsValidator : AbstractValidator<RecordApplicationRequests>
{
    public RecordApplicationRequestsValidator() =>
        RuleFor(command => command.Requests)
            .Must(requests => requests is { Count: <= RecordApplicationRequests.MostRequests })
            .Coded("application-requests.too-many", "Name at most 1,000 requests.");
}

internal sealed class RecordApplicationRequestsHandler(WriteContext context)
    : ICommandHandler<RecordApplicationRequests>
{
    public async Task<CommandResult> Handle(RecordApplicationRequests request, CancellationToken cancellationToken)
    {
        var named = request.Requests.Select(row => row.ApplicationId).Distinct().ToList();
        // One may have been deleted since its request.
        var applications = await context
            .Applications.Where(row => named.Contains(row.Id))
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        context.AddRange(request.Requests.Where(row => applications.Contains(row.ApplicationId)));
        await context.SaveChangesAsync(cancellationToken);
        foreach (var application in applications)
        {
            var kept = context
                .Set<ApplicationRequest>()
                .Where(row => row.ApplicationId == application)
                .OrderByDescending(row => row.At)
                .ThenByDescending(row => row.Id)
                .Take(RequestLog.Kept)
                .Select(row => row.Id);
            await context
                .Set<ApplicationRequest>()
                .Where(row => row.ApplicationId == application && !kept.Contains(row.Id))
                .ExecuteDeleteAsync(cancellationToken);
        }

        return CommandResult.Done;
    }
}
