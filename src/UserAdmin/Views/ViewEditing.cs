using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Views;

/// <summary>
/// What handlers that deal with views do first: find the view and ask whether the actor may see and change it.
/// </summary>
internal sealed class ViewEditing(WriteContext context, CurrentMessage current) : IUserBelongings
{
    /// <summary>The acting person's id, or null for the program itself, which cannot have views.</summary>
    public string? OwnerId => current.Context.Actor is { Kind: ActorKind.User } actor ? actor.Id : null;

    /// <summary>A view that the actor may see: an own one or a shared one; or why not.</summary>
    public async Task<(SavedView? View, Error? Refusal)> FindAsync(
        string viewId,
        CancellationToken cancellationToken,
        bool evenDeleted = false
    )
    {
        var view = await context.SavedViews.SingleOrDefaultAsync(row => row.Id == viewId, cancellationToken);
        return view is null || (view.IsDeleted && !evenDeleted) || (!view.IsShared && !IsOwn(view))
            ? (null, ViewErrors.NotFound)
            : (view, null);
    }

    /// <summary>
    /// A view that the actor may change: an own one, or a shared one with the permission for those; or why not.
    /// </summary>
    public async Task<(SavedView? View, Error? Refusal)> FindToChangeAsync(
        string viewId,
        CancellationToken cancellationToken,
        bool evenDeleted = false
    )
    {
        var (view, refusal) = await FindAsync(viewId, cancellationToken, evenDeleted);
        return view is null || IsOwn(view) || current.Access.Permissions.Contains(Permissions.ViewsManage)
            ? (view, refusal)
            : (null, ViewErrors.NotYours);
    }

    /// <summary>Whether the owner has another view of the name. Those without an owner share no names.</summary>
    public Task<bool> IsNameTakenAsync(
        string? ownerId,
        string normalizedName,
        string exceptId,
        CancellationToken cancellationToken
    ) =>
        ownerId is null
            ? Task.FromResult(false)
            : context.SavedViews.AnyAsync(
                row =>
                    row.OwnerId == ownerId
                    && row.NormalizedName == normalizedName
                    && row.Id != exceptId
                    && !row.IsDeleted,
                cancellationToken
            );

    /// <summary>
    /// What becomes of the views of an account that goes for good: colleagues keep those they share, the others go with
    /// it.
    /// </summary>
    public async Task LeaveBehindAsync(string userId, CancellationToken cancellationToken)
    {
        foreach (
            var view in await context.SavedViews.Where(row => row.OwnerId == userId).ToListAsync(cancellationToken)
        )
        {
            if (view is { IsShared: true, IsDeleted: false })
            {
                view.LoseOwner();
            }
            else
            {
                view.Delete();
                context.Remove(view);
            }
        }
    }

    private bool IsOwn(SavedView view) => view.OwnerId is { } owner && owner == OwnerId;
}
