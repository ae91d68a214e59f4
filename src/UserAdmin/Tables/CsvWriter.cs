using System.Buffers;
using System.Text;

namespace UserAdmin.Tables;

/// <summary>
/// Writes CSV (RFC 4180), in UTF-8 with a byte order mark, because without it spreadsheets assume another encoding.
/// </summary>
internal sealed class CsvWriter(Stream stream, IReadOnlyList<string> columns) : TableWriter
{
    private const int Full = 1 << 15;

    // Some programs trim a space at either end of a value unless it is quoted.
    private static readonly SearchValues<char> _quoted = SearchValues.Create(",;\"\r\n\t");

    private readonly StringBuilder _text = new("\ufeff");
    private byte[] _bytes = new byte[Full];
    private bool _hasTitles;

    public override ValueTask WriteAsync(IReadOnlyList<string?> row, CancellationToken cancellationToken = default)
    {
        Titles();
        Row(row);
        return _text.Length < Full ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        Titles();
        await FlushAsync(cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private void Titles()
    {
        if (!_hasTitles)
        {
            _hasTitles = true;
            Row(columns);
        }
    }

    private void Row(IReadOnlyList<string?> values)
    {
        for (var place = 0; place < values.Count; place++)
        {
            _text.Append(place == 0 ? "" : ",");
            Field(values[place]);
        }

        _text.Append("\r\n");
    }

    private void Field(string? value)
    {
        var text = value is null ? "" : FormulaGuard.Guarded(value);
        if (
            text.Length > 0
            && (text.AsSpan().ContainsAny(_quoted) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        )
        {
            _text.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            _text.Append(text);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var used = 0;
        foreach (var chunk in _text.GetChunks())
        {
            used += Encoding.UTF8.GetMaxByteCount(chunk.Length);
        }

        if (used > _bytes.Length)
        {
            _bytes = new byte[used];
        }

        // Only whole rows are encoded, so no character is split.
        var text = _text.ToString();
        _text.Clear();
        await stream.WriteAsync(_bytes.AsMemory(0, Encoding.UTF8.GetBytes(text, _bytes)), cancellationToken);
    }
}
