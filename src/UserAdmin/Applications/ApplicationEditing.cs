using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Applications;

/// <summary>
/// Finds an application for a handler, and refuses it if it may do more than the actor: who changes an application, or
/// makes a key for it, can act in its name.
/// </summary>
internal sealed class ApplicationEditing(WriteContext context, CurrentMessage current) : IUserBelongings
{
    /// <summary>Returns an application with its keys, or the reason why the actor cannot change it.</summary>
    public async Task<(Application? Application, Error? Refusal)> FindAsync(
        string applicationId,
        CancellationToken cancellationToken
    )
    {
        var (application, refusal) = await FindToStopAsync(applicationId, cancellationToken);
        return application is null ? (null, refusal)
            : IsByApplication ? (null, ApplicationErrors.OnlyPeople)
            : MayGrant(application.PermissionNames) ? (application, null)
            : (null, ApplicationErrors.GrantsMore);
    }

    /// <summary>Whether the actor is an application, which could lift its own limits.</summary>
    public bool IsByApplication => current.Context.Actor.Kind == ActorKind.Application;

    /// <summary>
    /// Returns an application with its keys, whatever it may do: whoever notices a stolen key must be able to stop it.
    /// </summary>
    public async Task<(Application? Application, Error? Refusal)> FindToStopAsync(
        string applicationId,
        CancellationToken cancellationToken
    ) =>
        await context
            .Applications.Include(row => row.Keys)
            .SingleOrDefaultAsync(row => row.Id == applicationId, cancellationToken)
            is { } application
            ? (application, null)
            : (null, ApplicationErrors.NotFound);

    /// <summary>Returns whether the actor holds all of some permissions now.</summary>
    public bool MayGrant(IEnumerable<string> permissions) => permissions.All(current.Access.Permissions.Contains);

    /// <summary>Returns whether another application has a name.</summary>
    public Task<bool> IsNameTakenAsync(string normalizedName, string exceptId, CancellationToken cancellationToken) =>
        context.Applications.AnyAsync(
            row => row.NormalizedName == normalizedName && row.Id != exceptId,
            cancellationToken
        );

    /// <summary>Returns whether an account can answer for an application: it exists and is not deleted.</summary>
    public Task<bool> CanOwnAsync(string userId, CancellationToken cancellationToken) =>
        context.UserProfiles.AnyAsync(
            profile => profile.UserId == userId && profile.DeletedAt == null,
            cancellationToken
        );

    /// <summary>The applications of an account that is being purged stay, without an owner.</summary>
    public async Task LeaveBehindAsync(string userId, CancellationToken cancellationToken)
    {
        foreach (
            var application in await context
                .Applications.Where(row => row.OwnerId == userId)
                .ToListAsync(cancellationToken)
        )
        {
            application.LoseOwner();
        }
    }
}
