using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.Messaging;

/// <summary>
/// Creates the ids of commands that belong to a batch. The same part of the same batch always gets the same id, so it
/// is executed only once.
/// </summary>
internal static class DerivedCommandId
{
    /// <summary>Returns the id of a part.</summary>
    /// <param name="batchId">The batch, a UUID v7.</param>
    /// <param name="part">A text that is unique among the parts of the batch.</param>
    public static Guid Of(string batchId, string part)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{batchId} {part}")).AsSpan(0, 16);
        // A UUID of version 7 with the timestamp of the batch, so that the ids of one batch are close together in the
        // index.
        Guid.Parse(batchId).ToByteArray(bigEndian: true).AsSpan(0, 6).CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
