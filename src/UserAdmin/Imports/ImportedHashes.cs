using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using UserAdmin.Messaging;
using UserAdmin.PasswordHashes;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>Reads the password hashes of imports, and keeps the keys that some of them need.</summary>
/// <param name="database">Tells whether the accounts are those of another application.</param>
/// <param name="hosts">The passwords of the application that the console lives in, if it does.</param>
/// <param name="protection">Encrypts the keys.</param>
internal sealed class ImportedHashes(
    IAttachedDatabase database,
    IEnumerable<IHostPasswords> hosts,
    IDataProtectionProvider protection
) : IImportedHashes
{
    private readonly IDataProtector _protector = protection.CreateProtector("UserAdmin.ImportKeys.v1");

    private readonly Lazy<bool?> _isVerified = new(() =>
        database.Shape is null ? true
        : hosts.SingleOrDefault() is { } host ? ImportedPasswordHash.IsVerifiedBy(host.Verify)
        : null
    );

    /// <inheritdoc/>
    public bool? AreVerified => _isVerified.Value;

    /// <summary>Returns what is wrong with the parameters of a Firebase project, or null.</summary>
    public Error? Refusal(ImportOptions options) =>
        options.Firebase is not { } project ? null
        : Opened(project) is not { } parameters ? ImportErrors.FirebaseKeyLost
        : parameters.Problem() is { } problem ? ImportErrors.FirebaseInvalid(problem)
        : null;

    /// <summary>Returns the options with keys encrypted, as they are stored and written to the log.</summary>
    public ImportOptions Kept(ImportOptions options) =>
        options.Firebase is { IsKept: false } project
            ? options with
            {
                Firebase = project.Keeping(_protector.Protect(project.SignerKey)),
            }
            : options;

    /// <summary>Returns the reader of the hashes of an import.</summary>
    public ImportHashReader Of(ImportOptions options) =>
        new(
            options.Firebase is { } project ? Opened(project) : null,
            takesMarked: AreVerified ?? options.ApplicationVerifiesHashes
        );

    private FirebaseScryptParameters? Opened(FirebaseProject project)
    {
        try
        {
            return project.With(project.IsKept ? _protector.Unprotect(project.Encrypted) : project.SignerKey);
        }
        catch (CryptographicException)
        {
            // The keys of the program were replaced since.
            return null;
        }
    }
}

/// <summary>Tells pages what imported password hashes need.</summary>
public interface IImportedHashes
{
    /// <summary>
    /// Whether imported hashes of other systems open the accounts: true in a database of the console's own, and where
    /// the application that it lives in has <c>AddImportedPasswordHashes</c>; false if that has not; null if the
    /// accounts are those of an application that cannot be asked.
    /// </summary>
    bool? AreVerified { get; }
}

/// <summary>Reads the password hashes of the rows of one import.</summary>
/// <param name="firebase">The parameters of the Firebase project, or null.</param>
/// <param name="takesMarked">Whether whoever signs these people in verifies hashes of other systems.</param>
internal sealed class ImportHashReader(FirebaseScryptParameters? firebase, bool takesMarked)
{
    /// <summary>
    /// Returns what a new account gets as its password hash, which may be nothing, or the reason why the row is
    /// refused.
    /// </summary>
    /// <param name="text">The cell with the hash.</param>
    /// <param name="salt">The cell with the salt, or null.</param>
    /// <param name="format">The cell that says how the hash was made, or null.</param>
    public (string? Stored, Error? Refusal) Read(string? text, string? salt, string? format)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return default;
        }

        return !ImportedPasswordHash.TryParse(text, new(salt, format, firebase), out var hash, out var reason)
                ? (null, ImportErrors.HashRefused(reason))
            : !takesMarked && ImportedPasswordHash.IsMarked(hash.Stored)
                ? (null, ImportErrors.HashNotVerified(hash.Kind))
            : (hash.Stored, null);
    }
}
