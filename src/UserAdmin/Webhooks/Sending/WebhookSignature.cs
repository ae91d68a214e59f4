using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.Webhooks.Sending;

/// <summary>
/// Signs requests as Standard Webhooks 1.0 says: HMAC-SHA256 over id, time and body, each signature as <c>v1,</c> and
/// base64, several separated by spaces.
/// </summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Returns the headers of a request without the signature.</summary>
    /// <param name="id">Id of the delivery.</param>
    /// <param name="at">When it is sent.</param>
    public static List<KeyValuePair<string, string>> Headers(string id, DateTimeOffset at) =>
        [new(IdHeader, id), new(TimestampHeader, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))];

    /// <summary>Returns the value of the header with the signatures.</summary>
    /// <param name="secrets">The secrets, the newest first.</param>
    /// <param name="id">Id of the delivery.</param>
    /// <param name="at">When it is sent.</param>
    /// <param name="body">The body.</param>
    public static string Of(IEnumerable<byte[]> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")
        );
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        return string.Join(
            ' ',
            secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)))
        );
    }
}
