using System.Text.RegularExpressions;
using AngleSharp.Dom;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Queries;
using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Overview;
using UserAdmin.Web.Tests.Language;
using UserAdmin.Web.Tests.Webhooks;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Tests.Overview;

public sealed class OverviewPageTests : ConsoleContext
{
    private ActivityDays _days = Rows.Days([3, 0, 1, 0, 0, 0], [40, 1234, 0, 2, 0, 7]);
    private readonly List<WebhookRow> _webhooks = [];
    private int _active = 4711;

    public OverviewPageTests()
    {
        Bus.Answer<CountUsers, UserCounts>(query =>
            new([.. query.Searches.Select(search => (int?)(search == "state:active" ? _active : 12))])
        );
        Bus.Answer<ListBulkActions, Page<BulkRow>>(_ =>
            Rows.Page(
                new BulkRow()
                    .With(row => row.BatchId, "b1")
                    .With(row => row.Total, 24)
                    .With(row => row.ActorName, "Nadia")
                    .With(row => row.Reason, "Season is over")
                    .With(row => row.StartedAt, Rows.Now.AddDays(-2))
            )
        );
        Bus.Answer<ListImports, Page<ImportRow>>(_ =>
            Rows.Page(
                new ImportRow()
                    .With(row => row.ImportId, "i1")
                    .With(row => row.FileName, "people.csv")
                    .With(row => row.ActorName, "Nadia")
                    .With(row => row.ReceivedAt, Rows.Now.AddDays(-1))
            )
        );
        Bus.Answer<ListAllWebhooks, IReadOnlyList<WebhookRow>>(_ => _webhooks);
        Bus.Answer<CountActivityByDay, ActivityDays>(_ => _days);
        Bus.Answer<FindLoudestAddresses, LoudestAddresses>(_ =>
            new(
                [
                    new LoudAddress(
                        "192.0.2.44",
                        165,
                        Rows.Now,
                        33,
                        [new TriedAccount("ada", "Ada Lovelace", 5)],
                        "from:192.0.2.44"
                    ),
                ],
                IsComplete: true,
                "action:UserSignInFailed"
            )
        );
    }

    [Fact]
    public void OverviewPage_WithAWebhookThatTheProgramHasPaused_LeadsToIt()
    {
        var fine = WebhookPageContext.Hook(1).With(row => row.Id, "fine");
        var paused = WebhookPageContext
            .Hook(2)
            .With(row => row.PausedAt, Rows.Now)
            .With(row => row.PausedBecause, WebhookPause.FailedTooLong);
        _webhooks.Add(fine);
        Open().FindAll("[data-webhooks]").ShouldBeEmpty();
        _webhooks.Add(paused);

        var page = Open();

        var line = page.FindAll("[data-webhooks] [data-webhook]").ShouldHaveSingleItem();
        line.QuerySelector("a")!.GetAttribute("href").ShouldBe("applications/sync/webhooks/hook");
        line.TextContent.ShouldContain("HR sync: https://hr.example.com/hooks");
        line.TextContent.ShouldContain("An event could not be delivered for three days.");
    }

    [Fact]
    public void OverviewPage_OfEachFigureOfAccounts_IsALinkToTheListThatItCounts()
    {
        var page = Open();

        var active = page.Find("[data-figure='active']");
        active.GetAttribute("href").ShouldBe("users?q=state%3Aactive");
        active.QuerySelector(".count")!.TextContent.Trim().ShouldBe("4,711");
        page.Find("[data-figure='invited']").GetAttribute("href").ShouldBe("invitations");
        var figures = page.FindAll("[data-figure][href^='users'], [data-figure][href='invitations']");
        figures.Count.ShouldBe(AccountFigure.All.Count);
        figures.ShouldEachBe(figure => figure.HasAttribute("data-count"));
        // A day of the person's zone, so that whoever gets the link sees the same.
        page.Find("[data-figure='today']").GetAttribute("href").ShouldBe("users?q=signed-in%3Atoday@UTC");
    }

