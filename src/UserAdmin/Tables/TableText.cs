using System.Text;

namespace UserAdmin.Tables;

/// <summary>Buffers the characters of a text file, about ten thousand at a time.</summary>
internal sealed class TableText(Stream stream, TextEncoding encoding) : IDisposable
{
    private readonly StreamReader _reader = new(
        stream,
        encoding.Encoding,
        detectEncodingFromByteOrderMarks: false,
        bufferSize: 1 << 16
    );
    private readonly char[] _buffer = new char[1 << 16];
    private readonly long _beginning = stream.Position;
    private int _start;
    private int _end;

    /// <summary>The encoding of the file.</summary>
    public TextEncoding Encoding => encoding;

    /// <summary>Whether the buffer contains the rest of the file.</summary>
    public bool IsWhole => _end < _buffer.Length;

    /// <summary>The buffered characters that are not consumed yet.</summary>
    public ReadOnlySpan<char> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Consumes some of the buffered characters.</summary>
    public void Take(int length) => _start += length;

    /// <summary>Ensures that the buffer contains at least one character.</summary>
    /// <param name="row">The row that is being read, for error messages.</param>
    /// <returns>False at the end of the file.</returns>
    public bool More(int row)
    {
        if (_start < _end)
        {
            return true;
        }

        try
        {
            (_start, _end) = (0, _reader.ReadBlock(_buffer));
            return _end > 0;
        }
        catch (DecoderFallbackException fault)
        {
            throw new UnreadableTableException(TableErrors.BadCharacter(row, encoding.Name), fault);
        }
    }

    /// <summary>Goes back to the beginning, to read the text once more.</summary>
    public void Restart()
    {
        stream.Position = _beginning;
        _reader.DiscardBufferedData();
        (_start, _end) = (0, 0);
    }

    /// <summary>Returns the beginning of the text without leading empty lines.</summary>
    public ReadOnlySpan<char> Beginning() => More(row: 1) ? Rest.TrimStart() : [];

    public void Dispose() => _reader.Dispose();
}
