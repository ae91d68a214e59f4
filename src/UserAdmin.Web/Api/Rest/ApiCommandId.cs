using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.Web.Api.Rest;

/// <summary>The ids of a request: that of its command, and that of what the command creates.</summary>
internal static class ApiCommandId
{
    /// <summary>The header with the id.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The longest text in the header.</summary>
    public const int Longest = 255;

    /// <summary>What a request with another header is answered with.</summary>
    public static ApiProblem Problem { get; } =
        ApiProblem.Bad(
            "api.idempotency-key",
            $"Send one Idempotency-Key of 1 to {Longest} characters: a UUID, or any text that is another one for each "
                + "change."
        );

    /// <summary>
    /// Returns the id of the command: the header's UUID; any other text made into a UUID that is this application's
    /// alone (version 8); a fresh one if there is no header; null if the header is empty, too long or there twice.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="applicationId">Id of the application.</param>
    public static Guid? Of(HttpContext http, string applicationId)
    {
        if (!http.Request.Headers.TryGetValue(Header, out var sent))
        {
            return Guid.CreateVersion7();
        }

        // The draft of the header has it as a quoted string; most send it bare.
        var text = sent.Count == 1 ? sent[0]!.Trim() : "";
        text = text is ['"', .. var inner, '"'] ? inner : text;
        return text.Length is 0 or > Longest ? null
            : Guid.TryParse(text, out var id) && id != Guid.Empty ? id
            : Hashed($"{applicationId}\n{text}", version: 8);
    }

    /// <summary>
    /// Returns the id of what a command creates, the same for a repeated request: a UUID of version 7, as ids of new
    /// objects have to be.
    /// </summary>
    /// <param name="commandId">Id of the command.</param>
    public static string OfNew(Guid commandId)
    {
        var made = Hashed($"{commandId:D} new", version: 7).ToByteArray(bigEndian: true);
        // With the time of a command's id that has one, so that ids that are made together are close in the index.
        if (commandId.Version == 7)
        {
            commandId.ToByteArray(bigEndian: true).AsSpan(0, 6).CopyTo(made);
        }

        return new Guid(made, bigEndian: true).ToString("D");
    }

    private static Guid Hashed(string text, byte version)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