    [Fact]
    public void OverviewPage_InGerman_HasItsNumbersAndStylesThatBrowsersRead()
    {
        // With the culture, too: nothing that a browser reads may depend on it.
        using var _ = new InGerman(withCulture: true);
        var page = Open();

        page.Find("[data-figure='active'] .count").TextContent.Trim().ShouldBe("4.711");
        page.FindAll("#sign-ins-days a")[^1].GetAttribute("aria-label")!.ShouldStartWith("So, 1. März: 40 ");
        page.Markup.ShouldMatch(@"height: ?max\(2px, \d+\.\d+%\)");
        page.FindAll("[style], svg *")
            .SelectMany(element => element.Attributes)
            .Where(attribute => attribute.Name is "style" or "d" or "x" or "y" or "width" or "height" or "viewBox")
            .Where(attribute => Regex.IsMatch(attribute.Value, @"\d,\d"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void OverviewPage_OfADay_SaysWhatHappenedAndLeadsThere()
    {
        var page = Open();

        var today = page.FindAll("#sign-ins-days a")[^1];

        today.GetAttribute("aria-label").ShouldBe("Sun 1 Mar: 40 sign-ins, 1,234 failed attempts");
        Uri.UnescapeDataString(today.GetAttribute("href")!)
            .ShouldBe(
                "activity?q=action:UserSignedIn,UserSignInFailed,UserSecondFactorFailed,UserAttemptRefused "
                    + "when:2026-03-01@UTC"
            );
        today.GetAttribute("tabindex").ShouldBe("0");
        page.FindAll("#sign-ins-days a[tabindex='0']").Count.ShouldBe(1);
    }

    [Fact]
    public void OverviewPage_AsATable_HasEveryDayAndALinkForEachFigure()
    {
        var page = Open();

        page.ByRole("button", "As a table: Sign-ins").Click();

        var rows = page.FindAll("#sign-ins-days tbody tr");
        rows.Count.ShouldBe(30);
        rows[0].Children.Select(cell => cell.TextContent.Trim()).ShouldBe(["2026-03-01", "40", "1,234"]);
        Uri.UnescapeDataString(rows[1].QuerySelector("a")!.GetAttribute("href")!)
            .ShouldBe("activity?q=action:UserSignedIn when:2026-02-28@UTC");
        rows[2].QuerySelectorAll("a").ShouldBeEmpty();
        page.ByRole("button", "As a chart: Sign-ins").GetAttribute("aria-expanded").ShouldBe("true");
    }

    [Fact]
    public void OverviewPage_OfTheLoudestAddress_NamesWhomItTried()
    {
        var row = Open().ByRole("region", "Addresses with the most failures").QuerySelector("tbody tr")!;

        row.TextContent.ShouldContain("192.0.2.44");
        row.QuerySelector("a[href='users/ada']")!.TextContent.ShouldBe("Ada Lovelace");
        row.TextContent.ShouldContain("and 32 more");
        row.QuerySelector("a[href='activity?q=from%3A192.0.2.44']")!.TextContent.ShouldBe("165");
    }

    [Fact]
    public void OverviewPage_OfBulkActionsAndImports_HasTheNewestFirst() =>
        Open()
            .ByRole("region", "Bulk actions and imports")
            .QuerySelectorAll("li .what a")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe(["imports/i1", "bulk/b1"]);

    [Fact]
    public void OverviewPage_WhenSomethingHappens_CountsAgain()
    {
        var page = Open();
        _active = 4712;

        Feed.Publish("ada");

        page.WaitForAssertion(() => page.Find("[data-figure='active']").GetAttribute("data-count").ShouldBe("4712"));
        // Nothing was refused meanwhile, so the attempts are not counted one by one again.
        Bus.Asked<FindLoudestAddresses>().ShouldHaveSingleItem();
        _days = Rows.Days([40, 1235, 0, 2, 0, 7]);
        Clock.Advance(TimeSpan.FromSeconds(1));

        Feed.Publish("ada");

        page.WaitForAssertion(() => Bus.Asked<FindLoudestAddresses>().Count.ShouldBe(2));
    }

    [Theory]
    [InlineData(Permissions.UsersRead, "accounts care runs")]
    [InlineData(Permissions.ActivityRead, "sign-ins changes loudest")]
    [InlineData(Permissions.SystemRead, "health")]
    [InlineData(Permissions.UsersImport, "runs")]
    public void OverviewPage_ForAPersonWithOnePermission_HasOnlyWhatItIsFor(string permission, string parts)
    {
        May(permission);

        var page = Open();

        page.FindAll("h2").Select(heading => heading.Id).ShouldBe(parts.Split(' '));
        if (permission != Permissions.ActivityRead)
        {
            Bus.Asked<CountActivityByDay>().ShouldBeEmpty();
            Bus.Asked<FindLoudestAddresses>().ShouldBeEmpty();
        }

        if (permission != Permissions.UsersRead)
        {
            Bus.Asked<CountUsers>().ShouldBeEmpty();
            Bus.Asked<ListBulkActions>().ShouldBeEmpty();
        }

        if (permission != Permissions.SystemRead)
        {
            Bus.Asked<UserAdmin.Monitoring.Queries.GetSystemFigures>().ShouldBeEmpty();
        }
    }

    [Fact]
    public void OverviewPage_ForAPersonWithNoPermission_LeadsToTheirAccount()
    {
        May();

        Open().Find("a[href='account']").TextContent.ShouldBe("Your account");
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(4, 1, 4)]
    [InlineData(5, 2, 3)]
    [InlineData(9, 5, 2)]
    [InlineData(21, 10, 3)]
    [InlineData(240, 100, 3)]
    [InlineData(int.MaxValue, 1_000_000_000, 3)]
    public void DayScale_ForAHighestValue_HasAFewRoundSteps(int most, int step, int steps) =>
        DayScale.For(most).ShouldBe(new DayScale(step, steps));

    private IRenderedComponent<OverviewPage> Open() => Show<OverviewPage>();
}
