using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Views.Queries;
using UserAdmin.Web.ActivityLog;

namespace UserAdmin.Web.Tests.ActivityLog;

public sealed class ActivityPageTests : ConsoleContext
{
    private const string Ada = "0199c0de-0000-7000-8000-000000000001";

    private readonly List<HistoryRow> _log = [];
    private ActivitySummary _summary = new(0, true, [], [], true, []);
    private long? _searchedTo;

    public ActivityPageTests()
    {
        Bus.Answer<GetActivity, ActivityEvents>(query =>
        {
            var found = _log.Where(row =>
                    row.Position < (query.Before ?? long.MaxValue) && row.Position > (query.After ?? 0)
                )
                .OrderByDescending(row => row.Position)
                .ToList();
            return new ActivityEvents(
                [.. found.Take(query.Take)],
                found.Count > query.Take,
                _searchedTo,
                new Dictionary<string, string> { [Ada] = "Ada Lovelace" }
            );
        });
        Bus.Answer<SummariseActivity, ActivitySummary>(_ => _summary);
        Bus.Answer<SuggestActivity, SearchSuggestions>(query => new(0, query.Caret, []));
    }

    [Fact]
    public async Task ActivityPage_OfWhatCanBeUndone_OffersToUndoOneSeveralOrAll()
    {
        foreach (var position in new[] { 900, 910, 920 })
        {
            _log.Add(
                Rows.Event(position, "Account disabled")
                    .With(row => row.SubjectName, "Ada Lovelace")
                    .With(row => row.EventType, position == 910 ? "UserSignedIn" : "UserDisabled")
            );
        }

        var page = Open("q=when:1d");

        page.FindAll("a.undo")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe(["undo?events=920", "undo?events=900"]);
        page.Find(".tools a[href^=undo]").GetAttribute("href").ShouldBe("undo?q=when%3A1d");
        await page.FindAll("td input[type=checkbox]")[1].ChangeAsync(true);
        await page.FindAll("td input[type=checkbox]")[0].ChangeAsync(true);
        var several = page.Find(".tools a[href^=undo]");
        (several.TextContent.Trim(), several.GetAttribute("href")).ShouldBe(("Undo 2 events", "undo?events=900,920"));
        await page.ByRole("button", "Clear").ClickAsync();
        page.Find(".tools a[href^=undo]").TextContent.ShouldBe("Undo all of these");
    }

    [Fact]
    public void ActivityPage_OfARemovedAccount_OffersNoUndo()
    {
        _log.Add(
            Rows.Event(900, "Account disabled")
                .With(row => row.EventType, "UserDisabled")
                .With(row => row.SubjectKind, HistorySubject.User)
        );

        var page = Open("q=when:1d");

        page.Find("td.whom").TextContent.Trim().ShouldBe("A removed account");
        page.FindAll("a.undo, td input").ShouldBeEmpty();
    }

    [Fact]
    public async Task ActivityPage_OfASavedView_NamesItAndSearchingFurtherStaysInIt()
    {
        Bus.Answer<GetView, ViewRow>(_ =>
            Rows.View("Storm", "action:refused").With(view => view.List, ViewList.Activity)
        );
        Bus.Answer<ListViews, Page<ViewRow>>(query =>
            Rows.Page(Rows.View("Storm", "action:refused").With(view => view.List, query.List))
        );

        var page = Open("q=action:refused&view=view-Storm");

        var opener = page.Find("button[popovertarget=views-menu]");
        Accessible.NameOf(opener).ShouldBe("Storm");
        await opener.ClickAsync();
        Bus.Asked<ListViews>().ShouldContain(new ListViews(List: ViewList.Activity));
        page.Find(".ua-menu a").GetAttribute("href").ShouldBe("activity?q=action%3Arefused&view=view-Storm");
        page.FindAll(".ua-menu button").ShouldNotContain(item => item.TextContent.Contains("Pin"));
        await page.Find(".ua-menu button.danger").ClickAsync();
        Bus.Sent.Last().Command.ShouldBe(new DeleteView("view-Storm"));
        page.Find("a[href*='refused'][href*='view=']").ShouldNotBeNull();
    }

