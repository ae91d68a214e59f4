using Bunit;
using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Web.Imports;

namespace UserAdmin.Web.Tests.Imports;

/// <summary>Whether an import that invites says that nobody receives anything.</summary>
public sealed class ImportDeliveryNoteTests : ConsoleContext
{
    private ImportRow _row = Row(ImportStatus.Previewed);

    public ImportDeliveryNoteTests()
    {
        Delivery.HasServer = false;
        Bus.Answer<GetImport, ImportRow>(_ => _row);
        Bus.Answer<GetImportSample, IReadOnlyList<ImportColumn>>(_ =>
            [new("Mail", ImportField.Email, ["ada@example.org"], false)]
        );
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => new Page<RoleRow>([], 0));
        Bus.Answer<ListImportRows, Page<ImportItem>>(_ => new Page<ImportItem>([], 0));
        Bus.Answer<ListImportReasons, IReadOnlyList<ImportReason>>(_ => []);
    }

    [Fact]
    public void Preview_WithoutAMailServer_SaysThatNothingWillBeDelivered()
    {
        var note = Show().Find("[data-undelivered]");
        note.TextContent.ShouldContain("No mail server is set, so invitations are not delivered.");
        note.TextContent.ShouldContain("copy the link on each person's page");
    }

    [Theory]
    [InlineData(ImportStatus.Running)]
    [InlineData(ImportStatus.Cancelled)]
    [InlineData(ImportStatus.Finished)]
    public void Report_WithoutAMailServer_LeadsToThePeopleWhoseLinksCanBeCopied(ImportStatus status)
    {
        _row = Row(status).Set("Created", 30);
        var note = Show().Find("[data-undelivered]");
        note.TextContent.ShouldContain("No mail server is set, so invitations are not delivered.");
        note.QuerySelector("a")!.GetAttribute("href").ShouldBe("imports/import?show=create");
    }

    [Fact]
    public void Report_WhoseRowsAreDeleted_LeadsToEverybodyInvited()
    {
        _row = Row(ImportStatus.Finished).Set("Created", 30).Set("IsDeleted", true);
        Show().Find("[data-undelivered] a").GetAttribute("href").ShouldBe("users?q=state%3Ainvited");
    }

    [Fact]
    public void Columns_WithoutAMailServer_SayItBesideTheChoice()
    {
        _row = Row(ImportStatus.Ready);
        Show().Find("#import-invites-hint").TextContent.ShouldContain("not delivered");

        Delivery.HasServer = true;
        Show().FindAll("#import-invites-hint").ShouldBeEmpty();
    }

    [Fact]
    public void Import_ThatReachesEverybodyOrInvitesNobody_SaysNothing()
    {
        _row = Row(ImportStatus.Finished).Set("Created", 0);
        Show().FindAll("[data-undelivered]").ShouldBeEmpty();
        _row = Row(ImportStatus.Previewed, invites: false);
        Show().FindAll("[data-undelivered]").ShouldBeEmpty();

        Delivery.HasServer = true;
        _row = Row(ImportStatus.Previewed);
        Show().FindAll("[data-undelivered]").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ImportStatus.Previewed, "ToUpdate")]
    [InlineData(ImportStatus.Finished, "Updated")]
    public void Import_ThatChangesAddresses_SaysThatNobodyIsTold(ImportStatus status, string count)
    {
        _row = Row(status, invites: false, columns: "[1,2]", matchOn: 1).Set(count, 3);
        Show().Find("[data-undelivered-corrections]").TextContent.ShouldContain("needs a new link");

        _row = Row(status, invites: false, columns: "[1,2]", matchOn: 2).Set(count, 3);
        Show().FindAll("[data-undelivered-corrections]").ShouldBeEmpty();
    }

    private IRenderedComponent<ImportView> Show() =>
        Show<ImportView>(parameters => parameters.Add(view => view.ImportId, "import"));

    private static ImportRow Row(ImportStatus status, bool invites = true, string columns = "[2]", int matchOn = 2) =>
        new ImportRow()
            .With(row => row.ImportId, "import")
            .With(row => row.FileName, "people.csv")
            .With(row => row.Status, status)
            .With(row => row.Rows, 30)
            .With(row => row.ReceivedAt, Rows.Now)
            .With(row => row.IsConfigured, status != ImportStatus.Ready)
            .Set("ToCreate", 30)
            .Set("ProgressAt", Rows.Now)
            .Set(
                "OptionsJson",
                $$"""{"Columns":{{columns}},"MatchOn":{{matchOn}},"Invites":{{(invites ? "true" : "false")}}}"""
            );
}
