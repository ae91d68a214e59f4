using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Views.Queries;

/// <summary>The list layout of the person who asks; the answer is null until they have saved one.</summary>
[Permission(Permissions.UsersRead)]
public sealed record GetListLayout : IQuery<ListLayoutRow>;

internal sealed class GetListLayoutHandler(ReadContext context, CurrentMessage current)
    : IQueryHandler<GetListLayout, ListLayoutRow>
{
    public async Task<Answer<ListLayoutRow>> Handle(GetListLayout request, CancellationToken cancellationToken) =>
        new()
        {
            Value = await context.ListLayouts.SingleOrDefaultAsync(
                row => row.UserId == current.Context.Actor.Id,
                cancellationToken
            ),
        };
}
