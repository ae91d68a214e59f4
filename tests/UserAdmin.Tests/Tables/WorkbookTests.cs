using UserAdmin.Tables;

namespace UserAdmin.Tests.Tables;

/// <summary>
/// Workbooks as real programs write them: every value that a person sees is read, and cells without a value are
/// reported.
/// </summary>
public sealed class WorkbookTests : IDisposable
{
    private const string Titles = """<row><c t="str"><v>Email</v></c><c t="str"><v>Department</v></c></row>""";
    private readonly TableFolder _folder = new();

    [Fact]
    public void FormulasThatWereFilledDown_AreReadInEveryRow()
    {
        var rows = Rows("28-exceljs-shared-formula.xlsx");
        rows.Select(row => row.Values[3]).ShouldBe(["Ute Brand", "Kai Wolf", "Mia Roth", "Jan Kern"]);
        rows.Select(row => row.Values[4]).ShouldBe(["Sales", "Sales", "Sales", "Sales"]);
    }

    [Fact]
    public void TextsThatAreFormattedInPart_AreReadToTheirEnd()
    {
        var rows = Rows("29-exceljs-rich-parts.xlsx");
        rows.Select(row => row.Values[1]).ShouldBe(["Anna Berg", "Bernd Kraus", "Carla Plain"]);
        rows.Select(row => row.Values[2]).ShouldBe(["Sales", "Human Resources", "Human Resources"]);
        rows.Select(row => row.Values[3]).ShouldBe(["R1", "R2", "R3"]);
    }

    [Fact]
    public void AFormulaWithoutASavedValue_IsAnErrorThatNamesTheCell()
    {
        using var reader = Open("20-exceljs-formula-no-result.xlsx");
        reader.Read().ShouldBeTrue();
        reader
            .CellErrors.Select(cell => (cell.Column, cell.Error))
            .ShouldBe([(3, TableErrors.NoSavedValue("D2")), (4, TableErrors.NoSavedValue("E2"))]);
        reader.Read().ShouldBeTrue();
        reader.CellErrors[0].Error.Message.ShouldContain("D3");
    }

    [Fact]
    public void ErrorsOfTheSpreadsheet_AreNoValuesAndNameTheCell()
    {
        using var reader = Open("20-exceljs-formula-errors.xlsx");
        reader.Read();
        reader
            .CellErrors.Select(cell => cell.Error)
            .ShouldBe([TableErrors.ErrorValue("C2", "#N/A"), TableErrors.ErrorValue("D2", "#REF!")]);
        reader.Read();
        reader
            .CellErrors.Select(cell => cell.Error)
            .ShouldBe([TableErrors.ErrorValue("B3", "#NAME?"), TableErrors.ErrorValue("C3", "#VALUE!")]);
    }

    [Fact]
    public void RowsThatAFilterHides_AreLeftOutAndCounted_OrReadWhenAskedFor()
    {
        using var reader = Open("22-exceljs-hidden-rows.xlsx");
        TableFolder.ReadAll(reader).Select(row => row.Number).ShouldBe([2, 4, 6]);
        reader.Description.HiddenRows.ShouldBe(3);

        using var all = Open("22-exceljs-hidden-rows.xlsx", new TableChoice { ReadsHiddenRows = true });
        TableFolder.ReadAll(all).Count.ShouldBe(6);
        (all.Description.HiddenRows, all.Description.ReadsHiddenRows).ShouldBe((3, true));
    }

    [Fact]
    public void TheSheetWithTitles_IsReadAndNamed_AndAnotherOneWhenItIsChosen()
    {
        using var reader = Open("23-exceljs-instructions-first.xlsx");
        var (sheet, sheets) = (reader.Description.Sheet, reader.Description.Sheets);
        sheets.Count.ShouldBe(2);
        sheet.ShouldBe(sheets[1]);
        TableFolder.ReadAll(reader).ShouldHaveSingleItem().Values.ShouldBe(["ins23@example.com", "Ins Truct"]);

        using var other = Open("23-exceljs-instructions-first.xlsx", new TableChoice { Sheet = sheets[0] });
        (other.Description.Sheet, other.Description.Columns[0]).ShouldBe((sheets[0], "How to fill in this list"));
        Should
            .Throw<UnreadableTableException>(() =>
                Open("23-exceljs-instructions-first.xlsx", new TableChoice { Sheet = "none" })
            )
            .Error.Code.ShouldBe("tables.unknown-sheet");
    }

