using UserAdmin.Messaging;
using UserAdmin.PasswordHashes;

namespace UserAdmin.Imports;

/// <summary>
/// The password hash parameters of the Firebase project that a file comes from, as the Firebase console shows them.
/// </summary>
/// <param name="SignerKey">The signer key: base64 as Firebase shows it, or the encrypted text in which an import keeps
/// it.</param>
/// <param name="SaltSeparator">The salt separator, base64.</param>
/// <param name="Rounds">Rounds, 1 to 16.</param>
/// <param name="MemoryCost">Memory cost, 1 to 18.</param>
public sealed record FirebaseProject(
    [property: Secret] string SignerKey,
    string SaltSeparator = "Bw==",
    int Rounds = 8,
    int MemoryCost = 14
)
{
    private const string Kept = "kept:";

    /// <summary>Whether the key is the encrypted text.</summary>
    public bool IsKept => SignerKey?.StartsWith(Kept, StringComparison.Ordinal) is true;

    /// <summary>Leaves the key out, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(FirebaseProject)} {{ MemoryCost = {MemoryCost} }}";

    internal FirebaseScryptParameters With(string signerKey) => new(signerKey, SaltSeparator, Rounds, MemoryCost);

    internal FirebaseProject Keeping(string encrypted) => this with { SignerKey = Kept + encrypted };

    internal string Encrypted => SignerKey[Kept.Length..];
}
