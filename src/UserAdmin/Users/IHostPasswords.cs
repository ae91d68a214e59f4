using Microsoft.AspNetCore.Identity;

namespace UserAdmin.Users;

/// <summary>
/// The passwords of the application that the console lives in: hashed as the application hashes them, and held to its
/// rules besides ours. Without one, passwords are hashed as stock Identity does.
/// </summary>
public interface IHostPasswords
{
    /// <summary>Hashes a password for the column <c>PasswordHash</c>.</summary>
    string Hash(string password);

    /// <summary>Compares a password with the content of <c>PasswordHash</c>.</summary>
    PasswordVerificationResult Verify(string hash, string password);

    /// <summary>Returns what the application's rules find wrong with a new password, as sentences; null if
    /// nothing.</summary>
    Task<string?> ProblemAsync(string password);
}

internal sealed class HostPasswordHasher(IHostPasswords host) : IPasswordHasher<User>
{
    public string HashPassword(User user, string password) => host.Hash(password);

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword) =>
        host.Verify(hashedPassword, providedPassword);
}
