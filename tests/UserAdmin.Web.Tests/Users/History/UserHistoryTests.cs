using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.History;

namespace UserAdmin.Web.Tests.Users.History;

public sealed class UserHistoryTests : ConsoleContext
{
    private readonly List<HistoryRow> _log = [];

    public UserHistoryTests() =>
        Bus.Answer<GetUserHistory, Page<HistoryRow>>(query => new Page<HistoryRow>(
            [
                .. _log.Where(entry => query.Before is null || entry.Position < query.Before)
                    .OrderByDescending(entry => entry.Position)
                    .Take(query.Take),
            ],
            _log.Count
        ));

    [Fact]
    public void UserHistory_WhenShown_SaysWhoWhenWhatFromToAndWhy()
    {
        _log.Add(
            Rows.Event(
                    940,
                    "Profile changed",
                    new FieldChange("JobTitle", "Analyst", "Poet"),
                    new FieldChange("Department", "Engines", null),
                    new FieldChange("GivenName", null, "Ada")
                )
                .With(entry => entry.Reason, "Ticket 12")
        );

        var entry = ShowHistory().Find("ol > li");

        var words = string.Join(' ', entry.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        words.ShouldContain("Profile changed by Grace Hopper, 1 hour ago");
        words.ShouldContain("Job title from Analyst → to Poet");
        words.ShouldContain("Department from Engines → removed");
        words.ShouldContain("Given name to Ada");
        words.ShouldContain("Reason: Ticket 12");
        entry.QuerySelector("svg").ShouldNotBeNull();
    }

    [Fact]
    public void UserHistory_WhenAPersonDidIt_LinksToThem()
    {
        _log.Add(
            Rows.Event(1, "Account created")
                .With(entry => entry.ActorId, "system")
                .With(entry => entry.ActorName, "System")
        );
        _log.Add(Rows.Event(2, "Email changed").With(entry => entry.ActorId, "0199c0de-0000-7000-8000-000000000001"));

        var history = ShowHistory();

        history.Find("ol > li p").TextContent.ShouldContain("by Grace Hopper, ");
        history
            .FindAll("ol p:first-child a:not(.then)")
            .Select(link => (link.TextContent, link.GetAttribute("href")))
            .ShouldBe([("Grace Hopper", "users/0199c0de-0000-7000-8000-000000000001")]);
    }

    [Fact]
    public void UserHistory_AsAWhole_LinksToWhatThePersonDid()
    {
        var history = Show<UserHistory>(history => history.Add(p => p.UserId, "ada"));
        history.Find("header a").GetAttribute("href").ShouldBe("activity?q=by%3Aada");

        May(Permissions.UsersRead, Permissions.AuditRead);
        Show<UserHistory>(history => history.Add(p => p.UserId, "ada")).FindAll("header a").ShouldBeEmpty();
    }

    [Fact]
    public void UserHistory_WhenKnown_SaysFromWhereAndAsPartOfWhat()
    {
        _log.Add(
            Rows.Event(940, "Account disabled")
                .With(entry => entry.IpAddress, "192.0.2.7")
                .With(entry => entry.BatchId, "batch-1")
        );

        var entry = ShowHistory().Find("ol > li");

        entry.TextContent.ShouldContain("from 192.0.2.7");
        entry.QuerySelector("a:not(.then)")!.GetAttribute("href").ShouldBe("bulk/batch-1");
    }

    [Fact]
    public void UserHistory_EachEvent_LeadsToThePageAsOfThen()
    {
        _log.Add(Rows.Event(940, "Email changed"));

        var link = ShowHistory().Find("ol > li a.then");

        (link.TextContent, link.GetAttribute("href")).ShouldBe(("View as of here", "users/ada?at=940"));
    }

    [Fact]
    public void UserHistory_OfWhatCanBeUndone_OffersIt()
    {
        _log.Add(Rows.Event(940, "Account disabled").With(row => row.EventType, "UserDisabled"));
        _log.Add(Rows.Event(930, "Signed in").With(row => row.EventType, "UserSignedIn"));

        ShowHistory()
            .FindAll("ol > li a[href^=undo]")
            .Select(link => (link.TextContent, link.GetAttribute("href")))
            .ShouldBe([("Undo", "undo?events=940")]);
    }

    [Fact]
    public void UserHistory_OfAnAccountThatIsGone_OffersNeitherAnUndoNorThePast()
    {
        _log.Add(Rows.Event(940, "Account disabled").With(row => row.EventType, "UserDisabled"));

        var history = Show<UserHistory>(view => view.Add(p => p.UserId, "ada").Add(p => p.IsGone, true));

        history.Find("ol > li").TextContent.ShouldContain("Account disabled");
        history.FindAll("ol > li a.then, nav").ShouldBeEmpty();
    }

    [Fact]
    public void UserHistory_OfARole_NamesWhoWasGivenIt()
    {
        _log.Add(
            Rows.Event(940, "Role assigned")
                .With(row => row.SubjectName, "Ada Lovelace")
                .With(row => row.SubjectKind, HistorySubject.User)
        );

        var history = Show<UserHistory>(view => view.Add(p => p.UserId, "desk").Add(p => p.IsOfRole, true));

        history.Find("ol > li p").TextContent.ShouldStartWith("Role assigned: Ada Lovelace by Grace Hopper");
        history.Find("a.whom").GetAttribute("href").ShouldBe("users/ada");
        history.Find("a.then").GetAttribute("href").ShouldBe("roles/desk?at=940");
        history.FindAll("a[href^=undo], nav").ShouldBeEmpty();
    }

    [Fact]
    public void UserHistory_OfWhatAnImportDid_LinksToTheImport()
    {
        _log.Add(
            Rows.Event(940, "Account created")
                .With(entry => entry.BatchId, "batch-1")
                .With(entry => entry.IsOfImport, true)
        );

        var link = ShowHistory().Find("ol > li a:not(.then)");

        (link.TextContent, link.GetAttribute("href")).ShouldBe(("Part of an import", "imports/batch-1"));
    }

    [Theory]
    [InlineData(HistoryKind.All, "Everything")]
    [InlineData(HistoryKind.SignIns, "Sign-ins")]
    [InlineData(HistoryKind.Changes, "Changes by administrators")]
    public void UserHistory_OfOneKind_AsksForItAndMarksTheChoice(HistoryKind kind, string label)
    {
        _log.AddRange(Enumerable.Range(1, 25).Select(position => Rows.Event(position, $"Event {position}")));

        var history = Show<UserHistory>(history => history.Add(p => p.UserId, "ada").Add(p => p.Kind, kind));
        LoadOlder(history).Click();

        Bus.Asked<GetUserHistory>().Select(query => query.Kind).ShouldBe([kind, kind]);
        history.Find("nav [aria-current=page]").TextContent.ShouldBe(label);
        history
            .FindAll("nav a")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe([
                "users/ada?tab=history",
                "users/ada?tab=history&kind=sign-ins",
                "users/ada?tab=history&kind=changes",
            ]);
    }

    [Fact]
    public void UserHistory_BesideTheProfile_ShowsAFewAndLeadsToTheRest()
    {
        _log.AddRange(Enumerable.Range(1, 25).Select(position => Rows.Event(position, $"Event {position}")));

        var history = Show<UserHistory>(history => history.Add(p => p.UserId, "ada").Add(p => p.Take, UserHistory.Few));

        Shown(history).ShouldBe(Enumerable.Range(20, 6).Reverse());
        history.FindAll("a").ShouldHaveSingleItem().GetAttribute("href").ShouldBe("users/ada?tab=history");
    }

    [Fact]
    public void HistoryText_ForEveryEventOfAUser_HasAGlyphOfItsOwn()
    {
        var known = typeof(GetUser)
            .Assembly.GetTypes()
            .Where(type =>
                type is { Namespace: "UserAdmin.Users", IsAbstract: false } && type.GetInterface("IEvent") is not null
            )
            .Select(type => type.Name)
            .ToList();

        known.Count.ShouldBeGreaterThan(30);
        // The pencil stands for edits and for event types without an icon of their own.
        known
            .Where(name => HistoryText.Icon(name) == "edit")
            .ShouldBe(["UserNameChanged", "UserProfileChanged", "SessionsSeen"], ignoreOrder: true);
    }

    [Fact]
    public void UserHistory_WhenThereIsMore_LoadsOlderBelow()
    {
        _log.AddRange(Enumerable.Range(1, 45).Select(position => Rows.Event(position, $"Event {position}")));
        var history = ShowHistory();
        Shown(history).ShouldBe(Enumerable.Range(26, 20).Reverse());

        LoadOlder(history).Click();
        Shown(history).ShouldBe(Enumerable.Range(6, 40).Reverse());

        LoadOlder(history).Click();
        Shown(history).ShouldBe(Enumerable.Range(1, 45).Reverse());
        history.FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public void UserHistory_WhenOlderEventsCannotBeLoaded_KeepsThoseShownAndCanBeTriedAgain()
    {
        _log.AddRange(Enumerable.Range(1, 25).Select(position => Rows.Event(position, $"Event {position}")));
        var history = ShowHistory();
        Bus.OnAsk = _ => throw new TimeoutException("Busy.");

        LoadOlder(history).Click();

        history.Find("[role=status]").TextContent.ShouldContain("could not be loaded");
        Shown(history).ShouldBe(Enumerable.Range(6, 20).Reverse());
        Bus.OnAsk = _ => { };
        LoadOlder(history).Click();
        Shown(history).ShouldBe(Enumerable.Range(1, 25).Reverse());
        history.FindAll("[role=status]").ShouldBeEmpty();
    }

    [Fact]
    public async Task UserHistory_WhenSomethingHappens_AddsItAboveAndGlows()
    {
        _log.AddRange(Enumerable.Range(1, 45).Select(position => Rows.Event(position, $"Event {position}")));
        var history = ShowHistory();
        await LoadOlder(history).ClickAsync();

        _log.Add(Rows.Event(46, "Event 46"));
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();

        Shown(history).ShouldBe(Enumerable.Range(6, 41).Reverse());
        history.FindAll("li.glow").ShouldHaveSingleItem().TextContent.ShouldContain("Event 46");
    }

    [Fact]
    public async Task UserHistory_WhenMoreHappensThanOneLoadBrings_LeavesNoGap()
    {
        _log.AddRange(Enumerable.Range(1, 25).Select(position => Rows.Event(position, $"Event {position}")));
        var history = ShowHistory();

        _log.AddRange(Enumerable.Range(26, 30).Select(position => Rows.Event(position, $"Event {position}")));
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();

        Shown(history).ShouldBe(Enumerable.Range(36, 20).Reverse());
        await LoadOlder(history).ClickAsync();
        Shown(history).ShouldBe(Enumerable.Range(16, 40).Reverse());
    }

    [Fact]
    public void UserHistory_WithoutPermission_SaysWhatItNeeds()
    {
        Bus.Answer<GetUserHistory, Page<HistoryRow>>(_ =>
            Task.FromResult(
                new Answer<Page<HistoryRow>> { Refusal = MessagingErrors.NotPermitted(Permissions.AuditRead) }
            )
        );

        ShowHistory().Markup.ShouldContain("audit.read");
    }

    [Theory]
    [InlineData("DisplayName", "Display name")]
    [InlineData("Email", "Email")]
    [InlineData("TimeZone", "Time zone")]
    [InlineData("", "")]
    public void HistoryText_ForAField_ReturnsItsLabel(string field, string words) =>
        HistoryText.Label(field).ShouldBe(words);

    private IRenderedComponent<UserHistory> ShowHistory() =>
        Show<UserHistory>(history => history.Add(p => p.UserId, "ada"));

    private static AngleSharp.Dom.IElement LoadOlder(IRenderedComponent<UserHistory> history) =>
        history.ByRole("button", "Load older");

    private static IEnumerable<int> Shown(IRenderedComponent<UserHistory> history) =>
        history
            .FindAll("ol > li strong")
            .Select(what =>
                int.Parse(what.TextContent["Event ".Length..], System.Globalization.CultureInfo.InvariantCulture)
            );
}
