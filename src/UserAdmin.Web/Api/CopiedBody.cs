using System.Buffers;

namespace UserAdmin.Web.Api;

/// <summary>Passes a body on unchanged and keeps a copy of it, unless it is too long.</summary>
/// <param name="inner">The body.</param>
internal sealed class CopiedBody(Stream inner) : Stream
{
    /// <summary>The longest body that is copied, in bytes.</summary>
    internal const int Most = 64 * 1024;

    private ArrayBufferWriter<byte>? _copy = new(256);

    /// <summary>The number of bytes that have passed.</summary>
    public long Passed { get; private set; }

    /// <summary>The copy; null if the body was longer than <see cref="Most"/>.</summary>
    public ReadOnlyMemory<byte>? Copy => _copy?.WrittenMemory;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Keep(buffer.AsSpan(offset, read));
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        inner.Write(buffer, offset, count);
        Keep(buffer.AsSpan(offset, count));
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        await inner.WriteAsync(buffer, cancellationToken);
        Keep(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        Passed += bytes.Length;
        if (Passed > Most)
        {
            _copy = null;
        }

        _copy?.Write(bytes);
    }
}
