using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Web.Hardening;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Tests.Layout;

public sealed class MoveRequestTests : ConsoleContext
{
    private readonly TaskCompletionSource _open = new();

    [Fact]
    public async Task MoveRequest_WhenTheNodeIsStopping_AsksThePageWithinAFewSeconds()
    {
        (Nodes.CanHaveOthers, Nodes.HasOthers) = (true, true);
        var draining = Services.GetRequiredService<Draining>();
        _ = draining.WatchAsync(new DefaultHttpContext(), _ => _open.Task);
        var request = Show<MoveRequest>();
        request.FindAll("[data-moving]").ShouldBeEmpty();

        var drained = draining.RunAsync(CancellationToken.None);
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));

        await request.WaitForAssertionAsync(() =>
            request.Find("[data-moving]").GetAttribute("data-moving").ShouldBe("25")
        );
        _open.SetResult();
        await drained;
    }
}
