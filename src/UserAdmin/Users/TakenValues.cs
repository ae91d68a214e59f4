using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

/// <summary>
/// Checks whether an account can have a unique value, and names the owner if it cannot.
/// </summary>
internal sealed class TakenValues(WriteContext context, CurrentMessage current)
{
    /// <summary>Returns the reason why an account cannot have an email, or null.</summary>
    /// <param name="normalizedEmail">The value in the form that Identity looks it up by.</param>
    /// <param name="userId">Key of the account that is to have it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Error?> EmailAsync(string normalizedEmail, string userId, CancellationToken cancellationToken) =>
        await UserQueries.EmailTaken(context, normalizedEmail, userId, cancellationToken)
            ? await RefusalAsync(
                UserErrors.EmailTaken,
                context.Users.Where(user => user.NormalizedEmail == normalizedEmail && user.Id != userId),
                cancellationToken
            )
            : null;

    /// <summary>Returns the reason why an account cannot have a user name, or null.</summary>
    /// <param name="normalizedUserName">The value in the form that Identity looks it up by.</param>
    /// <param name="userId">Key of the account that is to have it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
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

    /// <summary>Returns the reason why an account cannot have a value of a profile field, or null.</summary>
    /// <param name="field">The field. The result is null for a field that need neither be unique nor name another
    /// account.</param>
    /// <param name="value">The value.</param>
    /// <param name="userId">Key of the account that is to have it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Error?> InProfileAsync(
        UserField field,
        string value,
        string userId,
        CancellationToken cancellationToken
    ) =>
        field.Editing!.IsAccount ? await AccountRefusalAsync(value, userId, cancellationToken)
        : field.Editing.IsUnique && await UniqueField.IsTakenAsync(context, field, value, userId, cancellationToken)
            ? await RefusalAsync(
                UserErrors.TakenOf(field),
                context.Users.Where(user =>
                    EF.Property<string?>(user.Profile, field.Name) == value && user.Id != userId
                ),
                cancellationToken
            )
        : null;

    /// <summary>
    /// Returns the reasons why a new account cannot have the values of its profile; empty if it can have them.
    /// </summary>
    public async Task<IReadOnlyList<Error>> InProfileAsync(
        UserProfile profile,
        string userId,
        CancellationToken cancellationToken
    )
    {
        var errors = new List<Error>();
        foreach (var field in UserFields.OfProfile)
        {
            if (
                profile[field.Name] is { } value
                && await InProfileAsync(field, value, userId, cancellationToken) is { } error
            )
            {
                errors.Add(error);
            }
        }

        return errors;
    }

    private async Task<Error?> AccountRefusalAsync(
        string managerId,
        string userId,
        CancellationToken cancellationToken
    ) =>
        managerId == userId ? UserErrors.OwnManager
        : await context.UserProfiles.AnyAsync(
            profile => profile.UserId == managerId && profile.DeletedAt == null,
            cancellationToken
        )
            ? null
        : UserErrors.ManagerNotFound;

    private async Task<Error> RefusalAsync(Error plain, IQueryable<User> owners, CancellationToken cancellationToken)
    {
        var owner = await owners
            .AsNoTracking()
            // With a stock application, several accounts can have the same address. An account that can be opened here
            // comes first.
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

/// <summary>The owner of a unique value.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Name">The display name, or the user name if the account has no profile.</param>
/// <param name="IsForeign">Whether another application created the account, so that it cannot be opened here.</param>
/// <param name="IsDeleted">Whether the account is deleted, so that lists do not show it by default.</param>
internal sealed record ValueOwner(string UserId, string Name, bool IsForeign, bool IsDeleted);