    [Theory]
    [InlineData("23-exceljs-title-above.xlsx", 3, "tit23@example.com")]
    [InlineData("03-entra-template.csv", 2, "Mia Berg")]
    [InlineData("entra-template.csv", 2, "Anna Berg")]
    [InlineData("09-caret-preamble.csv", 4, "pre09@example.com")]
    [InlineData("powershell-export-csv-type.csv", 2, "CN=Anna Berg,OU=Sales,DC=example,DC=com")]
    [InlineData("04-entra-users.csv", 1, "nora.falk04@example.com")]
    public void TitlesBelowTheFirstRow_AreFound(string file, int row, string first)
    {
        using var reader = Open(file);
        reader.Description.TitleRow.ShouldBe(row);
        var rows = TableFolder.ReadAll(reader);
        (rows[0].Number, rows[0].Values[0]).ShouldBe((row + 1, first));
        rows.ShouldEachBe(one => one.Error == null);
    }

    [Fact]
    public void TheRowOfTheTitles_CanBeChosen()
    {
        using var reader = Open("23-exceljs-title-above.xlsx", new TableChoice { TitleRow = 1 });
        (reader.Description.TitleRow, reader.Description.Columns[0]).ShouldBe((1, "Staff list, November 2026"));
    }

    [Fact]
    public void WhatOtherProgramsWrite_IsReadInFull()
    {
        Rows("spreadcheetah-1.28.0.xlsx")
            .Select(row => row.Values[2])
            .ShouldBe(["0049301234567", "4930123456789", null]);
        Rows("spreadcheetah-1.28.0.xlsx")[1]
            .Values.ShouldBe([
                "zoe@example.com",
                "Zoë Müller",
                "4930123456789",
                "false",
                "2026-01-15T09:30:00",
                "2025-07-01T00:00:00",
                "  00124 ",
            ]);
        Rows("25-sheetjs.xlsx").Select(row => row.Values[1]).ShouldBe(["Šárka Inline", " Leading blank "]);
        var closed = Rows("26-closedxml.xlsx");
        closed[0].Values[4].ShouldBe("00026");
        (closed[1].Values[5], closed[2].Values[3]).ShouldBe(("49305552602", "Rich Text"));
    }

    [Theory]
    [InlineData("""<c><v>8001230000000</v></c>""", "8001230000000")]
    [InlineData("""<c><v>8.00123E+12</v></c>""", "8001230000000")]
    [InlineData("""<c t="d"><v>2026-01-05T00:00:00.000Z</v></c>""", "2026-01-05T00:00:00.000Z")]
    [InlineData("""<c t="str"><f t="shared" si="0"/><v>Sales</v></c>""", "Sales")]
    [InlineData("""<c t="str"><f>""</f><v></v></c>""", null)]
    [InlineData("""<c t="inlineStr"><is><r><t>Hu</t></r><r><rPr><b/></rPr><t>man</t></r></is></c>""", "Human")]
    public void ACell_IsReadAsItIsShownInFull(string cell, string? expected)
    {
        using var reader = TableFiles.Open(
            _folder.Write(
                TableFolder.Workbook(
                    $"""<worksheet><sheetData>{Titles}<row><c t="str"><v>a@example.com</v></c>{cell}</row></sheetData></worksheet>"""
                )
            )
        );
        reader.Read().ShouldBeTrue();
        (reader[1], reader.CellErrors.Count).ShouldBe((expected, 0));
    }

    [Fact]
    public void AMergedCell_CountsForEachOfItsRows_AndIsReported()
    {
        const string Sheet = $"""
            <worksheet><sheetData>{Titles}<row><c t="str"><v>a@x</v></c><c t="str"><v>Sales</v></c></row>
              <row><c t="str"><v>b@x</v></c><c/></row><row><c t="str"><v>c@x</v></c></row>
            <row><c t="str"><v>d@x</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="B2:B4"/></mergeCells></worksheet>
            """;
        using var reader = TableFiles.Open(_folder.Write(TableFolder.Workbook(Sheet)));
        TableFolder.ReadAll(reader).Select(row => row.Values[1]).ShouldBe(["Sales", "Sales", "Sales", null]);
        reader.Description.MergedCells.ShouldBe(2);
    }

