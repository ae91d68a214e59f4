using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Tests.Roles;
using UserAdmin.Users.Commands;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Views.Queries;

namespace UserAdmin.Tests.Views;

public sealed class ViewsOfPurgedUserTests
{
    [Fact]
    public async Task PurgeUser_WithViews_KeepsTheSharedOnesAndDeletesTheOthers()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob, manager) = (
            await host.CreateViewerAsync("ada"),
            await host.CreateViewerAsync("bob"),
            await host.CreateActorAsync("eve", Permissions.UsersRead, Permissions.ViewsManage)
        );
        var (own, shared) = (
            await host.CreateViewAsync(ada, "Mine"),
            await host.CreateViewAsync(ada, "Ours", isShared: true)
        );
        await host.AcceptAsync(new PinView(own), ada);
        await host.AcceptAsync(new PinView(shared), bob);
        await host.AcceptAsync(new SaveListLayout([new("email")], ListDensity.Compact, 50), ada);
        await host.AcceptAsync(new DeleteUser(ada.Id));
        (await host.GetViewAsync(shared, bob)).OwnerId.ShouldBe(
            ada.Id,
            "an account that can be restored keeps what it has"
        );

        await host.AcceptAsync(new PurgeUser(ada.Id, "ada"));

        var view = await host.GetViewAsync(shared, bob);
        (view.OwnerId, view.OwnerName, view.IsPinned, view.MayChange).ShouldBe((null, "", true, false));
        (await host.SendAsync(new DeleteView(shared), bob)).Errors.ShouldBe([ViewErrors.NotYours]);
        await host.AcceptAsync(
            (await host.GetViewAsync(shared, manager)).ToUpdate() with
            {
                Name = "Everybody's",
            },
            manager
        );
        (await host.ViewNamesAsync(bob)).ShouldBe(["Everybody's"]);
        host.Read(context => (context.SavedViews.Count(), context.ViewPins.Count(), context.ListLayouts.Count()))
            .ShouldBe((1, 1, 0));
        host.DumpRead().ShouldNotContain("Mine |");
    }

    [Fact]
    public async Task Rebuild_WithViewsPinsAndLayouts_GivesTheSameRows()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateViewerAsync("ada"), await host.CreateViewerAsync("bob"));
        var id = await host.CreateViewAsync(ada, "Ours", isShared: true);
        await host.AcceptAsync(new PinView(id), bob);
        await host.AcceptAsync(new SaveListLayout([new("email", 240), new("name")], ListDensity.Compact, 100), bob);
        await host.CatchUpAsync();
        var before = host.DumpRead();

        await host.StopFollowingAsync();
        host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);

        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.CatchUpAsync();
        again.DumpRead().ShouldBe(before);
    }

    [Fact]
    public async Task SaveListLayout_OfEachAdministrator_IsRememberedForThemAlone()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateViewerAsync("ada"), await host.CreateViewerAsync("bob"));
        (await host.AskAsync(new GetListLayout(), ada)).Value.ShouldBeNull();

        await host.AcceptAsync(new SaveListLayout([new("email", 240), new("name")], ListDensity.Compact, 100), ada);
        await host.AcceptAsync(new SaveListLayout([new("email", 320)], ListDensity.Compact, 100), ada);

        var layout = (await host.AskAsync(new GetListLayout(), ada)).Value.ShouldNotBeNull();
        layout.Columns.ShouldBe([new LayoutColumn("email", 320)]);
        (layout.Density, layout.PageSize).ShouldBe((ListDensity.Compact, 100));
        (
            await host.SendAsync(new SaveListLayout([new("email", 320)], ListDensity.Compact, 100), ada)
        ).Changed.ShouldBeFalse();
        (await host.AskAsync(new GetListLayout(), bob)).Value.ShouldBeNull();
        (await host.SendAsync(new SaveListLayout([new("email", 5)], ListDensity.Compact, 9), ada))
            .Errors.Select(error => error.Field)
            .ShouldBe(["Columns", "PageSize"]);
    }
}
