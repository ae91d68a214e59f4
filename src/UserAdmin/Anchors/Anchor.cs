using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;

namespace UserAdmin.Anchors;

/// <summary>
/// A signed head of the event log: proves to whoever keeps it elsewhere what the log was. Its file is a text of five
/// lines, the statement, followed by its signature in a PEM block (RFC 7468), so that it can be read by people and
/// checked with openssl; docs/VERIFYING.md says how.
/// </summary>
/// <param name="Head">Position and hash.</param>
/// <param name="SignedAt">When it was signed, in UTC.</param>
/// <param name="KeyId">SHA-256 of the public key (SubjectPublicKeyInfo, DER), as lower-case hex.</param>
/// <param name="Signature">ECDSA over SHA-256 of the statement, DER, as base64.</param>
public sealed record Anchor(LogHead Head, DateTimeOffset SignedAt, string KeyId, string Signature)
{
    private const string Title = "UserAdmin signed head of the event log, version 1";
    private const string Label = "SIGNATURE";
    private const int HashDigits = 64;

    // A file that is much longer is something else, and is not read into memory.
    private const int LongestFile = 4096;

    /// <summary>The name of its file: <c>anchor-</c>, the position with at least ten digits, <c>.txt</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"anchor-{Head.Position:D10}.txt");

    /// <summary>The anchor of a signature in the log.</summary>
    internal static Anchor Of(LogHeadSigned signed) =>
        new(new LogHead(signed.HeadPosition, signed.HeadHash), signed.SignedAt, signed.KeyId, signed.Signature);

    /// <summary>
    /// The text that is signed, UTF-8 with a line feed after each line. The same values always give the same bytes.
    /// </summary>
    public string Statement() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Title}\nPosition: {Head.Position}\nHash: {Head.Hash}\nSigned: {Instant(SignedAt)}\nKey: {KeyId}\n"
        );

    /// <summary>Returns the text of the file.</summary>
    public override string ToString()
    {
        var signature = new StringBuilder();
        foreach (var line in Signature.Chunk(HashDigits))
        {
            signature.Append(line).Append('\n');
        }

        return $"{Statement()}-----BEGIN {Label}-----\n{signature}-----END {Label}-----\n";
    }

    /// <summary>Returns whether a key made the signature.</summary>
    internal bool IsSignedBy(ECDsa key)
    {
        try
        {
            return key.VerifyData(
                Encoding.UTF8.GetBytes(Statement()),
                Convert.FromBase64String(Signature),
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence
            );
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="anchor">The anchor; its signature is not checked yet.</param>
    /// <param name="problem">Why there is none, as a sentence.</param>
    internal static bool TryReadFile(
        string path,
        [NotNullWhen(true)] out Anchor? anchor,
        [NotNullWhen(false)] out string? problem
    )
    {
        anchor = null;
        try
        {
            if (new FileInfo(path).Length <= LongestFile && TryRead(File.ReadAllText(path), out anchor))
            {
                problem = null;
                return true;
            }

            problem = $"{path} is not an anchor: a text that begins with “{Title}” and ends with a signature.";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problem = $"The anchor {path} cannot be read: {fault.Message}";
        }

        return false;
    }

    /// <summary>Reads the text of a file, whose lines may end as they do in mail.</summary>
    internal static bool TryRead(string text, [NotNullWhen(true)] out Anchor? anchor)
    {
        anchor = null;
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim('\n', ' ', '\uFEFF');
        if (
            !PemEncoding.TryFind(text, out var block)
            || text[block.Label] != Label
            || text[..block.Location.Start.GetOffset(text.Length)].TrimEnd('\n').Split('\n')
                is not [Title, var position, var hash, var signed, var key]
        )
        {
            return false;
        }

        var read = new Anchor(
            new LogHead(
                long.TryParse(
                    After(position, "Position: "),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    ? number
                    : 0,
                After(hash, "Hash: ")
            ),
            DateTimeOffset.TryParse(
                After(signed, "Signed: "),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at
            )
                ? at
                : default,
            After(key, "Key: "),
            text[block.Base64Data].Replace("\n", "", StringComparison.Ordinal)
        );
        // Whatever was read differently than it is written would be checked against other bytes than were signed.
        if (
            read.Head.Position < 1
            || !IsHash(read.Head.Hash)
            || !IsHash(read.KeyId)
            || !text.StartsWith(read.Statement(), StringComparison.Ordinal)
        )
        {
            return false;
        }

        anchor = read;
        return true;
    }

    private static string After(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : "";

    private static bool IsHash(string hash) => hash.Length == HashDigits && hash.All(char.IsAsciiHexDigitLower);

    /// <summary>Writes a moment as the signed texts do: UTC, to 100 ns.</summary>
    internal static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
