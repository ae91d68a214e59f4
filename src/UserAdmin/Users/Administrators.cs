using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>Ensures that at least one administrator can always sign in.</summary>
internal sealed class Administrators(WriteContext context, ILookupNormalizer normalizer, TimeProvider time)
{
    // An expired account counts: the last administrator loses the expiry instead (see ExpireUser).
    private static readonly Func<WriteContext, string, DateTimeOffset, IAsyncEnumerable<string>> _active = PerModel.Of(
        () =>
            EF.CompileAsyncQuery(
                (WriteContext context, string roleName, DateTimeOffset now) =>
                    from role in context.Set<Role>()
                    where role.NormalizedName == roleName
                    join member in context.Set<IdentityUserRole<string>>() on role.Id equals member.RoleId
                    join user in context.Set<User>() on member.UserId equals user.Id
                    // An administrator who cannot sign in does not count.
                    where
                        user.Profile != null
                        && user.Profile.DisabledAt == null
                        && user.Profile.DeletedAt == null
                        && user.Profile.InvitedAt == null
                        && (user.Profile.LockedUntil == null || user.Profile.LockedUntil <= now)
                        && (
                            user.PasswordHash != null
                            || context.Set<IdentityUserPasskey<string>>().Any(passkey => passkey.UserId == user.Id)
                            || context.Set<IdentityUserLogin<string>>().Any(login => login.UserId == user.Id)
                        )
                    select user.Id
            )
    );

    /// <summary>Returns the reason why an account may not lose its administrator access, or null.</summary>
    public async Task<Error?> RefusalAsync(string userId, CancellationToken cancellationToken) =>
        AccountRules.KeepAnAdministrator(
            userId,
            await Active().Take(2).ToHashSetAsync(cancellationToken: cancellationToken)
        );

    /// <summary>
    /// Returns the administrators who can sign in, for <see cref="AccountRules.KeepAnAdministrator"/>.
    /// </summary>
    public async Task<HashSet<string>> ActiveAsync(CancellationToken cancellationToken) =>
        await Active().ToHashSetAsync(cancellationToken: cancellationToken);

    /// <summary>
    /// Returns true if the administrators' role is held by anyone who can sign in here. Accounts of stock applications
    /// that have no profile here do not count.
    /// </summary>
    public async Task<bool> ExistAsync(CancellationToken cancellationToken) =>
        await Active().AnyAsync(cancellationToken);

    /// <summary>Returns whether an account could sign in as an administrator, if it had the role.</summary>
    public async Task<bool> CanSignInAsync(User user, CancellationToken cancellationToken) =>
        user.Profile is { DisabledAt: null, DeletedAt: null, InvitedAt: null }
        && !user.IsLockedAt(time.GetUtcNow())
        && (
            user.PasswordHash is not null
            || await context
                .Set<IdentityUserPasskey<string>>()
                .AnyAsync(passkey => passkey.UserId == user.Id, cancellationToken)
            || await context
                .Set<IdentityUserLogin<string>>()
                .AnyAsync(login => login.UserId == user.Id, cancellationToken)
        );

    /// <summary>Gives the administrators' role to a user, unless the user already has it.</summary>
    public async Task AddAsync(User user, CancellationToken cancellationToken)
    {
        var name = normalizer.NormalizeName(AdministratorRole.NameIn(context.Layout));
        var role = await context.Roles.SingleAsync(role => role.NormalizedName == name, cancellationToken);
        if (
            !await context.UserRoles.AnyAsync(
                member => member.UserId == user.Id && member.RoleId == role.Id,
                cancellationToken
            )
        )
        {
            context.Add(new IdentityUserRole<string> { UserId = user.Id, RoleId = role.Id });
            user.RoleAssigned(role);
        }
    }

    private IAsyncEnumerable<string> Active() =>
        _active(context, normalizer.NormalizeName(AdministratorRole.NameIn(context.Layout)), time.GetUtcNow());
}
