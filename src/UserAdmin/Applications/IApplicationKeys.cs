using System.Net;

namespace UserAdmin.Applications;

/// <summary>Finds the application that a key belongs to.</summary>
public interface IApplicationKeys
{
    /// <summary>
    /// Returns the application, or why the key opens nothing. The answer to an unknown, a revoked and an expired key is
    /// the same.
    /// </summary>
    /// <param name="key">The key as it was sent, whatever it is.</param>
    /// <param name="address">The client's address, or null if it is unknown; it has to be among the application's
    /// allowed addresses if there are any.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<ApplicationKeyAnswer> FindAsync(string key, IPAddress? address, CancellationToken cancellationToken);
}

/// <summary>What a key opens.</summary>
public enum ApplicationKeyVerdict
{
    /// <summary>An application.</summary>
    Accepted,

    /// <summary>
    /// Nothing: it is unknown, revoked or expired, or its application is disabled, expired or deleted.
    /// </summary>
    Unknown,

    /// <summary>Nothing from this address, which the application does not allow.</summary>
    AddressNotAllowed,
}

/// <summary>The answer to a key.</summary>
/// <param name="Verdict">What the key opens.</param>
/// <param name="Application">The application; null unless the key was accepted.</param>
public sealed record ApplicationKeyAnswer(ApplicationKeyVerdict Verdict, ApplicationCaller? Application = null);

/// <summary>An application that has shown a key.</summary>
/// <param name="Id">The application's id.</param>
/// <param name="Name">The application's name.</param>
/// <param name="KeyId">The id of the key that was shown; not secret.</param>
/// <param name="RequestsPerMinute">How many requests this key may send a minute, 1 or more.</param>
public sealed record ApplicationCaller(string Id, string Name, string KeyId, int RequestsPerMinute);
