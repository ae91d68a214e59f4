using System.IO.Compression;

namespace UserAdmin.Tables;

/// <summary>The stream of an unpacked part, with limits.</summary>
internal sealed class XlsxPart(ZipArchiveEntry entry, Action<int> onRead) : Stream
{
    // The longest text between two tags is a value whose characters are all written as entities. Anything longer would
    // be read into memory.
    private const int LongestText = 1 << 20;

    // A small part may consist of one repeated character.
    private const int Unsuspicious = 4 << 20;

    private readonly Stream _stream = entry.Open();
    private long _read;
    private int _text;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = _stream.Read(buffer);
        _read += read;
        onRead(read);
        if (_read > Unsuspicious && _read / TableLimits.UnpackedRatio > entry.CompressedLength)
        {
            throw new UnreadableTableException(TableErrors.UnpacksTooLarge);
        }

        var mark = buffer[..read].LastIndexOf((byte)'<');
        _text = mark < 0 ? _text + read : read - mark;
        return _text <= LongestText ? read : throw new UnreadableTableException(TableErrors.UnpacksTooLarge);
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _stream.Dispose();
        base.Dispose(disposing);
    }
}
