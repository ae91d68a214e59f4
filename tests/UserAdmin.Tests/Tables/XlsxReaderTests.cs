using UserAdmin.Tables;

namespace UserAdmin.Tests.Tables;

public sealed class XlsxReaderTests : IDisposable
{
    private readonly TableFolder _folder = new();

    [Theory]
    [InlineData("""<c s="1"><v>46027</v></c>""", "2026-01-05")]
    [InlineData("""<c s="2"><v>46027.5</v></c>""", "2026-01-05T12:00:00")]
    [InlineData("""<c s="3"><v>46027.25</v></c>""", "2026-01-05T06:00:00")]
    [InlineData("""<c s="4"><v>0.75</v></c>""", "18:00:00")]
    [InlineData("""<c s="5"><v>42</v></c>""", "00042")]
    [InlineData("""<c s="6"><v>1234.5</v></c>""", "1234.5")]
    [InlineData("""<c s="1"><v>1</v></c>""", "1900-01-01")]
    [InlineData("""<c s="1"><v>-1</v></c>""", "-1")]
    [InlineData("""<c><v>0.30000000000000004</v></c>""", "0.3")]
    [InlineData("""<c><v>4.91701234567E11</v></c>""", "491701234567")]
    [InlineData("""<c t="b"><v>1</v></c>""", "true")]
    [InlineData("""<c t="e"><v>#N/A</v></c>""", "#N/A")]
    [InlineData("""<c t="str"><f>A1&amp;"x"</f><v>shown</v></c>""", "shown")]
    [InlineData("""<c t="d"><v>2026-01-05</v></c>""", "2026-01-05")]
    [InlineData("""<c t="s"><v>1</v></c>""", "Zoë \r x")]
    [InlineData(
        """<c t="inlineStr"><is><r><t>a </t></r><rPh><t>no</t></rPh><r><t xml:space="preserve"> b</t></r></is></c>""",
        "a  b"
    )]
    [InlineData("""<c t="inlineStr"><is><t>'+49 30</t></is></c>""", "+49 30")]
    [InlineData("""<c/>""", null)]
    public void Read_OfACell_IsWhatAnAdministratorSees(string cell, string? expected)
    {
        const string Strings =
            """<sst><si><t>title</t></si><si><r><t>Zoë</t></r><r><t xml:space="preserve"> _x000D_ x</t></r></si></sst>""";
        const string Styles = """
            <styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-407]d/m/yy h:mm;@"/>
              <numFmt numFmtId="171" formatCode="00000"/>
              <numFmt numFmtId="172" formatCode="#,##0.00 &quot;days&quot;"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="170"/>
              <xf numFmtId="20"/><xf numFmtId="171"/><xf numFmtId="172"/></cellXfs></styleSheet>
            """;
        var sheet =
            $"""<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>b</t></is></c></row>"""
            + $"""<row r="7">{cell}<c r="B7"><v>1</v></c></row></sheetData></worksheet>""";
        using var reader = TableFiles.Open(_folder.Write(TableFolder.Workbook(sheet, Strings, Styles)));
        reader.Description.Columns.ShouldBe(["title", "b"]);
        var (number, values, error) = TableFolder.ReadAll(reader).ShouldHaveSingleItem();
        number.ShouldBe(7);
        error.ShouldBeNull();
        values.ShouldBe([expected, "1"]);
    }

    [Fact]
    public void Read_WithMoreSharedTextsThanAreRemembered_FindsEachAndLeavesNoFile()
    {
        const int Texts = 100_000;
        var strings = string.Concat(Enumerable.Range(0, Texts).Select(number => $"<si><t>text {number}</t></si>"));
        // The first column uses the texts in order; the second jumps to texts that are no longer in memory.
        var rows = string.Concat(
            Enumerable
                .Range(0, Texts)
                .Select(number =>
                    $"""<row><c t="s"><v>{number}</v></c><c t="s"><v>{number * 7919L % Texts}</v></c></row>"""
                )
        );
        using (
            var reader = TableFiles.Open(
                _folder.Write(
                    TableFolder.Workbook(
                        $"<worksheet><sheetData>{rows}</sheetData></worksheet>",
                        $"<sst>{strings}</sst>"
                    )
                )
            )
        )
        {
            for (var number = 1; reader.Read(); number++)
            {
                (reader[0], reader[1]).ShouldBe(($"text {number}", $"text {number * 7919L % Texts}"));
            }

            reader.RowNumber.ShouldBe(Texts);
        }

        _folder.HasOneFile.ShouldBeTrue();
    }

    public void Dispose() => _folder.Dispose();
}
