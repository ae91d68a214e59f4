using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using UserAdmin.Audit;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Nodes.Queries;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Web.Live;
using UserAdmin.Web.Startup;
using UserAdmin.Web.SystemPages;

namespace UserAdmin.Web.Tests.SystemPages;

public sealed class SystemPageTests : ConsoleContext
{
    private IReadOnlyList<HistoryRow> _marks = [];

    public SystemPageTests()
    {
        Bus.Answer<GetSystemStatus, SystemStatus>(_ => Monitor.Current);
        Bus.Answer<ListLogMarks, IReadOnlyList<HistoryRow>>(_ => _marks);
    }

    [Fact]
    public void SystemPage_WhileAccountsOfAnApplicationAreRead_SaysHowMany()
    {
        Bus.Answer<GetStockReport, StockReport>(_ => StockReport.None with { BeingRead = new(1200, 34_000) });

        var note = Show<SystemPage>().ByRole("region", "Identity tables and log").ByRole("note");

        note.TextContent.ShouldContain("1,200 of 34,000 accounts of the application are read.");
    }

    [Fact]
    public void SystemPage_WhenCaughtUp_ShowsUpToDate()
    {
        Monitor.Stand(FakeMonitor.At(read: 1205, log: 1205));

        var page = Show<SystemPage>();

        page.AllByRole("status")[0].TextContent.ShouldBe("Up to date");
        Figures(page).ShouldBe(["1,205", "1,205", "0"]);
        page.Markup.ShouldContain("Every accepted change is in the read model");
    }

    [Fact]
    public void SystemPage_WhenTheRunnerMoves_Follows()
    {
        var page = Show<SystemPage>();

        Monitor.Tell(FakeMonitor.At(read: 5, log: 8));

        page.WaitForAssertion(() => Figures(page).ShouldBe(["8", "5", "3"]));
        page.AllByRole("status")[0].TextContent.ShouldBe("Catching up");
    }

    [Fact]
    public void SystemPage_WhenTheRunnerPauses_SaysWhereWhyAndWhatToDo()
    {
        var page = Show<SystemPage>();
        List<string> announced = [];
        Services.GetRequiredService<Announcer>().Announced += announced.Add;

        Monitor.Tell(FakeMonitor.At(read: 41, log: 50) with { Paused = FakeMonitor.Pause });

        page.WaitForAssertion(() =>
            page.Find("#paused").TextContent.ShouldBe("The read model has paused before event 42")
        );
        var note = page.Find("section[aria-labelledby=paused]").TextContent;
        note.ShouldContain("UserRenamed");
        note.ShouldContain("FormatException: not a name");
        note.ShouldContain("3 minutes ago");
        note.ShouldContain("What to do");
        page.AllByRole("status")[0].TextContent.ShouldBe("Paused");
        announced.ShouldBe(["The read model is paused."]);
    }

    [Fact]
    public async Task SystemPage_WhenTheRunnerHasPaused_SetsTheEventAsideForAReason()
    {
        Monitor.Stand(FakeMonitor.At(read: 41, log: 50) with { Paused = FakeMonitor.Pause });
        var (dialogs, page) = (ShowDialogs(), Show<SystemPage>());

        var click = page.ByRole("button", "Set this event aside").ClickAsync();
        dialogs.Find("label[for=confirm-reason]").TextContent.ShouldBe("Reason");
        await dialogs.Find("#confirm-reason").InputAsync("T-1");
        await dialogs.ByRole("button", "Set event aside").ClickAsync();
        await click;

        var sent = Bus.Sent.ShouldHaveSingleItem();
        (sent.Command, sent.Context.Reason).ShouldBe((new SetEventAside(42), "T-1"));
    }

