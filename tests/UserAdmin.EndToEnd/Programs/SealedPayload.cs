using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>
/// Decrypts what an event says about its subject, by decision 93 and without the program's code, so that a test sees
/// what is really stored.
/// </summary>
internal static class SealedPayload
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly HashSet<string> _personal = ["Email", "PhoneNumber", "From", "To", "Value"];

    /// <summary>Returns the payload with the texts in their places.</summary>
    /// <param name="payload">The payload as it is stored.</param>
    /// <param name="key">The subject's key as hex; empty if there is none.</param>
    public static string Open(string payload, string key)
    {
        var body = JsonNode.Parse(payload)!;
        if (key.Length > 0 && body["~s"]?.GetValue<string>() is { Length: > 0 } content)
        {
            Put(body, Texts(Convert.FromBase64String(content), Convert.FromHexString(key)));
        }

        return body.ToJsonString();
    }

    private static List<string> Texts(byte[] content, byte[] key)
    {
        var plain = new byte[content.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(
            content.AsSpan(0, NonceLength),
            content.AsSpan(NonceLength, plain.Length),
            content.AsSpan(content.Length - TagLength),
            plain
        );
        var texts = new List<string>();
        for (var rest = plain.AsSpan(); rest.Length > 0; )
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(rest);
            texts.Add(Encoding.UTF8.GetString(rest.Slice(sizeof(int), size)));
            rest = rest[(sizeof(int) + size)..];
        }

        return texts;
    }

    private static void Put(JsonNode node, List<string> texts)
    {
        if (node is JsonArray list)
        {
            foreach (var part in list.OfType<JsonNode>())
            {
                Put(part, texts);
            }
        }
        else if (node is JsonObject body)
        {
            foreach (var (name, value) in body.ToList())
            {
                if (
                    _personal.Contains(name)
                    && value is JsonValue
                    && int.TryParse($"{value}", NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                )
                {
                    body[name] = texts[number];
                }
                else if (value is not null)
                {
                    Put(value, texts);
                }
            }
        }
    }
}
