using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Views.Queries;

/// <summary>One view; the answer is null if there is no such view that the person who asks may see.</summary>
/// <param name="ViewId">Key of the view.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record GetView(string ViewId) : IQuery<ViewRow>;

internal sealed class GetViewHandler(ReadContext context, ViewedLists lists, CurrentMessage current)
    : IQueryHandler<GetView, ViewRow>
{
    public async Task<Answer<ViewRow>> Handle(GetView request, CancellationToken cancellationToken)
    {
        var view = (
            await context.ForAsker(
                context.SeenBy(current.Context.Actor.Id).Where(row => row.Id == request.ViewId),
                current,
                cancellationToken
            )
        ).SingleOrDefault();
        return view is not null && lists.RefusalOf(view.List, current) is { } refusal
            ? new() { Refusal = refusal }
            : new() { Value = view };
    }
}
