using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UserAdmin.Tables;

/// <summary>Writes JSON Lines. Spreadsheets do not open them, so the values need no guard against formulas.</summary>
internal sealed class JsonLinesWriter(Stream stream, IReadOnlyList<string> columns, IReadOnlyList<bool>? numbers = null)
    : TableWriter
{
    private const int Full = 1 << 15;

    private readonly ArrayBufferWriter<byte> _bytes = new(Full * 2);
    private readonly JsonEncodedText[] _names =
    [
        .. columns.Select(column => JsonEncodedText.Encode(column, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)),
    ];
    private Utf8JsonWriter? _json;

    public override ValueTask WriteAsync(IReadOnlyList<string?> row, CancellationToken cancellationToken = default)
    {
        Row(row);
        return _bytes.WrittenCount < Full ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        await FlushAsync(cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    protected override async ValueTask DisposeCoreAsync()
    {
        if (_json is not null)
        {
            await _json.DisposeAsync();
        }

        await base.DisposeCoreAsync();
    }

    private void Row(IReadOnlyList<string?> row)
    {
        // The file is not embedded in a page, so only what JSON itself requires is escaped.
        _json ??= new Utf8JsonWriter(
            _bytes,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }
        );
        _json.WriteStartObject();
        for (var place = 0; place < _names.Length; place++)
        {
            if (numbers?[place] is true && TableNumber.TryParse(row[place]) is { } number)
            {
                _json.WriteNumber(_names[place], number);
            }
            else
            {
                _json.WriteString(_names[place], row[place]);
            }
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _bytes.Write("\n"u8);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_bytes.WrittenMemory, cancellationToken);
        _bytes.ResetWrittenCount();
    }
}
