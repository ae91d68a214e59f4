namespace UserAdmin.Users;

/// <summary>A browser that a person is signed in with.</summary>
public sealed class SessionRow
{
    /// <summary>Names the session in commands; worth nothing as a key.</summary>
    public string SessionRef { get; internal set; } = "";

    /// <summary>Whose.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>How the person signed in: “password”, “passkey” …</summary>
    public string Method { get; internal set; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset SignedInAt { get; internal set; }

    /// <summary>When it was last used, to some minutes.</summary>
    public DateTimeOffset LastSeenAt { get; internal set; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset ExpiresAt { get; internal set; }

    /// <summary>Address it was opened from, when known.</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>The browser as it calls itself, when known.</summary>
    public string? UserAgent { get; internal set; }
}

/// <summary>A passkey of a person.</summary>
public sealed class PasskeyRow
{
    /// <summary>Whose.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>Credential id (WebAuthn), as base64url.</summary>
    public string PasskeyId { get; internal set; } = "";

    /// <summary>Name its owner or an administrator gave it.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>When it was added.</summary>
    public DateTimeOffset AddedAt { get; internal set; }

    /// <summary>When it was last used to sign in, or null.</summary>
    public DateTimeOffset? LastUsedAt { get; internal set; }
}

/// <summary>An account elsewhere that a person signs in with.</summary>
public sealed class ExternalLoginRow
{
    /// <summary>Whose.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>Name of the provider in the configuration.</summary>
    public string Provider { get; internal set; } = "";

    /// <summary>The person's id there (OpenID Connect: <c>sub</c>).</summary>
    public string ProviderKey { get; internal set; } = "";

    /// <summary>The provider as people read it.</summary>
    public string ProviderName { get; internal set; } = "";

    /// <summary>When it was added.</summary>
    public DateTimeOffset AddedAt { get; internal set; }
}

/// <summary>A claim of one user, as applications see it.</summary>
public sealed class UserClaimRow
{
    /// <summary>Whose.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>Type, such as <c>department</c>.</summary>
    public string ClaimType { get; internal set; } = "";

    /// <summary>Value.</summary>
    public string Value { get; internal set; } = "";

    /// <summary>Who gave it this value.</summary>
    public string AddedBy { get; internal set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset AddedAt { get; internal set; }
}
