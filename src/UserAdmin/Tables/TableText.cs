using System.Text;

namespace UserAdmin.Tables;

/// <summary>The characters of a text file, some ten thousand at a time.</summary>
internal sealed class TableText(Stream stream, TextEncoding encoding) : IDisposable
{
    private readonly StreamReader _reader = new(
        stream,
        encoding.Encoding,
        detectEncodingFromByteOrderMarks: false,
        bufferSize: 1 << 16
    );
    private readonly char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;

    /// <summary>The encoding that is read.</summary>
    public TextEncoding Encoding => encoding;

    /// <summary>Whether the characters at hand are all that are left.</summary>
    public bool IsWhole => _end < _buffer.Length;

    /// <summary>The characters at hand that are not taken yet.</summary>
    public ReadOnlySpan<char> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Takes some of the characters at hand.</summary>
    public void Take(int length) => _start += length;

    /// <summary>Sees to it that there is a character at hand.</summary>
    /// <param name="row">The row that is being read, to say where something is wrong.</param>
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

    /// <summary>The beginning of the text without the empty lines before it.</summary>
    public ReadOnlySpan<char> Beginning() => More(row: 1) ? Rest.TrimStart() : [];

    public void Dispose() => _reader.Dispose();
}
