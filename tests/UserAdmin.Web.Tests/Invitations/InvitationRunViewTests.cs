using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Web.Imports;
using UserAdmin.Web.Invitations;
using UserAdmin.Web.Tests.Imports;

namespace UserAdmin.Web.Tests.Invitations;

/// <summary>The progress of inviting the people of a list.</summary>
public sealed class InvitationRunViewTests : ConsoleContext
{
    private ImportRow _row = Row(ImportStatus.Running, created: 1);

    public InvitationRunViewTests()
    {
        Bus.Answer<GetImport, ImportRow>(_ => _row);
        Bus.Answer<ListImportRows, Page<ImportItem>>(query =>
            Rows.Page([
                .. new[]
                {
                    Item(1, "ada", ImportVerdict.Create, isDone: true),
                    Item(2, "bob", ImportVerdict.Create, isDone: _row.IsOver),
                    Item(3, null, ImportVerdict.Refused, isDone: _row.IsOver, "The address is taken."),
                }.Where(item => query.Verdict is null || item.Verdict == query.Verdict),
            ])
        );
        Bus.Answer<GetUserLink, UserLink>(query => new UserLink($"https://example.com/{query.UserId}"));
    }

    [Fact]
    public void Run_UnderWay_ShowsTheOutcomeOfEachAndFollows()
    {
        var view = Show();
        Outcomes(view).ShouldBe(["Invited", "Waiting", "Refused"]);
        view.Find("[data-verdict=Refused]").TextContent.ShouldContain("The address is taken.");
        view.Find("progress").GetAttribute("value").ShouldBe("1");

        _row = Row(ImportStatus.Finished, created: 2, refused: 1);
        Feed.Publish("import");

        view.WaitForAssertion(() => view.Find("h1").TextContent.ShouldBe("2 people invited"));
        Outcomes(view).ShouldBe(["Invited", "Invited", "Refused"]);
        view.FindAll("[data-undelivered]").ShouldBeEmpty();
    }

    [Fact]
    public void Run_OverWithoutAMailServer_GivesEachLinkWithARecord()
    {
        Delivery.HasServer = false;
        _row = Row(ImportStatus.Finished, created: 2, refused: 1);
        var view = Show();

        view.Find("[data-links] button").Click();

        Bus.Sent.Select(sent => sent.Command)
            .ShouldBe([
                new TakeUserLink("ada", LinkPurpose.Invitation),
                new TakeUserLink("bob", LinkPurpose.Invitation),
            ]);
        var text = view.Find("#links").TextContent;
        text.ShouldContain("https://example.com/ada");
        text.ShouldContain("https://example.com/bob");
    }

    [Fact]
    public void Links_ThatMayNotBeGiven_SayWhy()
    {
        Delivery.HasServer = false;
        _row = Row(ImportStatus.Finished, created: 2);
        var view = Show();
        Bus.Refuse(new Error("no", "You may not see it."));

        view.Find("[data-links] button").Click();

        view.Find("[data-links]").TextContent.ShouldContain("2 links were not given: You may not see it.");
    }

    [Fact]
    public void Run_Stopped_CanBeResumed()
    {
        _row = Row(ImportStatus.Failed, created: 1).Set("CanResume", true);
        var view = Show();
        view.ByRole("button", "Resume").Click();
        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new ResumeImport("import"));
    }

    [Fact]
    public void Import_OfAFile_IsNotShownHere()
    {
        _row = Row(ImportStatus.Finished, created: 1).Set("OptionsJson", "{}");
        Show().Markup.ShouldContain("There is no such list");
    }

    [Fact]
    public void PageOfTheImport_Always_LeadsHere()
    {
        Show<ImportView>(parameters => parameters.Add(view => view.ImportId, "import"));
        Navigation.Uri.ShouldEndWith("invitations/lists/import");
    }

    private IRenderedComponent<InvitationRunView> Show() =>
        Show<InvitationRunView>(parameters => parameters.Add(view => view.ImportId, "import"));

    private static IEnumerable<string> Outcomes(IRenderedComponent<InvitationRunView> view) =>
        view.FindAll("tbody .ua-chip").Select(chip => chip.TextContent);

    private static ImportItem Item(
        int row,
        string? userId,
        ImportVerdict verdict,
        bool isDone,
        string? reason = null
    ) => new(row, [$"{row}@example.com", null, null], verdict, isDone, userId, $"Person {row}", [], [], reason);

    private static ImportRow Row(ImportStatus status, int created, int refused = 0) =>
        new ImportRow()
            .With(row => row.ImportId, "import")
            .With(row => row.Status, status)
            .With(row => row.Rows, 3)
            .With(row => row.ReceivedAt, Rows.Now)
            .With(row => row.IsConfigured, true)
            .Set("Created", created)
            .Set("Refused", refused)
            .Set("OptionsJson", """{"Columns":["Email","DisplayName","Department"],"IsList":true}""");
}
