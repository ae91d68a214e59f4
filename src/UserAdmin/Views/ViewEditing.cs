using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Views;

/// <summary>Finds a view for a handler and checks whether the actor may see and change it.</summary>
internal sealed class ViewEditing(WriteContext context, ViewedLists lists, CurrentMessage current) : IUserBelongings
{
    /// <summary>The acting person's id, or null for the program itself, which cannot have views.</summary>
    public string? OwnerId => current.Context.Actor is { Kind: ActorKind.User } actor ? actor.Id : null;

    /// <summary>Returns why the actor may not see a list, or null.</summary>
    public Error? RefusalOf(ViewList list) => lists.RefusalOf(list, current);

    /// <summary>
    /// Finds one of the actor's own views or a shared one; otherwise returns the reason for the refusal.
    /// </summary>
    public async Task<(SavedView? View, Error? Refusal)> FindAsync(
        string viewId,
        CancellationToken cancellationToken,
        bool evenDeleted = false
    )
    {
        var view = await context.SavedViews.SingleOrDefaultAsync(row => row.Id == viewId, cancellationToken);
        return view is null || (view.IsDeleted && !evenDeleted) || (!view.IsShared && !IsOwn(view))
                ? (null, ViewErrors.NotFound)
            : RefusalOf(view.List) is { } refusal ? (null, refusal)
            : (view, null);
    }

    /// <summary>
    /// Finds a view that the actor may change: one of their own, or a shared one if they may manage those; otherwise
    /// returns the reason for the refusal.
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

    /// <summary>
    /// Returns whether the owner has another view of the list with the name. Views without an owner may have equal
    /// names.
    /// </summary>
    public Task<bool> IsNameTakenAsync(
        string? ownerId,
        ViewList list,
        string normalizedName,
        string exceptId,
        CancellationToken cancellationToken
    ) =>
        ownerId is null
            ? Task.FromResult(false)
            : context.SavedViews.AnyAsync(
                row =>
                    row.OwnerId == ownerId
                    && row.List == list
                    && row.NormalizedName == normalizedName
                    && row.Id != exceptId
                    && !row.IsDeleted,
                cancellationToken
            );

    /// <summary>
    /// Handles the views of an account that is being purged: shared views stay without an owner, the others are
    /// deleted.
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
