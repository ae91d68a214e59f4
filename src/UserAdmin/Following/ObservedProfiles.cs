using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Following;

/// <summary>Brings our own tables up to date with what another program did to accounts.</summary>
internal sealed class ObservedProfiles(IEnumerable<IUserBelongings> belongings, TimeProvider time)
{
    /// <summary>Brings profiles, sessions and links up to date. The caller saves the context.</summary>
    public async Task CarryOutAsync(
        WriteContext context,
        IReadOnlyList<ObservedUser> users,
        CancellationToken cancellationToken
    )
    {
        string[] ids = [.. users.Select(user => user.UserId)];
        var profiles = await context
            .UserProfiles.Where(profile => EF.Parameter(ids).Contains(profile.UserId))
            .ToDictionaryAsync(profile => profile.UserId, cancellationToken);
        foreach (var user in users)
        {
            var profile = profiles.GetValueOrDefault(user.UserId);
            if (user.Event is UserObservedGone)
            {
                await RemoveAsync(context, user.UserId, profile, cancellationToken);
                continue;
            }

            if (profile is null)
            {
                profile = ProfileOf(user);
                context.Add(profile);
            }

            await ChangeAsync(context, profile, user, cancellationToken);
        }
    }

    /// <summary>Returns the profile that an account begins with here.</summary>
    /// <param name="found">The account, with the event that begins its history.</param>
    /// <param name="until">Until when it is locked out.</param>
    public UserProfile Begin(ObservedUser found, DateTimeOffset? until)
    {
        var profile = ProfileOf(found);
        Mark(profile, found.Stock!);
        SetLock(profile, until);
        return profile;
    }

    private UserProfile ProfileOf(ObservedUser user) =>
        new()
        {
            UserId = user.UserId,
            DisplayName = user.Row?.DisplayName ?? ((UserObserved)user.Event!).DisplayName,
            CreatedAt = user.Row?.CreatedAt ?? time.GetUtcNow(),
            GivenName = user.Row?.GivenName,
            FamilyName = user.Row?.FamilyName,
            JobTitle = user.Row?.JobTitle,
            Department = user.Row?.Department,
            EmployeeNumber = user.Row?.EmployeeNumber,
            CostCenter = user.Row?.CostCenter,
            Organization = user.Row?.Organization,
            Division = user.Row?.Division,
            ManagerId = user.Row?.ManagerId,
            Locale = user.Row?.Locale,
            TimeZone = user.Row?.TimeZone,
            ExternalId = user.Row?.ExternalId,
            DisabledAt = user.Row?.DisabledAt,
            InvitedAt = user.Row?.InvitedAt,
            DeletedAt = user.Row?.DeletedAt,
            PurgeAt = user.Row?.PurgeAt,
            ExpiresAt = user.Row?.ExpiresAt,
        };

    private async Task ChangeAsync(
        WriteContext context,
        UserProfile profile,
        ObservedUser user,
        CancellationToken cancellationToken
    )
    {
        Mark(profile, user.Stock!);
        if (user.Event is UserObserved found)
        {
            SetLock(profile, found.Account.LockedUntil);
        }
        else if (user.Event is UserObservedChanged { Lock: { } change })
        {
            SetLock(profile, change.To);
        }

        if (user.Event is UserObservedChanged { EndsSessions: true })
        {
            // Links went to an address, or were made for an account, that may be another person's now.
            await UserQueries.DeleteSessions(context, profile.UserId, cancellationToken);
            await DeleteLinksAsync(context, profile.UserId, cancellationToken);
        }
    }

    private static void Mark(UserProfile profile, StockAccount stock)
    {
        profile.MarkPassword(stock.PasswordHash);
        profile.MarkAuthenticator(stock.AuthenticatorKey);
        profile.MarkRecoveryCodes(stock.RecoveryCodes);
    }

    private void SetLock(UserProfile profile, DateTimeOffset? until)
    {
        profile.DisabledAt = ObservedLock.IsEndless(until) ? time.GetUtcNow() : null;
        // One with an end stays in Identity's column only, like that of failed sign-ins.
        profile.LockedUntil = null;
        (profile.InvitedAt, profile.DeletedAt, profile.PurgeAt) = (null, null, null);
    }

    private async Task RemoveAsync(
        WriteContext context,
        string userId,
        UserProfile? profile,
        CancellationToken cancellationToken
    )
    {
        foreach (var owned in belongings)
        {
            await owned.LeaveBehindAsync(userId, cancellationToken);
        }

        // Only where the other program did not enforce foreign keys is anything left.
        await UserQueries.DeleteSessions(context, userId, cancellationToken);
        await DeleteLinksAsync(context, userId, cancellationToken);
        if (profile is not null)
        {
            context.Remove(profile);
        }
    }

    private static Task<int> DeleteLinksAsync(
        WriteContext context,
        string userId,
        CancellationToken cancellationToken
    ) => context.AccountLinks.Where(link => link.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
