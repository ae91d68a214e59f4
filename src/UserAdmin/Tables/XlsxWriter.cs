using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace UserAdmin.Tables;

/// <summary>
/// Writes a workbook with one sheet whose cells are text, or numbers where a column has those. The first row has the
/// titles, is frozen and has filters.
/// </summary>
internal sealed class XlsxWriter(Stream stream, IReadOnlyList<string> columns, IReadOnlyList<bool>? numbers = null)
    : TableWriter
{
    // Spreadsheets calculate with double precision and would round what is longer.
    private const int Digits = 15;

    // The library writes the ends of the parts synchronously, which an HTTP response does not allow.
    private readonly HeldBack _output = new(stream);
    private readonly DataCell[] _cells = new DataCell[columns.Count];
    private Spreadsheet? _spreadsheet;

    public override async ValueTask WriteAsync(
        IReadOnlyList<string?> row,
        CancellationToken cancellationToken = default
    )
    {
        var spreadsheet = _spreadsheet ?? await BeginAsync(cancellationToken);
        for (var place = 0; place < _cells.Length; place++)
        {
            _cells[place] = row[place] is { Length: > 0 } value ? Cell(place, value) : default;
        }

        await spreadsheet.AddRowAsync(_cells, cancellationToken);
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        await (_spreadsheet ?? await BeginAsync(cancellationToken)).FinishAsync(cancellationToken);
        await _output.FlushAsync(cancellationToken);
    }

    protected override async ValueTask DisposeCoreAsync()
    {
        if (_spreadsheet is not null)
        {
            await _spreadsheet.DisposeAsync();
        }

        await _output.DisposeAsync();
        await base.DisposeCoreAsync();
    }

    private DataCell Cell(int place, string value) =>
        numbers?[place] is true && value.Count(char.IsAsciiDigit) <= Digits && TableNumber.TryParse(value) is { } number
            ? new DataCell(number)
            : new DataCell(XlsxText.Encoded(FormulaGuard.Guarded(value)));

    private async ValueTask<Spreadsheet> BeginAsync(CancellationToken cancellationToken)
    {
        // The fastest compression level is three times as fast and writes a sixth more.
        _spreadsheet = await Spreadsheet.CreateNewAsync(
            _output,
            new SpreadCheetahOptions
            {
                CompressionLevel = SpreadCheetahCompressionLevel.Fastest,
                // They are optional (ISO/IEC 29500), but exceljs 4.4.0 cannot read a sheet without them.
                WriteCellReferenceAttributes = true,
            },
            cancellationToken
        );
        var sheet = new WorksheetOptions
        {
            FrozenRows = 1,
            AutoFilter = new AutoFilterOptions($"A1:{Letters(columns.Count)}1"),
        };
        for (var column = 1; column <= columns.Count; column++)
        {
            sheet.Column(column).Width = 24;
        }

        await _spreadsheet.StartWorksheetAsync("Table", sheet, cancellationToken);
        var bold = new Style();
        bold.Font.Bold = true;
        var style = _spreadsheet.AddStyle(bold);
        await _spreadsheet.AddRowAsync(
            [.. columns.Select(title => new Cell(XlsxText.Encoded(FormulaGuard.Guarded(title)), style))],
            cancellationToken
        );
        return _spreadsheet;
    }

    /// <summary>Returns the letters of a column, counted from 1.</summary>
    internal static string Letters(int column) =>
        column <= 26
            ? $"{(char)('A' + column - 1)}"
            : $"{Letters((column - 1) / 26)}{(char)('A' + ((column - 1) % 26))}";

    /// <summary>Buffers synchronous writes until the next asynchronous write.</summary>
    private sealed class HeldBack(Stream stream) : Stream
    {
        private readonly MemoryStream _held = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await ReleaseAsync(cancellationToken);
            await stream.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            await ReleaseAsync(cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private async ValueTask ReleaseAsync(CancellationToken cancellationToken)
        {
            if (_held.Length > 0)
            {
                await stream.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancellationToken);
                _held.SetLength(0);
            }
        }
    }
}
