using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.EventLog;

/// <summary>
/// The hash chain: SHA-256 over the previous hash, then position, time and version as 64-bit big-endian integers, then
/// every other column as its UTF-8 length (32-bit big-endian; −1 for null) and its UTF-8 bytes, the payload last.
/// Because of the lengths, two different rows never produce the same bytes.
/// </summary>
internal static class EventHash
{
    /// <summary>The hash before the first event.</summary>
    public static byte[] Genesis { get; } = new byte[SHA256.HashSizeInBytes];

    public static byte[] Compute(ReadOnlySpan<byte> previous, EventRecord record)
    {
        var texts =
            (ReadOnlySpan<string?>)
                [
                    record.Type,
                    record.SubjectId,
                    record.ActorId,
                    record.ActorName,
                    record.CommandId,
                    record.CommandName,
                    record.CorrelationId,
                    record.Reason,
                    record.IpAddress,
                    record.Payload,
                ];
        var size = previous.Length + (3 * sizeof(long));
        foreach (var text in texts)
        {
            size += sizeof(int) + (text is null ? 0 : Encoding.UTF8.GetByteCount(text));
        }

        Span<byte> bytes = size <= 4096 ? stackalloc byte[size] : new byte[size];
        previous.CopyTo(bytes);
        var rest = bytes[previous.Length..];
        BinaryPrimitives.WriteInt64BigEndian(rest, record.Position);
        BinaryPrimitives.WriteInt64BigEndian(rest[8..], record.At.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(rest[16..], record.Version);
        rest = rest[24..];
        foreach (var text in texts)
        {
            var written = text is null ? -1 : Encoding.UTF8.GetBytes(text, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, written);
            rest = rest[(sizeof(int) + Math.Max(0, written))..];
        }

        return SHA256.HashData(bytes);
    }
}