    [Fact]
    public void CellsMergedAcrossColumns_AreErrorsOfTheColumnsBesideTheFirst()
    {
        const string Sheet = $"""
            <worksheet><sheetData>{Titles}<row><c t="str"><v>a@x</v></c><c/></row><row><c t="str"><v>b@x</v></c><c/></row>
            <row><c/><c t="str"><v>Sales</v></c></row><row><c t="str"><v>d@x</v></c><c t="str"><v>Sales</v></c></row></sheetData>
            <mergeCells count="2"><mergeCell ref="A2:B2"/><mergeCell ref="A3:B4"/></mergeCells></worksheet>
            """;
        using var reader = TableFiles.Open(_folder.Write(TableFolder.Workbook(Sheet)));
        var errors = new List<(int Row, int Column, string Code)>();
        while (reader.Read())
        {
            // The text may be a password, and errors are stored and shown.
            reader.CellErrors.Where(error => error.Error.Message.Contains("@x")).ShouldBeEmpty();
            errors.AddRange(reader.CellErrors.Select(error => (reader.RowNumber, error.Column, error.Error.Code)));
        }

        errors.ShouldBe([(2, 1, "tables.merged-across"), (3, 1, "tables.merged-across")]);
    }

    [Fact]
    public void AMergedCellThatHoldsAnError_IsAnErrorOfEachOfItsRows()
    {
        const string Sheet = $"""
            <worksheet><sheetData>{Titles}<row><c t="str"><v>a@x</v></c><c t="e"><v>#N/A</v></c></row>
            <row><c t="str"><v>b@x</v></c><c/></row><row><c t="str"><v>c@x</v></c><c/></row></sheetData>
            <mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells></worksheet>
            """;
        using var reader = TableFiles.Open(_folder.Write(TableFolder.Workbook(Sheet)));
        var errors = new List<(int Row, int Column, string Code)>();
        while (reader.Read())
        {
            errors.AddRange(reader.CellErrors.Select(error => (reader.RowNumber, error.Column, error.Error.Code)));
        }

        errors.ShouldBe([(2, 1, "tables.error-value"), (3, 1, "tables.error-value")]);
    }

    [Fact]
    public void AStrictWorkbook_IsReadLikeAnyOther()
    {
        var strict = TableFolder.Workbook(
            $"""<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>{Titles}<row><c """
                + $"""t="str"><v>a@x</v></c></row></sheetData></worksheet>""",
            workbook: """<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" """
                + """xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"><sheets><sheet name="B" """
                + """r:id="r1"/></sheets></workbook>"""
        );
        using var reader = TableFiles.Open(_folder.Write(strict));
        TableFolder.ReadAll(reader).ShouldHaveSingleItem().Values[0].ShouldBe("a@x");
    }

    [Fact]
    public void AWorkbookWhoseTextsAreUsedAMillionTimes_UnpacksNoFileBeyondItsBounds()
    {
        var text = new string('x', 30_000);
        var strings =
            "<sst>"
            + string.Concat(Enumerable.Range(0, 6000).Select(number => $"<si><t>{number}{text}</t></si>"))
            + "</sst>";
        TableFolder
            .ErrorOf(
                _folder.Write(TableFolder.Workbook($"<worksheet><sheetData>{Titles}</sheetData></worksheet>", strings))
            )
            .Code.ShouldBe("tables.unpacks-too-large");
        _folder.HasOneFile.ShouldBeTrue();
    }

    public void Dispose() => _folder.Dispose();

    private TableReader Open(string file, TableChoice? choice = null) =>
        TableFiles.Open(_folder.Write(TableFolder.Input(file)), choice, UserAdmin.Imports.ImportGuess.IsTitle);

    private List<(int Number, string?[] Values, string? Error)> Rows(string file)
    {
        using var reader = Open(file);
        return TableFolder.ReadAll(reader);
    }
}
