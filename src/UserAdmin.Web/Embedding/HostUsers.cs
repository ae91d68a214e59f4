using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Users;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// The host's <see cref="IUserValidator{TUser}"/>, and with it <see cref="IdentityOptions.User"/>. Each is given a user
/// of the host as the account would be, which no context of the host follows: nothing can be stored by accident.
/// </summary>
internal sealed class HostUsers<TUser>(IServiceScopeFactory scopes, HostUserColumns columns) : IHostUsers
    where TUser : class, new()
{
    private static readonly EmailAddressAttribute _address = new();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HostProblem>> ProblemsAsync(
        HostAccount account,
        CancellationToken cancellationToken
    )
    {
        if ((account.UserId is null ? new TUser() : await FindAsync(account.UserId)) is not { } user)
        {
            return [];
        }

        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<UserManager<TUser>>();
        await SetAsync(scope.ServiceProvider.GetRequiredService<IUserStore<TUser>>(), user, account, cancellationToken);
        var errors = new List<IdentityError>();
        foreach (var validator in manager.UserValidators)
        {
            if (validator.GetType() == typeof(UserValidator<TUser>))
            {
                await AddStockAsync(manager, user, errors);
            }
            else
            {
                errors.AddRange((await validator.ValidateAsync(manager, user)).Errors);
            }
        }

        return [.. errors.Select(error => new HostProblem(error.Code, error.Description)).Distinct()];
    }

    // Identity's own validator without its two queries for each account, which would hold up imports: the console makes
    // sure itself that user names and addresses are unique, and names who has them.
    private static async Task AddStockAsync(UserManager<TUser> manager, TUser user, List<IdentityError> errors)
    {
        var options = manager.Options.User;
        var (name, email) = (
            await manager.GetUserNameAsync(user),
            manager.SupportsUserEmail ? await manager.GetEmailAsync(user) : null
        );
        if (
            string.IsNullOrWhiteSpace(name)
            || (
                !string.IsNullOrEmpty(options.AllowedUserNameCharacters)
                && name.Any(letter => !options.AllowedUserNameCharacters.Contains(letter, StringComparison.Ordinal))
            )
        )
        {
            errors.Add(manager.ErrorDescriber.InvalidUserName(name));
        }

        if (options.RequireUniqueEmail && (string.IsNullOrWhiteSpace(email) || !_address.IsValid(email)))
        {
            errors.Add(manager.ErrorDescriber.InvalidEmail(email));
        }
    }

    private async Task<TUser?> FindAsync(string userId)
    {
        // In a scope of its own, so that the context that the validators use does not follow the changes.
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<TUser>>().FindByIdAsync(userId);
    }

    private async Task SetAsync(
        IUserStore<TUser> store,
        TUser user,
        HostAccount account,
        CancellationToken cancellationToken
    )
    {
        if (account.UserName is { } name)
        {
            await store.SetUserNameAsync(user, name, cancellationToken);
        }

        if (account.Email is { } email && store is IUserEmailStore<TUser> emails)
        {
            await emails.SetEmailAsync(user, email, cancellationToken);
        }

        if (account.PhoneNumber is { } number && store is IUserPhoneNumberStore<TUser> numbers)
        {
            await numbers.SetPhoneNumberAsync(user, number.Length > 0 ? number : null, cancellationToken);
        }

        foreach (var (column, value) in account.Attributes)
        {
            columns.Set(user, column, value);
        }
    }
}

/// <summary>Finds the users of a host.</summary>
internal static class HostUsers
{
    /// <summary>Returns the host's users, or null if it has registered no manager for them.</summary>
    /// <param name="database">The host's database, which has been prepared.</param>
    /// <param name="scopes">Creates scopes of its services.</param>
    public static IHostUsers? Find(UserAdminHostDatabase database, IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        return
            database.UserType is not { } user
            || user.GetConstructor(Type.EmptyTypes) is null
            || scope.ServiceProvider.GetService(typeof(UserManager<>).MakeGenericType(user)) is null
            ? null
            : (IHostUsers)
                Activator.CreateInstance(
                    typeof(HostUsers<>).MakeGenericType(user),
                    scopes,
                    new HostUserColumns(database.UserProperties)
                )!;
    }
}
