using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Imports.Queries;

/// <summary>A page of imports, newest first.</summary>
/// <param name="PageNumber">From 1; a page past the end is empty.</param>
/// <param name="PageSize">1 to 200.</param>
[Permission(Permissions.UsersImport)]
public sealed record ListImports(int PageNumber = 1, int PageSize = 50) : IQuery<Page<ImportRow>>;

internal sealed class ListImportsHandler(ReadContext context) : IQueryHandler<ListImports, Page<ImportRow>>
{
    public async Task<Answer<Page<ImportRow>>> Handle(ListImports request, CancellationToken cancellationToken)
    {
        var total = await context.Imports.CountAsync(cancellationToken);
        var size = Math.Clamp(request.PageSize, 1, 200);
        var skip = (Math.Max(1, request.PageNumber) - 1L) * size;
        var items =
            skip >= total
                ? []
                : await context
                    .Imports.OrderByDescending(row => row.ReceivedAt)
                    .ThenByDescending(row => row.ImportId)
                    .Skip((int)skip)
                    .Take(size)
                    .ToListAsync(cancellationToken);
        return new() { Value = new Page<ImportRow>(items, total) };
    }
}