    [Fact]
    public async Task ActivityPage_SavedAsAView_SendsTheSearchAsAViewOfTheActivity()
    {
        var dialogs = ShowDialogs();
        Bus.Answer<ListViews, Page<ViewRow>>(_ => Rows.Page<ViewRow>());
        var page = Open("q=action:refused");
        await page.Find("button[popovertarget=views-menu]").ClickAsync();

        var saving = page.ByRole("button", "Save as a view …").ClickAsync();
        dialogs.Find("#view-name").Input("Storm");
        dialogs.FindAll("input[type=checkbox]").Count.ShouldBe(1, "it cannot be pinned");
        await dialogs.Find("form").SubmitAsync();
        await saving;

        var create = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<CreateView>();
        (create.List, create.Name, create.Search, create.Sort).ShouldBe(
            (ViewList.Activity, "Storm", "action:refused", null)
        );
        create.Columns.ShouldBeEmpty();
        Navigation.Uri.ShouldEndWith($"activity?q=action%3Arefused&view={create.ViewId}");
    }

    [Fact]
    public void ActivityPage_ForWhoeverMayNotReadTheHistory_OffersNoUndo()
    {
        May(Permissions.ActivityRead, Permissions.UsersRead);
        _log.Add(Rows.Event(900, "Account disabled").With(row => row.EventType, "UserDisabled"));

        Open("q=when:1d").FindAll("[href^=undo], td input").ShouldBeEmpty();
    }

    [Fact]
    public void ActivityPage_WhenShown_SaysWhoDidWhatToWhomWhenFromWhereWhyAndAsPartOfWhat()
    {
        _log.Add(
            Rows.Event(940, "Email changed", new FieldChange("Email", "old@example.com", "new@example.com"))
                .With(row => row.SubjectId, Ada)
                .With(row => row.SubjectName, "Ada Lovelace")
                .With(row => row.SubjectKind, HistorySubject.User)
                .With(row => row.ActorId, "0199c0de-0000-7000-8000-000000000002")
                .With(row => row.IpAddress, "192.0.2.7")
                .With(row => row.Reason, "Ticket 12")
                .With(row => row.BatchId, "batch-1")
        );

        var row = Open().Find("tbody tr");

        row.QuerySelector("strong")!.TextContent.ShouldBe("Email changed");
        Words(row.QuerySelector("li")!).ShouldBe("Email from old@example.com → to new@example.com");
        Words(row.QuerySelector(".reason")!).ShouldBe("Reason: Ticket 12");
        string.Join('|', row.QuerySelectorAll(".whom, .who, .from, .when").Select(Words))
            .ShouldBe("Ada Lovelace|by Grace Hopper|192.0.2.7|1 hour ago");
        row.QuerySelectorAll("a")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe(["bulk/batch-1", $"users/{Ada}", "users/0199c0de-0000-7000-8000-000000000002"]);
        row.QuerySelector(".ua-chip").ShouldBeNull();
    }

    [Fact]
    public void ActivityPage_OfARefusedAttempt_MarksIt()
    {
        _log.Add(Rows.Event(940, "Sign-in failed: wrong password").With(row => row.EventType, "UserSignInFailed"));

        Open().Find("tbody .ua-chip").TextContent.ShouldBe("Refused");
    }

    [Fact]
    public void ActivityPage_OfSomebodyWhoMayNotBeSeen_GivesNoNameAndNoValues()
    {
        _log.Add(
            Rows.Event(940, "Email changed", new FieldChange("Email", null, null))
                .With(row => row.HidesPerson, true)
                .With(row => row.SubjectKind, HistorySubject.User)
        );

        var row = Open().Find("tbody tr");

        row.QuerySelector(".whom")!.TextContent.Trim().ShouldBe("A person");
        row.QuerySelector("li")!.TextContent.ShouldContain("changed");
        row.QuerySelector("li")!.TextContent.ShouldNotContain("removed");
    }

