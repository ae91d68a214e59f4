using UserAdmin.EventLog;

namespace UserAdmin.Users;

/// <summary>
/// A session: one signed-in browser. The cookie contains only the id, so deleting the row ends the session everywhere
/// at once.
/// </summary>
internal sealed class UserSession : IRecordsEvents
{
    /// <summary>
    /// The SHA-256 hash of the id in the cookie, as hex. Whoever reads the database cannot take over a session.
    /// </summary>
    public string Id { get; set; } = "";

    public string UserId { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>
    /// The user's security stamp when the session began. If the user's stamp changes, the session ends, as in a stock
    /// application.
    /// </summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>Identifies the session in lists and commands; it gives no access to the session.</summary>
    public string Ref { get; set; } = "";

    /// <summary>How the person signed in, in words.</summary>
    public string Method { get; set; } = "";

    /// <summary>Whether the second factor is still missing. Until then the person is not signed in.</summary>
    public bool AwaitsSecondFactor { get; set; }

    public string? IpAddress { get; set; }

    public string? UserAgent { get; set; }

    public List<IEvent> Events { get; } = [];
}
