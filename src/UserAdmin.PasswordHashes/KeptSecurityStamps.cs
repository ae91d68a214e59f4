using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Identity;

namespace UserAdmin.PasswordHashes;

/// <summary>
/// Keeps the security stamp when <c>UserManager.CheckPasswordAsync</c> replaces a marked hash by one of the same
/// password. It changes the stamp with every hash, which would sign the person out everywhere else; nothing but the way
/// of storing the password has changed.
/// </summary>
/// <remarks>
/// <c>UserManager</c> verifies, hashes, changes the stamp, and then asks the validators before it stores the user: the
/// validator <see cref="KeptSecurityStampValidator{TUser}"/> is the last place that can put the stamp back. Users
/// without a property <c>SecurityStamp</c> get a new stamp, as Identity does it.
/// </remarks>
internal static class KeptSecurityStamps<TUser>
    where TUser : class
{
    private sealed record Waiting(string? Password, string? Hash, string? Stamp);

    private static readonly PropertyInfo? _stamp = Property("SecurityStamp");
    private static readonly PropertyInfo? _hash = Property("PasswordHash");

    // Per object, so it ends with the request that loaded the user.
    private static readonly ConditionalWeakTable<TUser, Waiting> _waiting = [];

    /// <summary>A marked hash was right.</summary>
    public static void Verified(TUser user, string password)
    {
        if (_stamp?.GetValue(user) is string stamp)
        {
            _waiting.AddOrUpdate(user, new(password, null, stamp));
        }
    }

    /// <summary>A hash was made; one of another password ends the waiting, because it is a change of
    /// password.</summary>
    public static void Hashed(TUser user, string password, string hash)
    {
        if (_waiting.TryGetValue(user, out var waiting))
        {
            _waiting.Remove(user);
            if (waiting.Password == password)
            {
                _waiting.Add(user, waiting with { Password = null, Hash = hash });
            }
        }
    }

    /// <summary>The user is about to be stored.</summary>
    public static void Storing(TUser user)
    {
        if (_waiting.TryGetValue(user, out var waiting) && waiting.Hash is not null)
        {
            _waiting.Remove(user);
            if (_hash?.GetValue(user) as string == waiting.Hash)
            {
                _stamp!.SetValue(user, waiting.Stamp);
            }
        }
    }

    private static PropertyInfo? Property(string name) =>
        typeof(TUser).GetProperty(name, typeof(string)) is { CanRead: true, CanWrite: true } property ? property : null;
}

/// <summary>Accepts every user, and puts the security stamp back where only the way of hashing changed.</summary>
internal sealed class KeptSecurityStampValidator<TUser> : IUserValidator<TUser>
    where TUser : class
{
    // Asked once for each manager; the answer costs one SHA-1.
    private bool _isVerified;

    public Task<IdentityResult> ValidateAsync(UserManager<TUser> manager, TUser user)
    {
        if (
            !_isVerified
            && !(
                _isVerified = ImportedPasswordHash.IsVerifiedBy(
                    (hash, password) => manager.PasswordHasher.VerifyHashedPassword(user, hash, password)
                )
            )
        )
        {
            // Said at the first change of a user, instead of refusing right passwords without a word.
            throw new InvalidOperationException(
                $"AddImportedPasswordHashes<{typeof(TUser).Name}>() has no effect, because another IPasswordHasher was "
                    + "registered after it. Call it after the registration of that hasher."
            );
        }

        KeptSecurityStamps<TUser>.Storing(user);
        return Task.FromResult(IdentityResult.Success);
    }
}
