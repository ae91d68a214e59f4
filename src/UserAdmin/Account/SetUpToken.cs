using System.Buffers.Text;
using System.Security.Cryptography;

namespace UserAdmin.Account;

/// <summary>
/// The token in the link that a start of the program prints while there is no administrator. It stays the same when the
/// program restarts its host by itself.
/// </summary>
public sealed class SetUpToken
{
    /// <summary>256 random bits as base64url.</summary>
    public string Value { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
