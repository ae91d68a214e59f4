using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace UserAdmin.Users.Index.Snapshots;

/// <summary>Writes a snapshot of the index, followed by its checksum.</summary>
internal sealed class SnapshotWriter(Stream stream) : IIndexSnapshot
{
    private readonly XxHash64 _checksum = new();

    public bool IsReading => false;

    public void Exchange<T>(ref T value)
        where T : unmanaged => Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    public void Exchange<T>(ref T[] values)
        where T : unmanaged
    {
        var length = values.Length;
        Exchange(ref length);
        Write(MemoryMarshal.AsBytes<T>(values));
    }

    public void Exchange(ref string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Exchange(ref bytes);
    }

    /// <summary>Writes the checksum. Nothing may be written after it.</summary>
    public void Finish() => stream.Write(_checksum.GetCurrentHash());

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _checksum.Append(bytes);
        stream.Write(bytes);
    }
}
