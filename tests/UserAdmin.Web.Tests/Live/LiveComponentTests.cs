using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using UserAdmin.Projections;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Tests.Live;

public sealed class LiveComponentTests : ConsoleContext
{
    [Fact]
    public void LiveComponent_WhenItLoads_HasAlreadySubscribed()
    {
        var subscribersAtLoad = 0;

        Show<Probe>(probe => probe.Add(p => p.OnLoad, _ => subscribersAtLoad = Feed.Subscribers));

        subscribersAtLoad.ShouldBe(1);
    }

    [Fact]
    public void LiveComponent_WhenPrerendered_LoadsWithoutSubscribing()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));

        var probe = Show<Probe>();

        probe.Instance.Loads.ShouldHaveSingleItem();
        Feed.Subscribers.ShouldBe(0);
    }

    [Fact]
    public async Task LiveComponent_WhenSomethingChanges_LoadsWhatChanged()
    {
        var probe = Show<Probe>();

        Feed.Publish("ada", "bob");
        await Clock.SomeoneWaitsAsync();

        probe.Instance.Loads.Count.ShouldBe(2);
        probe.Instance.Loads[1].ShouldBe(["ada", "bob"], ignoreOrder: true);
    }

    [Fact]
    public async Task LiveComponent_WhenChangesBurst_LoadsTwiceASecondAtMost()
    {
        var probe = Show<Probe>();

        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();
        for (var i = 0; i < 100; i++)
        {
            Feed.Publish($"user-{i}");
        }

        Clock.Advance(LiveComponent.MinInterval);
        await Clock.SomeoneWaitsAsync();

        probe.Instance.Loads.Count.ShouldBe(3);
        probe.Instance.Loads[2].Length.ShouldBe(100);
        (probe.Instance.LoadedAt[2] - probe.Instance.LoadedAt[1]).ShouldBe(LiveComponent.MinInterval);
    }

    [Fact]
    public async Task LiveComponent_WhenTheReadModelWasReplacedAmongOtherChanges_LoadsAsIfAnythingHadChanged()
    {
        var probe = Show<Probe>();
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();

        Feed.Publish("bob");
        Feed.Publish();
        Feed.Publish("carol");
        Clock.Advance(LiveComponent.MinInterval);
        await Clock.SomeoneWaitsAsync();

        probe.Instance.Loads[2].ShouldBeEmpty();
    }

    [Fact]
    public async Task LiveComponent_WhenTheChangeIsNotItsConcern_DoesNotLoad()
    {
        var probe = Show<Probe>(p => p.Add(x => x.Only, "ada"));

        Feed.Publish("bob");
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();

        probe.Instance.Loads.Skip(1).ShouldHaveSingleItem().ShouldBe(["ada"]);
    }

    [Fact]
    public async Task LiveComponent_WhenARefreshFails_FollowsOnAndForgetsNoChange()
    {
        var probe = Show<Probe>(p =>
            p.Add(x => x.OnLoad, load => _ = load == 2 ? throw new InvalidOperationException("Once.") : load)
        );

        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();
        probe.Find("[role=status]").TextContent.ShouldContain("could not be refreshed");
        Feed.Publish("bob");
        Clock.Advance(LiveComponent.RetryInterval);
        await Clock.SomeoneWaitsAsync();

        probe.Instance.Loads[^1].ShouldBe(["ada", "bob"], ignoreOrder: true);
        probe.FindAll("[role=status]").ShouldBeEmpty();
    }

    [Fact]
    public async Task LiveComponent_WhenTheFirstLoadFails_ReportsTheFailureAndTriesAgain()
    {
        var probe = Show<Probe>(p =>
            p.Add(x => x.OnLoad, load => _ = load <= 2 ? throw new TimeoutException("Busy.") : load)
        );
        await Clock.SomeoneWaitsAsync();
        probe.FindAll("[role=status]").Count.ShouldBe(1);

        Clock.Advance(LiveComponent.RetryInterval);
        await Clock.SomeoneWaitsAsync();

        probe.Instance.Loads.Count.ShouldBe(3);
        probe.FindAll("[role=status]").ShouldBeEmpty();
    }

    [Fact]
    public void LiveComponent_WhenALoadFails_CanBeTriedAgainByHand()
    {
        var isBusy = true;
        var probe = Show<Probe>(p =>
            p.Add(x => x.OnLoad, load => _ = isBusy ? throw new TimeoutException("Busy.") : load)
        );

        isBusy = false;
        probe.Find("button").Click();

        probe.FindAll("[role=status]").ShouldBeEmpty();
    }

    [Fact]
    public void LiveComponent_WhenPrerenderingFails_IsAnErrorPage()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));

        Should.Throw<TimeoutException>(() =>
            Show<Probe>(p => p.Add(x => x.OnLoad, _ => throw new TimeoutException("Busy.")))
        );
    }

    [Fact]
    public async Task LiveComponent_WhenDisposed_EndsItsSubscriptionAndItsLoop()
    {
        var probe = Show<Probe>().Instance;

        await DisposeComponentsAsync();

        Feed.Subscribers.ShouldBe(0);
        probe.IsCancelled.ShouldBeTrue();
    }

    private sealed class Probe : LiveComponent
    {
        [Parameter]
        public Action<int> OnLoad { get; set; } = _ => { };

        [Parameter]
        public string? Only { get; set; }

        [Inject]
        private TimeProvider Clock { get; set; } = default!;

        public List<string[]> Loads { get; } = [];

        public List<DateTimeOffset> LoadedAt { get; } = [];

        public bool IsCancelled { get; private set; }

        protected override void OnInitialized() => Disposal.Register(() => IsCancelled = true);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<LoadFault>(0);
            builder.AddComponentParameter(1, nameof(LoadFault.Shows), HasFailed);
            builder.AddComponentParameter(2, nameof(LoadFault.What), "The probe");
            builder.AddComponentParameter(
                3,
                nameof(LoadFault.OnRetry),
                EventCallback.Factory.Create(this, ReloadAsync)
            );
            builder.CloseComponent();
        }

        protected override bool Concerns(ReadModelChange change) => Only is null || change.Concerns(Only);

        protected override Task LoadAsync(IReadOnlySet<string> changed)
        {
            Loads.Add([.. changed]);
            LoadedAt.Add(Clock.GetUtcNow());
            OnLoad(Loads.Count);
            return Task.CompletedTask;
        }
    }
}
