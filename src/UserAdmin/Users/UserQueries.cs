using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>Compiled queries on users that nearly every command runs.</summary>
internal static class UserQueries
{
    /// <summary>Gets a user with its profile, tracked.</summary>
    public static readonly Func<WriteContext, string, CancellationToken, Task<User?>> User = EF.CompileAsyncQuery(
        (WriteContext context, string userId, CancellationToken _) =>
            context.Set<User>().Include(user => user.Profile).SingleOrDefault(user => user.Id == userId)
    );

    /// <summary>Returns true if the user has the role.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<bool>> HoldsRole =
        EF.CompileAsyncQuery(
            (WriteContext context, string userId, string roleId, CancellationToken _) =>
                context
                    .Set<IdentityUserRole<string>>()
                    .Any(member => member.UserId == userId && member.RoleId == roleId)
        );

    /// <summary>Returns true if another user has the email.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<bool>> EmailTaken =
        EF.CompileAsyncQuery(
            (WriteContext context, string normalizedEmail, string exceptUserId, CancellationToken _) =>
                context.Set<User>().Any(user => user.NormalizedEmail == normalizedEmail && user.Id != exceptUserId)
        );

    /// <summary>Returns true if another user has the user name.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<bool>> UserNameTaken =
        EF.CompileAsyncQuery(
            (WriteContext context, string normalizedUserName, string exceptUserId, CancellationToken _) =>
                context
                    .Set<User>()
                    .Any(user => user.NormalizedUserName == normalizedUserName && user.Id != exceptUserId)
        );
}
