using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Imports.Queries;

/// <summary>One import; the answer is null if there is no such import.</summary>
/// <param name="ImportId">Key of the import.</param>
[Permission(Permissions.UsersImport)]
public sealed record GetImport(string ImportId) : IQuery<ImportRow>;

internal sealed class GetImportHandler(ReadContext context) : IQueryHandler<GetImport, ImportRow>
{
    public async Task<Answer<ImportRow>> Handle(GetImport request, CancellationToken cancellationToken) =>
        new()
        {
            Value = await context.Imports.SingleOrDefaultAsync(
                row => row.ImportId == request.ImportId,
                cancellationToken
            ),
        };
}
