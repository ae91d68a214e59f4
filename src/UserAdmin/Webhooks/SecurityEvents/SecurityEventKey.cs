namespace UserAdmin.Webhooks.SecurityEvents;

/// <summary>A key that signs security event tokens: ECDSA on the curve P-256 (ES256). It never changes.</summary>
internal sealed class SecurityEventKey
{
    /// <summary>Its id, the <c>kid</c> of the tokens: the thumbprint of RFC 7638.</summary>
    public string Id { get; set; } = "";

    /// <summary>The public part (SubjectPublicKeyInfo, DER).</summary>
    public byte[] PublicKey { get; set; } = [];

    /// <summary>The private part (PKCS #8), encrypted with the data-protection keys.</summary>
    public byte[] PrivateKey { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Returns the key of a command.</summary>
    public static SecurityEventKey Of(AddSecurityEventKey command, DateTimeOffset now) =>
        new()
        {
            Id = command.KeyId,
            PublicKey = [.. command.PublicKey],
            PrivateKey = [.. command.PrivateKey],
            CreatedAt = now,
        };
}