    [Fact]
    public void ActivityPage_OfASearch_AsksForItAndShowsAChipThatTakesItAway()
    {
        _log.Add(Rows.Event(940, "Email changed"));

        var page = Open($"q=by:{Ada}+action:UserEmailChanged+poet");

        Bus.Asked<GetActivity>()[^1].Search.ShouldBe($"by:{Ada} action:UserEmailChanged poet");
        page.FindAll(".filter-chip .what")
            .Select(chip => chip.TextContent)
            .ShouldBe(["By: Ada Lovelace", "Action: User email changed"]);
        page.Find(".filter-chip a").GetAttribute("href").ShouldBe("activity?q=action%3AUserEmailChanged%20poet");
    }

    [Fact]
    public void ActivityPage_WhenTheSearchIsWrong_SaysSoAndAsksNothing()
    {
        var page = Open("q=wehn:7d");

        page.Find(".ua-empty").TextContent.ShouldContain("There is no filter “wehn”.");
        Bus.Asked<GetActivity>().ShouldBeEmpty();
    }

    [Fact]
    public void ActivityPage_WhenANameIsThatOfTooMany_SaysSo()
    {
        Bus.Answer<GetActivity, ActivityEvents>(_ =>
            Task.FromResult(new Answer<ActivityEvents> { Refusal = AuditErrors.TooManyPeople("a", 100) })
        );

        Open("q=by:a").Find(".ua-empty").TextContent.ShouldContain("More than 100 people match “a”.");
    }

    [Fact]
    public void ActivityPage_ForSomebodyWithoutThePermission_SaysSo()
    {
        Bus.Answer<GetActivity, ActivityEvents>(_ =>
            Task.FromResult(
                new Answer<ActivityEvents> { Refusal = MessagingErrors.NotPermitted(Permissions.ActivityRead) }
            )
        );

        Open().Find("h1").TextContent.ShouldBe("You may not see the activity");
    }

    [Fact]
    public void ActivityPage_WithOlderEvents_LinksToThemAndBack()
    {
        for (var position = 1; position <= 120; position++)
        {
            _log.Add(Rows.Event(position, "Email changed"));
        }

        var page = Open("q=poet");
        page.Find("a[rel=next]").GetAttribute("href").ShouldBe("activity?q=poet&before=71");
        page.FindAll("a[rel=prev], a[rel=first]").ShouldBeEmpty();

        page = Open("q=poet&before=71");
        page.FindAll("tbody tr").Count.ShouldBe(50);
        page.Find("a[rel=next]").GetAttribute("href").ShouldBe("activity?q=poet&before=21");
        page.Find("a[rel=prev]").GetAttribute("href").ShouldBe("activity?q=poet&after=70");
        page.Find("a[rel=first]").GetAttribute("href").ShouldBe("activity?q=poet");
    }

    [Fact]
    public void ActivityPage_WhenNotEverythingWasSearched_LeadsFurther()
    {
        _searchedTo = 2_001;

        var page = Open("q=needle");

        page.Find(".ua-empty").TextContent.ShouldContain("Nothing found so far");
        page.Find("a[rel=next]").TextContent.ShouldBe("Search older events");
        page.Find("a[rel=next]").GetAttribute("href").ShouldBe("activity?q=needle&before=2001");
    }

    [Theory]
    [InlineData("", "No events yet")]
    [InlineData("q=needle", "No event matches")]
    public void ActivityPage_WithoutEvents_SaysWhatToDo(string query, string heading) =>
        Open(query).Find(".ua-empty h2").TextContent.ShouldBe(heading);

