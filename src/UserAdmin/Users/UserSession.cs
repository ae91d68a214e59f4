using UserAdmin.EventLog;

namespace UserAdmin.Users;

/// <summary>
/// A signed-in browser. The cookie holds only the id, so ending the row ends the session everywhere at once.
/// </summary>
internal sealed class UserSession : IRecordsEvents
{
    /// <summary>
    /// SHA-256 of the id in the cookie, as hex: whoever reads the database cannot take over a session.
    /// </summary>
    public string Id { get; set; } = "";

    public string UserId { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>
    /// The user's security stamp when the session began; another one ends it, as in a stock application.
    /// </summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>Names the session in lists and commands; worth nothing as a key.</summary>
    public string Ref { get; set; } = "";

    /// <summary>How the person signed in, in words.</summary>
    public string Method { get; set; } = "";

    /// <summary>Whether the second factor is still to come. Until then nobody is signed in.</summary>
    public bool AwaitsSecondFactor { get; set; }

    public string? IpAddress { get; set; }

    public string? UserAgent { get; set; }

    public List<IEvent> Events { get; } = [];
}
