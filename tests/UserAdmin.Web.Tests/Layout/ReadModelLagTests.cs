using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Tests.Layout;

public sealed class ReadModelLagTests : ConsoleContext
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task ReadModelLag_WhenAnEventHasWaitedForASecond_SaysHowManyWait()
    {
        Monitor.Stand(FakeMonitor.At(read: 5, log: 1205));
        var lag = Show<ReadModelLag>();
        await Clock.SomeoneWaitsAsync();
        lag.ByRole("status").Children.ShouldBeEmpty();

        Clock.Advance(Second);

        await lag.WaitForAssertionAsync(() =>
            lag.ByRole("status").TextContent.Trim().ShouldBe("Read model is 1,200 events behind")
        );
    }

    [Fact]
    public async Task ReadModelLag_WhileAReadModelIsBuilt_SaysHowFarItIs()
    {
        Monitor.Stand(FakeMonitor.At(read: 5, log: 1205) with { IsBuilding = true });
        var lag = Show<ReadModelLag>();
        await Clock.SomeoneWaitsAsync();

        Clock.Advance(Second);

        await lag.WaitForAssertionAsync(() =>
            lag.ByRole("status").TextContent.Trim().ShouldBe("Read model is being built: 5 of 1,205 events")
        );
    }

    [Fact]
    public async Task ReadModelLag_WhenItHasCaughtUp_IsGone()
    {
        Monitor.Stand(FakeMonitor.At(read: 5, log: 8));
        var lag = Show<ReadModelLag>();
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(Second);
        await Clock.SomeoneWaitsAsync();
        lag.Find("[role=status]").TextContent.ShouldContain("3 events behind");

        Monitor.Tell(FakeMonitor.At(read: 8, log: 8));
        Clock.Advance(Second);

        await lag.WaitForAssertionAsync(() => lag.ByRole("status").Children.ShouldBeEmpty());
    }

    [Fact]
    public async Task ReadModelLag_UnderASteadyStreamThatIsTakenIn_SaysNothing()
    {
        Monitor.Stand(FakeMonitor.At(read: 5, log: 8));
        var lag = Show<ReadModelLag>();
        for (var second = 1; second <= 5; second++)
        {
            await Clock.SomeoneWaitsAsync();
            Monitor.Tell(FakeMonitor.At(read: 5 + 3 * second, log: 8 + 3 * second));
            Clock.Advance(Second);
        }

        await Clock.SomeoneWaitsAsync();
        lag.ByRole("status").Children.ShouldBeEmpty();
    }

    [Fact]
    public void ReadModelLag_WhenTheRunnerPauses_ShowsItAtOnceAndLinksToTheSystemPage()
    {
        var lag = Show<ReadModelLag>(p => p.Add(x => x.LinksToSystem, true));

        Monitor.Tell(FakeMonitor.At(read: 41, log: 50) with { Paused = FakeMonitor.Pause });

        lag.WaitForAssertion(() => lag.ByRole("link").TextContent.ShouldBe("Read model is paused"));
        lag.ByRole("link").GetAttribute("href").ShouldBe("system");
        lag.ByRole("link").ClassList.ShouldContain("bad");
    }

    [Fact]
    public void ReadModelLag_WithoutTheRightToSeeTheSystem_IsNoLink()
    {
        Monitor.Stand(FakeMonitor.At(read: 41, log: 50) with { Paused = FakeMonitor.Pause });

        Show<ReadModelLag>().ByRole("status").Children.ShouldHaveSingleItem().TagName.ShouldBe("SPAN");
    }

    [Fact]
    public async Task ReadModelLag_WhenDisposed_EndsItsSubscriptionAndItsWatch()
    {
        Monitor.Stand(FakeMonitor.At(read: 5, log: 8));
        Show<ReadModelLag>();
        await Clock.SomeoneWaitsAsync();
        Monitor.Subscribers.ShouldBe(1);

        await DisposeComponentsAsync();
        Clock.Advance(Second);

        Monitor.Subscribers.ShouldBe(0);
    }
}
