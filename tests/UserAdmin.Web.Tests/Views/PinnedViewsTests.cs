using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Live;
using UserAdmin.Web.Views;

namespace UserAdmin.Web.Tests.Views;

public sealed class PinnedViewsTests : ConsoleContext
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int?> _counts = new() { ["state:locked"] = 1234, ["department:sales"] = 7 };
    private ViewRow[] _views =
    [
        Rows.View("Locked"),
        Rows.View("Sales", "department:sales").With(view => view.Sort, UserFields.Email.Sort),
    ];

    public PinnedViewsTests()
    {
        Bus.Answer<ListViews, Page<ViewRow>>(query => Rows.Page(query.OnlyPinned ? _views : []));
        Bus.Answer<CountUsers, UserCounts>(query => new UserCounts([
            .. query.Searches.Select(search => _counts[search]),
        ]));
    }

    [Fact]
    public void PinnedViews_WhenLoaded_AreLinksWithTheirCountsFromOneQuery()
    {
        var pins = ShowPins();

        pins.FindAll("a")
            .Select(pin => (pin.Children[0].TextContent, pin.Children[1].TextContent, pin.GetAttribute("href")))
            .ShouldBe([
                ("Locked", "1,234", "users?q=state%3Alocked&view=view-Locked"),
                ("Sales", "7", "users?q=department%3Asales&sort=email&view=view-Sales"),
            ]);
        Bus.Asked<CountUsers>().ShouldHaveSingleItem().Searches.ShouldBe(["state:locked", "department:sales"]);
        pins.Find("a[aria-current=page]").TextContent.ShouldStartWith("Sales");
    }

    [Fact]
    public void PinnedViews_WhenAUserChanges_CountAgainWithoutAskingForTheViews()
    {
        var pins = ShowPins();
        _counts["state:locked"] = 1235;

        Feed.Publish("ada");

        pins.WaitForAssertion(() => pins.AllByRole("link")[0].TextContent.ShouldEndWith("1,235"));
        Bus.Asked<ListViews>().Count.ShouldBe(1);
    }

    [Fact]
    public void PinnedViews_OfExpensiveSearches_AreCountedSeldom()
    {
        Bus.Answer<CountUsers, UserCounts>(query =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            return new UserCounts([.. query.Searches.Select(search => _counts[search])]);
        });
        var pins = ShowPins();
        _counts["state:locked"] = 1235;

        for (var i = 0; i < 10; i++)
        {
            Feed.Publish("ada");
            Clock.Advance(LiveComponent.MinInterval);
        }

        Bus.Asked<CountUsers>().Count.ShouldBe(1);
        Clock.Advance(TimeSpan.FromSeconds(20));
        pins.WaitForAssertion(() => pins.AllByRole("link")[0].TextContent.ShouldEndWith("1,235"));
        Bus.Asked<CountUsers>().Count.ShouldBe(2);
    }

    [Fact]
    public void PinnedViews_WhoseFirstCountTookLong_RestForFifteenSeconds()
    {
        var took = TimeSpan.FromSeconds(10);
        Bus.Answer<CountUsers, UserCounts>(query =>
        {
            Clock.Advance(took);
            took = TimeSpan.Zero;
            return new UserCounts([.. query.Searches.Select(search => _counts[search])]);
        });
        var pins = ShowPins();
        _counts["state:locked"] = 1235;
        Feed.Publish("ada");

        // The load behind the change runs on another thread: time passes in steps, so that it cannot come too late for
        // all of it.
        var passed = 0;
        while (
            passed < 40 && !SpinWait.SpinUntil(() => Bus.Asked<CountUsers>().Count == 2, TimeSpan.FromMilliseconds(50))
        )
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            passed++;
        }

        passed.ShouldBeInRange(14, 39);
        pins.WaitForAssertion(() => pins.AllByRole("link")[0].TextContent.ShouldEndWith("1,235"));
    }

    [Fact]
    public void PinnedViews_WhenNoCountChanges_AreNotDrawnAgain()
    {
        var pins = ShowPins();
        var drawn = pins.RenderCount;

        Feed.Publish("ada");

        // Do not wait for a rendering, because there must be none.
        SpinWait.SpinUntil(() => Bus.Asked<CountUsers>().Count == 2, _patience).ShouldBeTrue();
        Feed.Publish("bob");
        SpinWait
            .SpinUntil(
                () =>
                {
                    // The pause begins when the load has ended, so time must pass after that.
                    Clock.Advance(LiveComponent.MinInterval);
                    return Bus.Asked<CountUsers>().Count == 3;
                },
                _patience
            )
            .ShouldBeTrue();
        pins.RenderCount.ShouldBe(drawn);
    }

    [Fact]
    public void PinnedViews_WithNone_ShowNothingCostNothingAndFollowOnesOwnPinning()
    {
        var locked = _views;
        _views = [];
        var pins = ShowPins();
        Feed.Publish("ada");
        pins.Markup.Trim().ShouldBeEmpty();
        (Bus.Asked<CountUsers>().Count, Bus.Asked<ListViews>().Count).ShouldBe((0, 1));

        _views = locked;
        Feed.Publish("grace");

        pins.WaitForAssertion(() => pins.FindAll("a").Count.ShouldBe(2));
    }

    [Fact]
    public void PinnedViews_OfAViewThatGoesAndComesBack_FollowIt()
    {
        var locked = _views;
        var pins = ShowPins();
        _views = [];
        Feed.Publish("view-Locked");
        pins.WaitForAssertion(() => pins.FindAll("a").ShouldBeEmpty());

        _views = locked;
        Clock.Advance(LiveComponent.MinInterval);
        Feed.Publish("view-Locked");

        pins.WaitForAssertion(() => pins.FindAll("a").Count.ShouldBe(2));
    }

    [Fact]
    public void PinnedViews_WhileTheListOfUsersIsLoaded_AreThereWithoutCounts()
    {
        UserList.Progress = new UserListProgress(1, 2);
        var pins = ShowPins();
        pins.FindAll("a").ShouldNotBeEmpty();
        Bus.Asked<CountUsers>().ShouldBeEmpty();

        UserList.Progress = null;
        Clock.Advance(TimeSpan.FromSeconds(1));

        pins.WaitForAssertion(() => Bus.Asked<CountUsers>().ShouldHaveSingleItem());
    }

    private IRenderedComponent<PinnedViews> ShowPins()
    {
        var pins = Show<PinnedViews>(parameters =>
            parameters.Add(p => p.UserId, "grace").Add(p => p.ViewId, "view-Sales")
        );
        pins.WaitForState(() => Bus.Asked<ListViews>().Count > 0);
        return pins;
    }
}
