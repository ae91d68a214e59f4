using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Views.Queries;

namespace UserAdmin.Tests.Views;

public sealed class ActivityViewTests
{
    [Fact]
    public async Task CreateView_OfTheActivity_IsAmongItsViewsAndNotAmongThoseOfUsers()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateActorAsync("ada", Permissions.UsersRead, Permissions.ActivityRead);
        await host.CreateViewAsync(ada, "Locked");

        var id = await CreateAsync(host, ada, "Locked");

        (await NamesAsync(host, ada)).ShouldBe(["Locked"]);
        (await host.ViewNamesAsync(ada)).ShouldBe(["Locked"]);
        var view = await host.GetViewAsync(id, ada);
        (view.List, view.Search).ShouldBe((ViewList.Activity, "action:refused when:7d"));
        (await host.SendAsync(Creation("LOCKED"), ada)).Errors.ShouldBe([ViewErrors.NameTaken]);
        (await host.SendAsync(new PinView(id), ada)).Errors.ShouldBe([ViewErrors.NotPinned]);
    }

    [Fact]
    public async Task ViewsOfTheActivity_ForWhoeverMayReadIt_NeedNoPermissionForUsers()
    {
        await using var host = await TestHost.StartAsync();
        var auditor = await host.CreateActorAsync("ada", Permissions.ActivityRead);
        var viewer = await host.CreateViewerAsync("bob");
        var id = await CreateAsync(host, auditor, "Refused", isShared: true);
        var mine = await host.CreateViewAsync(viewer, "Locked", isShared: true);
        var activity = MessagingErrors.NotPermitted(Permissions.ActivityRead);
        var users = MessagingErrors.NotPermitted(Permissions.UsersRead);

        (await host.SendAsync(Creation("Other"), viewer)).Errors.ShouldBe([activity]);
        (await host.SendAsync(new DeleteView(id), viewer)).Errors.ShouldBe([activity]);
        (await host.AskAsync(new ListViews(List: ViewList.Activity), viewer)).Refusal.ShouldBe(activity);
        (await host.AskAsync(new GetView(id), viewer)).Refusal.ShouldBe(activity);
        (await host.AskAsync(new ListViews(), auditor)).Refusal.ShouldBe(users);
        (await host.AskAsync(new GetView(mine), auditor)).Refusal.ShouldBe(users);
        (await host.SendAsync(new PinView(mine), auditor)).Errors.ShouldBe([users]);
        await host.AcceptAsync(new DeleteView(id), auditor);
        await host.AcceptAsync(new RestoreView(id), auditor);
        (await NamesAsync(host, auditor)).ShouldBe(["Refused"]);
        (await host.FindViewAsync(id, auditor))!.List.ShouldBe(ViewList.Activity);
    }

    [Fact]
    public async Task CreateView_OfTheActivity_KnowsItsFiltersAndNoSortOrColumns()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateActorAsync("ada", Permissions.UsersRead, Permissions.ActivityRead);

        (await host.SendAsync(Creation("One") with { Search = "state:locked" }, ada))
            .Errors.Select(error => error.Code)
            .ShouldBe(["search.invalid"]);
        (await host.SendAsync(Creation("One") with { Sort = UserFields.Email.Sort, Columns = ["email"] }, ada))
            .Errors.Select(error => error.Code)
            .ShouldBe(["sort.unknown", "columns.unknown"]);
        (await host.SendAsync(Creation("One") with { List = (ViewList)7 }, ada))
            .Errors.Select(error => error.Code)
            .ShouldContain("view.unknown-list");
    }

    [Fact]
    public async Task UpdateView_OfTheActivity_IsRenamedAndNeverBecomesAViewOfUsers()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateActorAsync("ada", Permissions.UsersRead, Permissions.ActivityRead);
        var seen = await host.GetViewAsync(await CreateAsync(host, ada, "Refused"), ada);

        (await host.SendAsync(seen.ToUpdate() with { Search = "" }, ada)).Errors.ShouldBe([ViewErrors.NotFound]);
        await host.AcceptAsync(seen.ToUpdate() with { List = ViewList.Activity, Name = "Storm", IsShared = true }, ada);

        (await NamesAsync(host, await host.CreateActorAsync("bob", Permissions.ActivityRead))).ShouldBe(["Storm"]);
    }

    [Fact]
    public async Task ViewsOfTheActivity_AfterARebuild_AreTheSame()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateActorAsync("ada", Permissions.UsersRead, Permissions.ActivityRead);
        await CreateAsync(host, ada, "Refused");
        await host.CreateViewAsync(ada, "Locked");

        host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);

        (await NamesAsync(host, ada)).ShouldBe(["Refused"]);
        (await host.ViewNamesAsync(ada)).ShouldBe(["Locked"]);
    }

    private static CreateView Creation(string name) =>
        new(TestHost.NewId(), name, "action:refused when:7d", null, false, [], false) { List = ViewList.Activity };

    private static async Task<string> CreateAsync(TestHost host, Actor owner, string name, bool isShared = false)
    {
        var command = Creation(name) with { IsShared = isShared };
        await host.AcceptAsync(command, owner);
        return command.ViewId;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(TestHost host, Actor asker) =>
        [
            .. (await host.AskAsync(new ListViews(List: ViewList.Activity), asker)).Value!.Items.Select(view =>
                view.Name
            ),
        ];
}