    [Fact]
    public async Task SystemPage_WithAnotherLog_WarnsUntilItIsAcknowledgedWithAReason()
    {
        var mismatch = new LogMismatch(12, Rows.Now.AddHours(-1), 40, new string('a', 64), null, 11);
        _marks = [Rows.Event(12, "Log found to end at event 11")];
        Monitor.Stand(FakeMonitor.At(read: 12, log: 12) with { Mismatch = mismatch });
        var (dialogs, page) = (ShowDialogs(), Show<SystemPage>());
        page.AllByRole("status")[0].TextContent.ShouldBe("Another log");
        page.Find("section[aria-labelledby=mismatch]").TextContent.ShouldContain("The log then ended at event 11");
        page.Find("section[aria-labelledby=marks]").TextContent.ShouldContain("Log found to end at event 11");

        var click = page.ByRole("button", "Acknowledge with a reason").ClickAsync();
        await dialogs.Find("#confirm-reason").InputAsync("Backup of Monday restored");
        await dialogs.ByRole("button", "Acknowledge").ClickAsync();
        await click;
        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new AcknowledgeLogMismatch(12));

        Monitor.Tell(FakeMonitor.At(read: 13, log: 13));
        page.WaitForAssertion(() => page.FindAll("section[aria-labelledby=mismatch]").ShouldBeEmpty());
    }

    [Fact]
    public void SystemPage_WhenAnotherProgramChangedTheTables_ListsWhat()
    {
        Bus.Answer<GetStockReport, StockReport>(_ => new StockReport(
            Rows.Now,
            12,
            [new("u1", false, "Ada", "Two-factor is on in the tables, and off in the log.")]
        ));

        var card = Show<SystemPage>().Find("section[aria-labelledby=tables]");

        card.TextContent.ShouldContain("Ada: Two-factor is on in the tables, and off in the log.");
        card.QuerySelector("a")!.GetAttribute("href").ShouldBe("users/u1");
    }

    [Fact]
    public void SystemPage_OfOneProcess_SaysNothingAboutNodes() =>
        Show<SystemPage>().FindAll("section[aria-labelledby=nodes]").ShouldBeEmpty();

    [Fact]
    public void SystemPage_OfSeveralNodes_TellsWhoLeadsAndWhoIsSilent_AndFollows()
    {
        Node leader = new(
            "a",
            "web1",
            11,
            "1.2.0+abc",
            Rows.Now.AddHours(-3),
            40,
            IsLeader: true,
            Rows.Now,
            IsThis: true
        );
        var other = leader with
        {
            Id = "b",
            Machine = "web2",
            ProcessId = 12,
            IsLeader = false,
            ReadPosition = 39,
            IsThis = false,
        };
        IReadOnlyList<Node> nodes = [leader, other];
        Bus.Answer<ListNodes, IReadOnlyList<Node>>(_ => nodes);

        var page = Show<SystemPage>();

        page.Find("tr[data-node='11']").TextContent.ShouldContain("Leader");
        page.Find("tr[data-node='11']").TextContent.ShouldContain("1.2.0");
        page.Find("tr[data-node='11']").TextContent.ShouldContain("11, this node");
        page.Find("tr[data-node='12']").TextContent.ShouldContain("Serving");
        page.Find("tr[data-node='12']").TextContent.ShouldContain("39");
        page.Find("tr[data-node='12']").TextContent.ShouldNotContain("this node");

        nodes = [leader with { IsLeader = false, IsSilent = true }, other with { IsLeader = true }];
        Clock.Advance(TimeSpan.FromSeconds(3));
        page.WaitForAssertion(() => page.Find("tr[data-node='11']").TextContent.ShouldContain("Silent"));
        page.Find("tr[data-node='12']").TextContent.ShouldContain("Leader");
    }

    [Fact]
    public void SystemPage_WhenComparisonsDidNotFinish_WarnsAndShowsTheLastFinishedOne()
    {
        Bus.Answer<GetStockReport, StockReport>(_ => new StockReport(Rows.Now.AddHours(-2), 12, []) { Unfinished = 4 });

        var note = Show<SystemPage>().ByRole("region", "Identity tables and log").ByRole("note");

        note.TextContent.ShouldContain("The last 4 tries to compare came to no end");
        note.QuerySelector("time")!.GetAttribute("datetime").ShouldStartWith($"{Rows.Now.AddHours(-2):yyyy-MM-ddTHH}");
    }

    [Fact]
    public async Task Health_WhenComparisonsCameToNoEnd_IsDegradedAndOtherwiseHealthy()
    {
        var check = new HealthCheckContext();

        (
            await new StockComparisonHealth(new Reports(StockReport.None with { Unfinished = 3 })).CheckHealthAsync(
                check
            )
        ).ShouldSatisfyAllConditions(
            result => result.Status.ShouldBe(HealthStatus.Degraded),
            result => result.Description.ShouldStartWith("3 tries in a row")
        );
        (await new StockComparisonHealth(new Reports(null)).CheckHealthAsync(check)).Status.ShouldBe(
            HealthStatus.Healthy
        );
    }

    private sealed record Reports(StockReport? Overdue) : IStockReports
    {
        public Task<StockReport?> CompareAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(Overdue);
    }

    [Fact]
    public void StockDifferencesNote_WithNothing_ShowsNothingAndOtherwiseWhat()
    {
        Show<StockDifferencesNote>(parameters => parameters.Add(note => note.SubjectId, "u1"))
            .Markup.Trim()
            .ShouldBeEmpty();
        Bus.Answer<GetRoleDifferences, IReadOnlyList<StockDifference>>(query =>
            [new(query.RoleId, true, "Readers", "Permission users.purge was added by another program, and counts.")]
        );

        Show<StockDifferencesNote>(parameters =>
                parameters.Add(note => note.SubjectId, "r1").Add(note => note.IsRole, true)
            )
            .Find("li")
            .TextContent.ShouldContain("users.purge");
    }

    [Fact]
    public void SystemPage_WhenTheHeartbeatIsOld_ShowsNotResponding()
    {
        Monitor.Stand(FakeMonitor.At(read: 5, log: 5) with { HeartbeatAt = Rows.Now.AddMinutes(-1) });

        Show<SystemPage>().AllByRole("status")[0].TextContent.ShouldBe("Not responding");
    }

    [Fact]
    public void SystemPage_DuringARebuild_ShowsHowFarItIsAndOffersNoSecond()
    {
        Monitor.Stand(
            FakeMonitor.At(read: 100, log: 100) with
            {
                Rebuild = new RebuildProgress(2500, 10_000, Rows.Now.AddSeconds(-5), 500),
            }
        );

        var page = Show<SystemPage>();

        page.ByRole("progressbar").GetAttribute("value").ShouldBe("0.25");
        var words = page.ByRole("progressbar").DescriptionOf();
        words.ShouldContain("2,500 of 10,000 events (25");
        words.ShouldContain("500 a second");
        words.ShouldContain("about 15 seconds left");
        RebuildButton(page).HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void SystemPage_WhenTheLastRebuildFailed_SaysWhy()
    {
        Monitor.Stand(FakeMonitor.At(read: 1, log: 1) with { RebuildError = "There is no space left." });

        Show<SystemPage>()
            .ByRole("region", "Rebuild the read model")
            .ByRole("note")
            .TextContent.ShouldBe(
                "The last rebuild failed: There is no space left. The read model in use was not affected."
            );
    }

    [Fact]
    public async Task SystemPage_WhenOnlyARebuildStoppedBeforeAnEvent_SetsItAsideForAReason()
    {
        Monitor.Stand(
            FakeMonitor.At(read: 50, log: 50) with
            {
                RebuildError = "The read model cannot take in event 42.",
                RebuildStop = FakeMonitor.Pause,
            }
        );
        var (dialogs, page) = (ShowDialogs(), Show<SystemPage>());
        page.FindAll("section[aria-labelledby=rebuild] code")
            .Select(code => code.TextContent)
            .ShouldContain("rebuild --set-aside 42 --reason \"why\"");

        var click = page.ByRole("button", "Set this event aside").ClickAsync();
        await dialogs.Find("#confirm-reason").InputAsync("T-1");
        await dialogs.ByRole("button", "Set event aside").ClickAsync();
        await click;

        var sent = Bus.Sent.ShouldHaveSingleItem();
        (sent.Command, sent.Context.Reason).ShouldBe((new SetEventAside(42), "T-1"));
    }

    [Fact]
    public void SystemPage_OfARebuildThatStopped_OffersNothingToThoseWhoMayOnlyLook()
    {
        May(Permissions.SystemRead);
        Monitor.Stand(
            FakeMonitor.At(read: 50, log: 50) with
            {
                RebuildError = "The read model cannot take in event 42.",
                RebuildStop = FakeMonitor.Pause,
            }
        );

        Show<SystemPage>().FindAll("button").ShouldNotContain(button => button.TextContent == "Set this event aside");
    }

    [Fact]
    public async Task SystemPage_WhenARebuildIsConfirmed_AsksForIt()
    {
        var (dialogs, page) = (ShowDialogs(), Show<SystemPage>());

        var click = RebuildButton(page).ClickAsync();
        Bus.Sent.ShouldBeEmpty();
        await dialogs.ByRole("button", "Rebuild read model").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RebuildReadModel());
    }

    [Fact]
    public async Task SystemPage_WhenTheAnswerToARebuildIsLost_ShowsAnErrorAndLetsTryAgain()
    {
        Bus.OnSend = _ => throw new TimeoutException("Lost.");
        var (dialogs, page) = (ShowDialogs(), Show<SystemPage>());

        var click = RebuildButton(page).ClickAsync();
        await dialogs.ByRole("button", "Rebuild read model").ClickAsync();
        await click;

        page.ByRole("alert").TextContent.ShouldContain("The program did not answer");
        RebuildButton(page).HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public void SystemPage_WhenItCannotBeRead_ReportsTheFailureAndCanBeTriedAgain()
    {
        Bus.OnAsk = _ => throw new TimeoutException("Busy.");
        var page = Show<SystemPage>();
        page.Find("[role=status]").TextContent.ShouldContain("The state of the system could not be refreshed");

        Bus.OnAsk = _ => { };
        page.ByRole("button", "Try again").Click();

        Figures(page).ShouldBe(["1", "1", "0"]);
        page.ByRole("status").TextContent.ShouldNotContain("could not be refreshed");
    }

    [Fact]
    public void SystemPage_WhenRefused_ShowsNoFigures()
    {
        Bus.Answer<GetSystemStatus, SystemStatus>(_ =>
            Task.FromResult(new Answer<SystemStatus> { Refusal = MessagingErrors.NotPermitted(Permissions.SystemRead) })
        );

        var page = Show<SystemPage>();
        Monitor.Tell(FakeMonitor.At(read: 5, log: 8));

        page.Find("h1").TextContent.ShouldBe("You may not see the state of the system");
        page.Markup.ShouldContain("system.read");
        page.FindAll("dl").ShouldBeEmpty();
    }

    [Fact]
    public void SystemPage_WithoutTheRightToManage_OffersNoRebuild()
    {
        May(Permissions.SystemRead);

        Show<SystemPage>().FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public async Task SystemPage_WhenLeft_EndsItsSubscription()
    {
        Show<SystemPage>();
        Monitor.Subscribers.ShouldBe(2);

        await DisposeComponentsAsync();

        Monitor.Subscribers.ShouldBe(0);
    }

    private static IEnumerable<string> Figures(IRenderedComponent<SystemPage> page) =>
        page.ByRole("region", "Event log and read model")
            .AllByRole("definition")
            .Take(3)
            .Select(figure => figure.TextContent);

    private static AngleSharp.Dom.IElement RebuildButton(IRenderedComponent<SystemPage> page) =>
        page.ByRole("button", "Rebuild read model");
}
