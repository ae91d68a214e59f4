using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using UserAdmin.Tables;
using UserAdmin.Tests.Properties;

namespace UserAdmin.Tests.Tables;

public sealed class RoundTripTests
{
    // Many of the characters that have a meaning in one of the formats.
    private static readonly Gen<string> _nasty = Gen.OneOf(
            Generators.Unicode,
            Gen.OneOf(
                    "'",
                    "''",
                    "=",
                    "+",
                    "-",
                    "@",
                    "\t",
                    "\r",
                    "\n",
                    "\r\n",
                    "＝",
                    "＋",
                    "－",
                    "＠",
                    "\"",
                    ",",
                    ";",
                    "|",
                    " ",
                    "_x000D_",
                    "_x",
                    "\u0001",
                    "\ufeff",
                    "]]>",
                    "<",
                    "&",
                    "\ufffe",
                    "é",
                    "=1+1",
                    "true",
                    "007",
                    "1e5",
                    "null"
                )
                .Array[0, 6]
                .Select(string.Concat)
        )
        .Select(text => text.Replace("\0", "", StringComparison.Ordinal));

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Xlsx)]
    [InlineData(TableFormat.JsonLines)]
    public Task EveryValue_WrittenAndRead_IsAsItWas(TableFormat format) =>
        Gen.Select(_nasty.Array[2], _nasty.Array[3].Array[0, 5])
            .SampleAsync(
                async (titles, values) =>
                {
                    string[] columns = ["id", $"a{titles[0]}", $"b{titles[1]}"];
                    var rows = values
                        .Select(
                            (row, number) =>
                                (string?[])[$"{number}", row[0] == "" ? null : row[0], row[1] == "" ? null : row[1]]
                        )
                        .ToArray();
                    if (format == TableFormat.JsonLines && rows.Length == 0)
                    {
                        // In this format the names are in the rows; without rows, the file is empty.
                        return;
                    }

                    using var folder = new TableFolder();
                    using var reader = TableFiles.Open(folder.Write(await WrittenAsync(format, columns, rows)));
                    reader.Description.Format.ShouldBe(format);
                    reader.Description.Columns.ShouldBe(columns.Select(column => column.Trim()));
                    TableFolder
                        .ReadAll(reader)
                        .ShouldBe(
                            rows.Select(
                                (row, place) => (place + (format == TableFormat.JsonLines ? 1 : 2), row, (string?)null)
                            ),
                            new RowComparer()
                        );
                },
                iter: 300
            );

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-5", "'-5")]
    [InlineData("@name", "'@name")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("\n=1", "'\n=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋49", "'＋49")]
    [InlineData("－5", "'－5")]
    [InlineData("＠name", "'＠name")]
    [InlineData("'=x", "''=x")]
    [InlineData("'n Sync", "'n Sync")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void Guarded_OfWhatASpreadsheetWouldRun_HasAnApostropheMore(string value, string guarded)
    {
        FormulaGuard.Guarded(value).ShouldBe(guarded);
        FormulaGuard.Bare(guarded).ShouldBe(value);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("Ada", "Ada")]
    [InlineData("Ada, Countess", "\"Ada, Countess\"")]
    [InlineData("the \"first\"", "\"the \"\"first\"\"\"")]
    [InlineData(" x", "\" x\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("@SUM(A1,A2)", "\"'@SUM(A1,A2)\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    public async Task Csv_OfAnyText_IsAFieldThatRunsNothing(string? value, string field) =>
        Encoding
            .UTF8.GetString(
                await WrittenAsync(
                    TableFormat.Csv,
                    ["a", "b"],
                    [
                        [value, "z"],
                    ]
                )
            )
            .ShouldBe($"\ufeffa,b\r\n{field},z\r\n");

    [Fact]
    public void Guarded_OfAnyString_NeverBeginsAFormula_AndComesBack() =>
        Generators.AnyString.Sample(value =>
        {
            var guarded = FormulaGuard.Guarded(value);
            (
                guarded is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '\t' or '\r' or '\n', ..]
            ).ShouldBeFalse();
            FormulaGuard.Bare(guarded).ShouldBe(value);
        });

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Xlsx)]
    [InlineData(TableFormat.JsonLines)]
    public async Task AWriterLeftBeforeItsEnd_WritesNoWholeFile(TableFormat format)
    {
        var whole = await WrittenAsync(
            format,
            ["id"],
            [
                ["1"],
                ["2"],
            ]
        );
        var left = await WrittenAsync(
            format,
            ["id"],
            [
                ["1"],
                ["2"],
            ],
            complete: false
        );
        left.Length.ShouldBeLessThan(whole.Length);
    }

    /// <summary>exceljs 4.4.0 cannot read a sheet whose cells do not say where they are.</summary>
    [Fact]
    public async Task Workbook_Written_SaysOfEachCellWhereItIs()
    {
        var bytes = await WrittenAsync(
            TableFormat.Xlsx,
            ["a", "b"],
            [
                ["1", null],
                ["2", "3"],
            ]
        );
        using var package = new ZipArchive(new MemoryStream(bytes));
        using var sheet = new StreamReader(package.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var cells = XDocument
            .Parse(await sheet.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Descendants()
            .Where(element => element.Name.LocalName == "c")
            .ToList();

        cells.Count.ShouldBeGreaterThan(4);
        cells.ShouldEachBe(cell => cell.Attribute("r") != null);
    }

    private static async Task<byte[]> WrittenAsync(
        TableFormat format,
        string[] columns,
        string?[][] rows,
        bool complete = true
    )
    {
        var stream = new OnlyAsync();
        await using var writer = TableWriters.Create(format, stream, columns);
        foreach (var row in rows)
        {
            await writer.WriteAsync(row);
        }

        if (complete)
        {
            await writer.CompleteAsync();
        }

        return stream.ToArray();
    }

    /// <summary>A stream that refuses synchronous writes, as a response does.</summary>
    private sealed class OnlyAsync : Stream
    {
        private readonly MemoryStream _written = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public byte[] ToArray() => _written.ToArray();

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => _written.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            _written.WriteAsync(buffer, offset, count, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush() => throw new InvalidOperationException("Synchronous.");

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Synchronous.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class RowComparer : IEqualityComparer<(int Number, string?[] Values, string? Error)>
    {
        public bool Equals(
            (int Number, string?[] Values, string? Error) x,
            (int Number, string?[] Values, string? Error) y
        ) => x.Number == y.Number && x.Error == y.Error && x.Values.SequenceEqual(y.Values);

        public int GetHashCode((int Number, string?[] Values, string? Error) row) => row.Number;
    }
}
