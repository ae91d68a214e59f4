namespace UserAdmin.PasswordHashes;

/// <summary>What some systems keep beside a hash. Hashes that hold everything themselves ignore it.</summary>
/// <param name="Salt">The salt, if it has a column of its own (Firebase, ASP.NET Membership).</param>
/// <param name="Format">How the hash was made, if a column says so: Keycloak's <c>credentialData</c>, the
/// <c>PasswordFormat</c> of ASP.NET Membership.</param>
/// <param name="Firebase">The parameters of the Firebase project that the hash comes from.</param>
public sealed record PasswordHashParts(
    string? Salt = null,
    string? Format = null,
    FirebaseScryptParameters? Firebase = null
)
{
    /// <summary>Leaves the salt and the key out, so that no log can hold them.</summary>
    public override string ToString() => nameof(PasswordHashParts);
}
