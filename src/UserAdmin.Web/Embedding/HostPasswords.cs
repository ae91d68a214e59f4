using Microsoft.AspNetCore.Identity;
using UserAdmin.Users;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// The host's <see cref="IPasswordHasher{TUser}"/> and <see cref="IPasswordValidator{TUser}"/>, which apply the
/// password rules of its <see cref="IdentityOptions"/>. They are given an empty user.
/// </summary>
internal sealed class HostPasswords<TUser>(IServiceScopeFactory scopes) : IHostPasswords
    where TUser : class, new()
{
    /// <inheritdoc/>
    public string Hash(string password) => WithHasher(hasher => hasher.HashPassword(new TUser(), password));

    /// <inheritdoc/>
    public PasswordVerificationResult Verify(string hash, string password) =>
        WithHasher(hasher => hasher.VerifyHashedPassword(new TUser(), hash, password));

    /// <inheritdoc/>
    public async Task<string?> ProblemAsync(string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<UserManager<TUser>>() is not { } manager)
        {
            return null;
        }

        var errors = new List<string>();
        foreach (var validator in manager.PasswordValidators)
        {
            var result = await validator.ValidateAsync(manager, new TUser(), password);
            errors.AddRange(result.Errors.Select(error => error.Description));
        }

        return errors.Count == 0 ? null : string.Join(' ', errors.Distinct());
    }

    private T WithHasher<T>(Func<IPasswordHasher<TUser>, T> work)
    {
        using var scope = scopes.CreateScope();
        return work(scope.ServiceProvider.GetRequiredService<IPasswordHasher<TUser>>());
    }
}

/// <summary>Finds the passwords of a host.</summary>
internal static class HostPasswords
{
    /// <summary>Returns the host's passwords, or null if it has registered no hasher for its users.</summary>
    /// <param name="user">The class of its users.</param>
    /// <param name="scopes">Creates scopes of its services.</param>
    public static IHostPasswords? Find(Type user, IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        return
            user.GetConstructor(Type.EmptyTypes) is null
            || scope.ServiceProvider.GetService(typeof(IPasswordHasher<>).MakeGenericType(user)) is null
            ? null
            : (IHostPasswords)Activator.CreateInstance(typeof(HostPasswords<>).MakeGenericType(user), scopes)!;
    }
}
