using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace UserAdmin.Users.Index.Snapshots;

/// <summary>
/// Reads what <see cref="SnapshotWriter"/> wrote. Nothing that was read may be used before <see cref="Finish"/> has
/// compared the checksum.
/// </summary>
/// <param name="stream">A file, or another stream whose length is known.</param>
internal sealed class SnapshotReader(Stream stream) : IIndexSnapshot
{
    // XxHash3 is vectorised, so it is not compiled ahead, and a start would run it unoptimised.
    private readonly XxHash64 _checksum = new();
    private long _left = stream.Length - stream.Position;

    public bool IsReading => true;

    public void Exchange<T>(ref T value)
        where T : unmanaged => Read(MemoryMarshal.AsBytes(new Span<T>(ref value)));

    public void Exchange<T>(ref T[] values)
        where T : unmanaged
    {
        var length = 0;
        Exchange(ref length);
        // A damaged length must not make the program allocate gigabytes.
        if (length < 0 || (long)length * Unsafe.SizeOf<T>() > _left)
        {
            throw new DamagedSnapshotException($"An array of {length} values does not fit into the file.");
        }

        values = GC.AllocateUninitializedArray<T>(length);
        Read(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    public void Exchange(ref string text)
    {
        byte[] bytes = [];
        Exchange(ref bytes);
        text = Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Compares the checksum.</summary>
    /// <exception cref="DamagedSnapshotException">It is another one.</exception>
    public void Finish()
    {
        var expected = _checksum.GetCurrentHash();
        var written = new byte[expected.Length];
        if (stream.ReadAtLeast(written, written.Length, throwOnEndOfStream: false) < written.Length)
        {
            throw new DamagedSnapshotException("The checksum is missing.");
        }

        if (!written.AsSpan().SequenceEqual(expected))
        {
            throw new DamagedSnapshotException("The checksum is not that of the content.");
        }
    }

    private void Read(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new DamagedSnapshotException("The file ends too early.");
        }

        _left -= bytes.Length;
        _checksum.Append(bytes);
    }
}
