using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using UserAdmin.EventLog;

namespace UserAdmin.Anchors;

/// <summary>
/// The text that is signed when a log is sealed: it ties the hashes from before to those from then on. An auditor
/// writes it from the event <c>LogSealed</c>; docs/VERIFYING.md says how.
/// </summary>
internal static class SealingStatement
{
    private const string Title = "UserAdmin sealed event log, version 1";

    /// <summary>Returns the text, UTF-8 with a line feed after each line.</summary>
    public static string Of(LogSealed sealing) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Title}\nPosition: {sealing.HeadPosition}\nFormer hash: {sealing.FormerHash}\nFormer hashes: "
                + $"{sealing.FormerDigest}\nHash: {sealing.HeadHash}\nSealed: {Anchor.Instant(sealing.SealedAt)}\n"
                + $"Key: {sealing.KeyId}\n"
        );

    /// <summary>Returns the event with a signature.</summary>
    /// <param name="sealing">The event; what it says about the key is set.</param>
    /// <param name="key">The private key.</param>
    public static LogSealed Signed(LogSealed sealing, ECDsa key)
    {
        var unsigned = sealing with { KeyId = AnchorKey.IdOf(key) };
        return unsigned with
        {
            Signature = Convert.ToBase64String(
                key.SignData(
                    Encoding.UTF8.GetBytes(Of(unsigned)),
                    HashAlgorithmName.SHA256,
                    DSASignatureFormat.Rfc3279DerSequence
                )
            ),
        };
    }

    /// <summary>Returns whether a key made the signature.</summary>
    public static bool IsSignedBy(LogSealed sealing, ECDsa key)
    {
        try
        {
            return key.VerifyData(
                Encoding.UTF8.GetBytes(Of(sealing)),
                Convert.FromBase64String(sealing.Signature),
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence
            );
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