    [Fact]
    public void ActivityPage_WhenSomethingHappens_ShowsItAtTheTopGlowing()
    {
        _log.Add(Rows.Event(940, "Email changed"));
        var page = Open();

        _log.Add(Rows.Event(941, "Account disabled"));
        Feed.Publish(new ReadModelChange(941, new HashSet<string> { "ada" }));

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(2));
        page.Find("tbody tr.glow strong").TextContent.ShouldBe("Account disabled");
        page.Find("[data-said]").TextContent.ShouldBe("1 event added");
        Bus.Asked<GetActivity>()[^1].ShouldBe(new GetActivity("", After: 940, Take: ActivityPage.MostNew));
    }

    [Fact]
    public void ActivityPage_WhenSomethingHappensWhileReadingOlderOnes_OnlySaysSo()
    {
        for (var position = 1; position <= 120; position++)
        {
            _log.Add(Rows.Event(position, "Email changed"));
        }

        Bus.Answer<GetActivity, ActivityEvents>(query =>
            query.After is null
                ? new ActivityEvents(
                    [.. Enumerable.Reverse(_log).Skip(50).Take(50)],
                    true,
                    null,
                    new Dictionary<string, string>()
                )
                : new ActivityEvents(
                    [Rows.Event(121, "Account disabled")],
                    false,
                    null,
                    new Dictionary<string, string>()
                )
        );
        var page = Open("before=71");
        var first = page.Find("tbody tr").TextContent;

        Feed.Publish(new ReadModelChange(121, new HashSet<string> { "ada" }));

        page.WaitForAssertion(() => page.Find(".news").TextContent.ShouldBe("1 new"));
        page.Find("tbody tr").TextContent.ShouldBe(first);
        page.Find(".news").Click();
        page.WaitForAssertion(() => Navigation.Uri.ShouldEndWith("/activity"));
    }

    [Fact]
    public void ActivityPage_WithCounts_OffersThemAsFiltersAndSaysWhenTheyAreOfAPart()
    {
        _log.Add(Rows.Event(940, "Email changed"));
        _summary = new(
            10_000,
            false,
            [new("UserEmailChanged", "User email changed", 9_990)],
            [new(Ada, "Ada Lovelace", 9_000)],
            false,
            []
        );
        var page = Open();

        page.Find(".total").TextContent.ShouldBe("10,000+");
        page.Find(".tools button").Click();

        page.Find("#filters .ua-muted").TextContent.ShouldContain("Counts are of the newest 10,000 events.");
        page.FindAll("#filters .facet li").Select(Words).ShouldBe(["User email changed 9,990", "Ada Lovelace 9,000"]);
        page.FindAll("#filters .facet input")[1].Change(true);
        Navigation.Uri.ShouldEndWith($"/activity?q=by%3A{Ada}");
    }

    [Fact]
    public void Histogram_OfPeriods_LinksEachToItsTime()
    {
        _log.Add(Rows.Event(940, "Email changed"));
        var at = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        _summary = new(
            12,
            true,
            [],
            [],
            true,
            [
                new(at, at.AddDays(1), "2026-11-01", "2026-11-01", 12, 3),
                new(at.AddDays(1), at.AddDays(2), "2026-11-02", "2026-11-02", 0, 0),
            ]
        );
        var page = Open("q=poet+when:2026");

        var bars = page.FindAll("svg a");
        bars.Select(bar => bar.GetAttribute("aria-label"))
            .ShouldBe(["2026-11-01: 12 events, 3 refused", "2026-11-02: 0 events"]);
        bars[0].GetAttribute("href").ShouldBe("activity?q=poet%20when%3A2026-11-01@UTC");
        bars.Count(bar => bar.GetAttribute("tabindex") == "0").ShouldBe(1);
        page.Find("[aria-controls=activity-periods]").Click();
        page.FindAll("#activity-periods tbody tr").ShouldHaveSingleItem().TextContent.ShouldBe("2026-11-01123");
    }

    private static string Words(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<ActivityPage> Open(string query = "")
    {
        Navigation.NavigateTo(query.Length == 0 ? "activity" : $"activity?{query}");
        return Show<ActivityPage>();
    }
}
