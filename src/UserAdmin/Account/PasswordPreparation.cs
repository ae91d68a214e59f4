using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.PasswordHashes;
using UserAdmin.Policies;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>The slow work of all commands with a password, done before the write gate.</summary>
internal sealed class PasswordPreparation(
    IPasswordHasher<User> hasher,
    IEnumerable<IHostPasswords> host,
    PolicyReader policies,
    BreachList breaches,
    PasswordInstruments instruments,
    CurrentMessage current
) : IPasswordPreparation
{
    private static readonly User _nobody = new();
    private static string? _decoy;

    public async Task<Error?> PrepareAsync(ICommand command, string? password, string field, params string?[] personal)
    {
        if (password is null)
        {
            return null;
        }

        if (await ProblemAsync(password, personal) is { } problem)
        {
            return AccountErrors.WeakPassword(problem) with { Field = field };
        }

        current.Prepared(command, Hash(password));
        return null;
    }

    /// <summary>Returns what is wrong with a new password, as a sentence, or null.</summary>
    public async Task<string?> ProblemAsync(string password, params string?[] personal)
    {
        var policy = await policies.CurrentAsync(CancellationToken.None);
        return PasswordPolicy.Problem(password, policy.MinPasswordLength, personal)
            ?? (
                policy.ChecksBreachedPasswords && breaches.Contains(password)
                    ? "This password is known from a data breach, so guessers try it early. Choose another "
                        + "one; several unrelated words are best."
                    : null
            )
            ?? (host.SingleOrDefault() is { } application ? await application.ProblemAsync(password) : null);
    }

    /// <summary>Hashes a password the way stock Identity does.</summary>
    public string Hash(string password)
    {
        var begun = Stopwatch.GetTimestamp();
        var hash = hasher.HashPassword(_nobody, password);
        instruments.Hashed(begun);
        return hash;
    }

    /// <summary>
    /// Returns whether a stored hash can be verified: by the program's own hasher, one of ASP.NET Core Identity
    /// or a marked one of another system (decision 95); what an application's hasher verifies is known only when
    /// somebody signs in.
    /// </summary>
    public bool CanVerify(string hash) =>
        hasher is not ImportedPasswordHasher<User> || IsOfIdentity(hash) || ImportedPasswordHash.IsMarked(hash);

    /// <summary>Returns whether ASP.NET Core Identity has made a hash, in version 2 or 3 of its form.</summary>
    public static bool IsOfIdentity(string hash)
    {
        Span<byte> bytes = stackalloc byte[3];
        return hash.Length >= 4
            && Convert.TryFromBase64Chars(hash.AsSpan(0, 4), bytes, out _)
            && bytes[0] is 0x00 or 0x01;
    }

    /// <summary>Compares a password with a hash; without a hash it fails after the same amount of work.</summary>
    public PasswordVerificationResult Verify(string? hash, string password)
    {
        _decoy ??= Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var result = hasher.VerifyHashedPassword(_nobody, hash ?? _decoy, password);
            result = hash is null ? PasswordVerificationResult.Failed : result;
            instruments.Compared(begun, hash is not null, result);
            return result;
        }
        catch (FormatException)
        {
            // A stock application may store hashes of another kind, which cannot be used to sign in here.
            return PasswordVerificationResult.Failed;
        }
    }
}
