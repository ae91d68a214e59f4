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

    /// <summary>Why an account cannot have a value of a field of the profile, or null.</summary>
    /// <param name="field">The field; null comes back where several accounts may have the same.</param>
    /// <param name="value">The value.</param>
    /// <param name="userId">Who is to have it.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public async Task<Error?> InProfileAsync(
        UserField field,
        string value,
        string userId,
        CancellationToken cancellationToken
    ) =>
        field.Editing!.IsUnique && await UniqueField.IsTakenAsync(context, field, value, userId, cancellationToken)
            ? await RefusalAsync(
                UserErrors.TakenOf(field),
                context.Users.Where(user =>
                    EF.Property<string?>(user.Profile, field.Name) == value && user.Id != userId
                ),
                cancellationToken
            )
            : null;

    /// <summary>Why a new account cannot have the values of its profile; empty when it can.</summary>
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

/// <summary>The owner of a unique value.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Name">Its display name, or the user name where it has none.</param>
/// <param name="IsForeign">Whether another application created the account, so that it cannot be opened here.</param>
/// <param name="IsDeleted">Whether it is deleted, so that lists leave it out.</param>
internal sealed record ValueOwner(string UserId, string Name, bool IsForeign, bool IsDeleted);
