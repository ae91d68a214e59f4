using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>Compiled queries on users that nearly every command runs.</summary>
internal static class UserQueries
{
    /// <summary>Gets a user with its profile, tracked.</summary>
    public static readonly Func<WriteContext, string, CancellationToken, Task<User?>> User = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, string userId, CancellationToken _) =>
                context.Set<User>().Include(user => user.Profile).SingleOrDefault(user => user.Id == userId)
        )
    );

    /// <summary>Returns the key of the user that is linked to an external login, or null.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<string?>> IdByExternalLogin =
        PerModel.Of(() =>
            EF.CompileAsyncQuery(
                (WriteContext context, string provider, string providerKey, CancellationToken _) =>
                    context
                        .Set<IdentityUserLogin<string>>()
                        .Where(login => login.LoginProvider == provider && login.ProviderKey == providerKey)
                        .Select(login => login.UserId)
                        .SingleOrDefault()
            )
        );

    /// <summary>Gets the keys of the users with a confirmed email, two at most.</summary>
    public static readonly Func<WriteContext, string, IAsyncEnumerable<string>> IdsByConfirmedEmail = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, string normalizedEmail) =>
                context
                    .Set<User>()
                    .Where(user =>
                        user.NormalizedEmail == normalizedEmail && user.EmailConfirmed && user.Profile != null
                    )
                    .Select(user => user.Id)
                    .Take(2)
        )
    );

    /// <summary>
    /// Gets what the roles of a user claim to permit, in this program or another one: the values of claims of a type.
    /// </summary>
    public static readonly Func<WriteContext, string, string, IAsyncEnumerable<string?>> ClaimedPermissions =
        PerModel.Of(() =>
            EF.CompileAsyncQuery(
                (WriteContext context, string userId, string claimType) =>
                    from member in context.Set<IdentityUserRole<string>>()
                    where member.UserId == userId
                    join claim in context.Set<IdentityRoleClaim<string>>() on member.RoleId equals claim.RoleId
                    where claim.ClaimType == claimType
                    select claim.ClaimValue
            )
        );

    /// <summary>Gets a user's links, tracked.</summary>
    public static readonly Func<WriteContext, string, IAsyncEnumerable<AccountLink>> Links = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, string userId) => context.Set<AccountLink>().Where(link => link.UserId == userId)
        )
    );

    /// <summary>Deletes a user's sessions.</summary>
    public static readonly Func<WriteContext, string, CancellationToken, Task<int>> DeleteSessions = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, string userId, CancellationToken _) =>
                context.Set<UserSession>().Where(session => session.UserId == userId).ExecuteDelete()
        )
    );

    /// <summary>Returns true if the user has the role.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<bool>> HoldsRole = PerModel.Of(
        () =>
            EF.CompileAsyncQuery(
                (WriteContext context, string userId, string roleId, CancellationToken _) =>
                    context
                        .Set<IdentityUserRole<string>>()
                        .Any(member => member.UserId == userId && member.RoleId == roleId)
            )
    );

    /// <summary>Returns true if another user has the email.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<bool>> EmailTaken = PerModel.Of(
        () =>
            EF.CompileAsyncQuery(
                (WriteContext context, string normalizedEmail, string exceptUserId, CancellationToken _) =>
                    context.Set<User>().Any(user => user.NormalizedEmail == normalizedEmail && user.Id != exceptUserId)
            )
    );

    /// <summary>Returns true if another user has the user name.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<bool>> UserNameTaken =
        PerModel.Of(() =>
            EF.CompileAsyncQuery(
                (WriteContext context, string normalizedUserName, string exceptUserId, CancellationToken _) =>
                    context
                        .Set<User>()
                        .Any(user => user.NormalizedUserName == normalizedUserName && user.Id != exceptUserId)
            )
        );
}
