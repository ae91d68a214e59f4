using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Applications.Requests;

/// <summary>Lists the last requests of an application, the newest first.</summary>
/// <param name="ApplicationId">The application; an unknown one has none.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record ListApplicationRequests(string ApplicationId) : IQuery<Page<ApplicationRequest>>
{
    /// <summary>Whether only those answered with 400 or more are wanted.</summary>
    public bool OnlyRefused { get; init; }

    /// <summary>Number of the page, from 1; others are taken for the nearest.</summary>
    public int PageNumber { get; init; } = 1;

    /// <summary>Rows on a page, 1 to 200; others are taken for the nearest.</summary>
    public int PageSize { get; init; } = 50;
}

/// <summary>Reads the stored requests.</summary>
internal interface IRequestReader
{
    /// <summary>Returns a page of the requests of an application.</summary>
    Task<Page<ApplicationRequest>> ListAsync(ListApplicationRequests query, CancellationToken cancellationToken);
}

internal sealed class ListApplicationRequestsHandler(IRequestReader requests)
    : IQueryHandler<ListApplicationRequests, Page<ApplicationRequest>>
{
    public async Task<Answer<Page<ApplicationRequest>>> Handle(
        ListApplicationRequests request,
        CancellationToken cancellationToken
    ) => new() { Value = await requests.ListAsync(request, cancellationToken) };
}

/// <summary>Reads them from the write side: they are no part of the log, from which the read model is built.</summary>
internal sealed class RequestReader(IDbContextFactory<WriteContext> contexts) : IRequestReader
{
    public async Task<Page<ApplicationRequest>> ListAsync(
        ListApplicationRequests query,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context
            .Set<ApplicationRequest>()
            .AsNoTracking()
            .Where(row => row.ApplicationId == query.ApplicationId);
        if (query.OnlyRefused)
        {
            rows = rows.Where(row => row.Status >= 400);
        }

        var (number, size) = (
            Math.Clamp(query.PageNumber, 1, RequestLog.Kept),
            Math.Clamp(query.PageSize, 1, RequestLog.Kept)
        );
        var total = await rows.CountAsync(cancellationToken);
        var page = await rows.OrderByDescending(row => row.At)
            .ThenByDescending(row => row.Id)
            .Skip((number - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        return new(page, total);
    }
}
