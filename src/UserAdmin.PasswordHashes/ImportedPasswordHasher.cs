using Microsoft.AspNetCore.Identity;

namespace UserAdmin.PasswordHashes;

/// <summary>
/// Verifies hashes of the marked form (<see cref="ImportedPasswordHash"/>), and leaves everything else to the hasher
/// that it wraps. A right password for a marked hash asks for a new hash, which <c>UserManager</c> then makes and
/// stores.
/// </summary>
/// <typeparam name="TUser">The class of the users.</typeparam>
/// <param name="inner">The hasher that makes all new hashes.</param>
public class ImportedPasswordHasher<TUser>(IPasswordHasher<TUser> inner) : IPasswordHasher<TUser>
    where TUser : class
{
    /// <inheritdoc/>
    public virtual string HashPassword(TUser user, string password)
    {
        var hash = inner.HashPassword(user, password);
        KeptSecurityStamps<TUser>.Hashed(user, password, hash);
        return hash;
    }

    /// <summary>Compares a password with a hash.</summary>
    /// <param name="user">The person.</param>
    /// <param name="hashedPassword">The text of the column <c>PasswordHash</c>.</param>
    /// <param name="providedPassword">The password that the person typed.</param>
    /// <returns><see cref="PasswordVerificationResult.SuccessRehashNeeded"/> for the right password of a marked hash,
    /// <see cref="PasswordVerificationResult.Failed"/> for a wrong one and for a malformed hash; else what the wrapped
    /// hasher answers.</returns>
    public virtual PasswordVerificationResult VerifyHashedPassword(
        TUser user,
        string hashedPassword,
        string providedPassword
    )
    {
        if (!ImportedPasswordHash.IsMarked(hashedPassword))
        {
            return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        if (!ImportedPasswordHash.Verify(hashedPassword, providedPassword))
        {
            return PasswordVerificationResult.Failed;
        }

        if (hashedPassword != ImportedPasswordHash.ProbeHash)
        {
            KeptSecurityStamps<TUser>.Verified(user, providedPassword);
        }

        return PasswordVerificationResult.SuccessRehashNeeded;
    }
}
