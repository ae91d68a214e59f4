using System.Text;
using UserAdmin.Tables;

namespace UserAdmin.Tests.Tables;

public sealed class CsvReaderTests : IDisposable
{
    private readonly TableFolder _folder = new();

    public static TheoryData<string, string> Encodings =>
        new()
        {
            { "utf-8", "utf-8" },
            { "utf-8-mark", "utf-8" },
            { "utf-16", "utf-16" },
            { "utf-16-mark", "utf-16" },
            { "utf-16BE", "utf-16BE" },
            { "utf-16BE-mark", "utf-16BE" },
            { "windows-1252", "windows-1252" },
        };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Open_InAnyEncoding_DetectsItAndReadsTheLetters(string name, string expected)
    {
        var encoding =
            CodePagesEncodingProvider.Instance.GetEncoding(name.Replace("-mark", "", StringComparison.Ordinal))
            ?? Encoding.GetEncoding(name.Replace("-mark", "", StringComparison.Ordinal));
        byte[] mark = name.EndsWith("-mark", StringComparison.Ordinal) ? encoding.GetPreamble() : [];
        // The first letter that is not ASCII is a megabyte into the file.
        var filler = string.Concat(Enumerable.Repeat("1;Ada Lovelace\r\n", 70_000));
        using var reader = TableFiles.Open(
            _folder.Write([.. mark, .. encoding.GetBytes($"no;name\r\n{filler}2;Zoë Müller €\r\n")])
        );
        reader.Description.Encoding.ShouldBe(expected);
        reader.Description.Separator.ShouldBe(';');
        TableFolder.ReadAll(reader)[^1].Values.ShouldBe(["2", "Zoë Müller €"]);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", ',')]
    [InlineData("a;b\n\"x,y,z\";2\n", ';')]
    [InlineData("a\tb\n1,5\t2,5\n", '\t')]
    [InlineData("a|b\n1|2\n", '|')]
    [InlineData("name;note\nx;a, b\ny;c, d\n", ';')]
    [InlineData("\"a,b\";\"c\"\"d;\"\n1;2\n", ';')]
    [InlineData("only\nx\n", ',')]
    [InlineData("sep=|\r\na,x|b\n1|2\n", '|')]
    public void Open_GuessesTheSeparator(string content, char separator)
    {
        using var reader = TableFiles.Open(_folder.Write(content));
        reader.Description.Separator.ShouldBe(separator);
        reader.Read().ShouldBeTrue();
        reader.RowNumber.ShouldBe(2);
        reader.RowError.ShouldBeNull();
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void Read_WithAnyLineEnd_CountsRowsAsASpreadsheetDoes(string end)
    {
        using var reader = TableFiles.Open(_folder.Write($"a,b{end}1,\"x{end}y\"{end}{end},{end}2,z"));
        var rows = TableFolder.ReadAll(reader);
        rows.Select(row => row.Number).ShouldBe([2, 5]);
        rows[0].Values.ShouldBe(["1", $"x{end}y"]);
    }

    [Theory]
    [InlineData("1", new[] { "1", null }, null)]
    [InlineData("1,2,,", new[] { "1", "2" }, null)]
    [InlineData("1,2,3", new[] { "1", "2" }, "tables.too-many-values")]
    [InlineData("a\"b,c\"\"d", new[] { "a\"b", "c\"\"d" }, null)]
    [InlineData("\"a\"b,\"c\"", new[] { "ab", "c" }, null)]
    [InlineData("\"\"\"\",\"\"", new[] { "\"", null }, null)]
    [InlineData("' x,'=1", new[] { "' x", "=1" }, null)]
    public void Read_OfOddRows_ReadsThemAsASpreadsheet_OrSaysWhatIsWrongWithThatRow(
        string row,
        string?[] values,
        string? error
    )
    {
        using var reader = TableFiles.Open(_folder.Write($"a,b\n{row}\nnext,row\n"));
        var rows = TableFolder.ReadAll(reader);
        rows.Count.ShouldBe(2);
        rows[0].Values.ShouldBe(values);
        rows[0].Error.ShouldBe(error);
        rows[1].Error.ShouldBeNull();
    }

    [Fact]
    public void Read_OfValuesTooLong_NamesThatRow()
    {
        var (quotes, wide) = (new string('"', 65_536 + 2), Enumerable.Repeat(new string('x', 30_000), 40));
        using var reader = TableFiles.Open(
            _folder.Write(
                $"a,b\n{new string('x', 32_767)},1\n{new string('x', 32_768)},1\n\"{quotes}\",1\n"
                    + $"{string.Join(',', wide)}\nlast,1\n"
            )
        );
        TableFolder
            .ReadAll(reader)
            .Select(row => row.Error)
            .ShouldBe([null, "tables.value-too-long", "tables.value-too-long", "tables.row-too-long", null]);
    }

    [Fact]
    public void Columns_EmptyOrRepeated_GetANumber()
    {
        using var reader = TableFiles.Open(_folder.Write("\n Email ,,email,Email (2),\n1,2,3,4,5\n"));
        reader.Description.Columns.ShouldBe(["Email", "Column 2", "email (2)", "Email (2) (2)", "Column 5"]);
        reader.Read();
        reader.RowNumber.ShouldBe(3);
    }

    public void Dispose() => _folder.Dispose();
}
