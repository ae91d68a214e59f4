using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Looks up whether an account can have an email, user name or external id, and says whose it is where not.
/// </summary>
internal sealed class TakenValues(WriteContext context, CurrentMessage current)
{
    /// <summary>Why an account cannot have an email, or null.</summary>
    /// <param name="normalizedEmail">As Identity looks it up.</param>
    /// <param name="userId">Who is to have it.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public async Task<Error?> EmailAsync(string normalizedEmail, string userId, CancellationToken cancellationToken) =>
        await UserQueries.EmailTaken(context, normalizedEmail, userId, cancellationToken)
            ? await RefusalAsync(
                UserErrors.EmailTaken,
                context.Users.Where(user => user.NormalizedEmail == normalizedEmail && user.Id != userId),
                cancellationToken
            )
            : null;

    /// <summary>Why an account cannot have a user name, or null.</summary>
    /// <param name="normalizedUserName">As Identity looks it up.</param>
    /// <param name="userId">Who is to have it.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public async Task<Error?> UserNameAsync(
        string normalizedUserName,
        string userId,
        CancellationToken cancellationToken
    ) =>
        await UserQueries.UserNameTaken(context, normalizedUserName, userId, cancellationToken)
            ? await RefusalAsync(
                UserErrors.UserNameTaken,
                context.Users.Where(user => user.NormalizedUserName == normalizedUserName && user.Id != userId),
                cancellationToken
            )
            : null;

    /// <summary>Why an account cannot have an external id, or null.</summary>
    /// <param name="externalId">The external id.</param>
    /// <param name="userId">Who is to have it.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public async Task<Error?> ExternalIdAsync(string externalId, string userId, CancellationToken cancellationToken) =>
        await UserQueries.ExternalIdTaken(context, externalId, userId, cancellationToken)
            ? await RefusalAsync(
                UserErrors.ExternalIdTaken,
                context.Users.Where(user => user.Profile.ExternalId == externalId && user.Id != userId),
                cancellationToken
            )
            : null;

    private async Task<Error> RefusalAsync(Error plain, IQueryable<User> owners, CancellationToken cancellationToken)
    {
        var owner = await owners
            .AsNoTracking()
            // A stock application does not keep addresses unique: an account that can be opened here comes first.
            .OrderBy(user => user.Profile == null)
            .Select(user => new ValueOwner(
                user.Id,
                user.Profile == null ? user.UserName! : user.Profile.DisplayName,
                user.Profile == null,
                user.Profile != null && user.Profile.DeletedAt != null
            ))
            .FirstAsync(cancellationToken);
        return current.Access.Permissions.Contains(Permissions.UsersRead) ? UserErrors.Taken(plain, owner) : plain;
    }
}

/// <summary>Who has a value that only one account can have.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Name">Its display name, or the user name where it has none.</param>
/// <param name="IsForeign">Whether another application made it, so that it cannot be opened here.</param>
/// <param name="IsDeleted">Whether it is deleted, so that lists leave it out.</param>
internal sealed record ValueOwner(string UserId, string Name, bool IsForeign, bool IsDeleted);
