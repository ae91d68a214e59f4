using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace UserAdmin.EventLog.Sealing;

/// <summary>
/// Texts, encrypted together with AES-256-GCM: the base64 of nonce, ciphertext and tag. The plaintext is the texts in
/// UTF-8, each after its length as a 32-bit big-endian integer.
/// </summary>
internal static class SealedTexts
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Encrypts texts.</summary>
    /// <param name="texts">The texts, in order.</param>
    /// <param name="key">The key, 32 bytes.</param>
    public static string Encrypt(List<string> texts, byte[] key)
    {
        var size = 0;
        foreach (var text in texts)
        {
            size += sizeof(int) + Encoding.UTF8.GetByteCount(text);
        }

        var plain = new byte[size];
        var rest = plain.AsSpan();
        foreach (var text in texts)
        {
            var written = Encoding.UTF8.GetBytes(text, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, written);
            rest = rest[(sizeof(int) + written)..];
        }

        var content = new byte[NonceLength + size + TagLength];
        var nonce = content.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, plain, content.AsSpan(NonceLength, size), content.AsSpan(NonceLength + size));
        return Convert.ToBase64String(content);
    }

    /// <summary>Decrypts texts.</summary>
    /// <param name="base64">What <see cref="Encrypt"/> returned.</param>
    /// <param name="key">The key, 32 bytes.</param>
    /// <returns>The texts; null if they were encrypted with another key.</returns>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static List<string>? Decrypt(ReadOnlySpan<char> base64, byte[] key)
    {
        var content = new byte[base64.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(base64, content, out var length) || length < NonceLength + TagLength)
        {
            throw new JsonException("The encrypted part of the event is damaged.");
        }

        var plain = new byte[length - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(
                content.AsSpan(0, NonceLength),
                content.AsSpan(NonceLength, plain.Length),
                content.AsSpan(length - TagLength, TagLength),
                plain
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            // The key is that of a later account with the same id: that of this event was deleted. Whether somebody
            // changed the event is what the hash chain tells.
            return null;
        }

        var texts = new List<string>();
        for (var rest = plain.AsSpan(); rest.Length > 0; )
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(rest);
            texts.Add(Encoding.UTF8.GetString(rest.Slice(sizeof(int), size)));
            rest = rest[(sizeof(int) + size)..];
        }

        return texts;
    }
}
