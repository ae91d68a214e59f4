using Bunit;
using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Web.Imports;

namespace UserAdmin.Web.Tests.Imports;

public sealed class ImportSourceTests : ConsoleContext
{
    private readonly List<TableChoice> _chosen = [];

    [Fact]
    public void Workbook_SaysWhatIsReadAndLeftOut_AndReadsAnotherSheet()
    {
        var view = Show(
            new TableDescription(TableFormat.Xlsx, "utf-8", null, ["Email"])
            {
                Sheet = "Staff",
                Sheets = ["How to", "Staff", "Lists"],
                TitleRow = 3,
                HiddenRows = 12,
                MergedCells = 4,
            }
        );

        var notes = view.FindAll("[data-source-note]").Select(note => note.TextContent).ToList();
        notes.ShouldContain("Only the sheet “Staff” is read, not “How to”, “Lists”.");
        notes.ShouldContain("12 rows that the workbook hides, by a filter for instance, are left out.");
        notes.ShouldContain("The column titles are in row 3; what stands above them is left out.");
        notes.ShouldContain(note => note.StartsWith("Merged cells"));
        view.FindAll("#source-encoding").ShouldBeEmpty();

        view.Find("#source-sheet").Change("Lists");
        view.Find("#source-hidden").Change(true);
        view.Find("form").Submit();

        _chosen.ShouldBe([new TableChoice { Sheet = "Lists", ReadsHiddenRows = true }]);
    }

    [Fact]
    public void DoubtfulEncoding_CarriesAWarning_AndCanBeChanged()
    {
        var view = Show(
            new TableDescription(TableFormat.Csv, "windows-1252", ',', ["Email"]) { IsEncodingDoubtful = true }
        );

        var warning = view.AllByRole("alert")[0];
        warning.TextContent.ShouldContain("Western European (windows-1252)");
        view.Find("details").HasAttribute("open").ShouldBeTrue();

        view.Find("#source-encoding").Change("big5");
        view.Find("form").Submit();
        _chosen.ShouldHaveSingleItem().Encoding.ShouldBe("big5");
    }

    [Fact]
    public void CertainEncoding_CarriesNone()
    {
        var view = Show(new TableDescription(TableFormat.Csv, "utf-8", ',', ["Email"]));
        view.FindAll("[data-source-note]").ShouldBeEmpty();
        view.Find("details").HasAttribute("open").ShouldBeFalse();
    }

    [Fact]
    public void ImportSource_WhenTheFileHoldsPasswords_WarnsAndOffersNoSecondReading()
    {
        var view = Show(
            new TableDescription(TableFormat.Csv, "utf-8", ',', ["Email", "Mot de passe"]) { ClearPasswords = [1] }
        );
        view.ByRole("alert").TextContent.ShouldContain("“Mot de passe” seems to hold passwords");
        view.FindAll("form").ShouldBeEmpty();
    }

    [Fact]
    public void Refusal_IsSaidBesideTheButton()
    {
        var view = Show(new TableDescription(TableFormat.Csv, "utf-8", ',', ["Email"]), TableErrors.Empty);
        view.Markup.ShouldContain(TableErrors.Empty.Message);
    }

    private IRenderedComponent<ImportSource> Show(TableDescription table, params Error[] errors) =>
        Show<ImportSource>(parameters =>
            parameters
                .Add(view => view.Table, table)
                .Add(view => view.Errors, errors)
                .Add(view => view.OnRead, (TableChoice choice) => _chosen.Add(choice))
        );
}
