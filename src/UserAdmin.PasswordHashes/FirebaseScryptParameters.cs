namespace UserAdmin.PasswordHashes;

/// <summary>
/// The password hash parameters of a Firebase project, as its console shows them (Authentication, Users, menu,
/// “Password hash parameters”). All its hashes share them.
/// </summary>
/// <param name="SignerKey">The project's signer key, base64.</param>
/// <param name="SaltSeparator">The salt separator, base64; usually <c>Bw==</c>.</param>
/// <param name="Rounds">Rounds, 1 to 16; usually 8.</param>
/// <param name="MemoryCost">Memory cost, 1 to 18; usually 14.</param>
public sealed record FirebaseScryptParameters(
    string SignerKey,
    string SaltSeparator = "Bw==",
    int Rounds = 8,
    int MemoryCost = 14
)
{
    /// <summary>Returns what is wrong with the parameters, as a sentence, or null.</summary>
    public string? Problem() =>
        Bytes.Base64(SignerKey) is not { Length: >= 16 and <= 256 }
            ? "The signer key is not the base64 text that Firebase shows."
        : Bytes.Base64(SaltSeparator) is not { Length: <= 64 }
            ? "The salt separator is not the base64 text that Firebase shows, such as Bw==."
        : Rounds is < 1 or > 16 ? "Rounds are 1 to 16; Firebase shows 8 for most projects."
        : MemoryCost is < 1 or > 18 ? "The memory cost is 1 to 18; Firebase shows 14 for most projects."
        : null;

    /// <summary>Leaves the signer key out, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(FirebaseScryptParameters)} {{ MemoryCost = {MemoryCost} }}";
}
