namespace UserAdmin.Users;

/// <summary>A session: one browser in which a person is signed in.</summary>
public sealed class SessionRow
{
    /// <summary>Identifies the session in commands; it gives no access to the session.</summary>
    public string SessionRef { get; internal set; } = "";

    /// <summary>Key of the person's account.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>How the person signed in: “password”, “passkey” …</summary>
    public string Method { get; internal set; } = "";

    /// <summary>When the session began.</summary>
    public DateTimeOffset SignedInAt { get; internal set; }

    /// <summary>When the session was last used, accurate to some minutes.</summary>
    public DateTimeOffset LastSeenAt { get; internal set; }

    /// <summary>When the session expires.</summary>
    public DateTimeOffset ExpiresAt { get; internal set; }

    /// <summary>The IP address that the person signed in from, if known.</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>The browser's User-Agent header, if known.</summary>
    public string? UserAgent { get; internal set; }
}

/// <summary>A passkey of a person.</summary>
public sealed class PasskeyRow
{
    /// <summary>Key of the person's account.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>Credential id (WebAuthn), as base64url.</summary>
    public string PasskeyId { get; internal set; } = "";

    /// <summary>The name that the owner or an administrator gave it.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>When it was added.</summary>
    public DateTimeOffset AddedAt { get; internal set; }

    /// <summary>The mark of its public key; null if it is not known.</summary>
    public string? Key { get; internal set; }

    /// <summary>When it was last used to sign in, or null.</summary>
    public DateTimeOffset? LastUsedAt { get; internal set; }
}

/// <summary>An external account that a person signs in with.</summary>
public sealed class ExternalLoginRow
{
    /// <summary>Key of the person's account.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>Name of the provider in the configuration.</summary>
    public string Provider { get; internal set; } = "";

    /// <summary>The person's id at the provider (OpenID Connect: <c>sub</c>).</summary>
    public string ProviderKey { get; internal set; } = "";

    /// <summary>The provider's display name.</summary>
    public string ProviderName { get; internal set; } = "";

    /// <summary>When it was added.</summary>
    public DateTimeOffset AddedAt { get; internal set; }
}

/// <summary>A claim of one user, as applications see it.</summary>
public sealed class UserClaimRow
{
    /// <summary>Key of the person's account.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>Type, such as <c>department</c>.</summary>
    public string ClaimType { get; internal set; } = "";

    /// <summary>Value.</summary>
    public string Value { get; internal set; } = "";

    /// <summary>Who added the claim or last changed its value.</summary>
    public string AddedBy { get; internal set; } = "";

    /// <summary>Id of that actor.</summary>
    internal string AddedById { get; set; } = "";

    /// <summary>When the claim was added or its value was last changed.</summary>
    public DateTimeOffset AddedAt { get; internal set; }
}
