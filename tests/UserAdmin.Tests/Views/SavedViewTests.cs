using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Commands;

namespace UserAdmin.Tests.Views;

public sealed class SavedViewTests
{
    [Fact]
    public async Task CreateView_OfOnesOwn_IsSeenByNobodyElseUntilItIsShared()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateViewerAsync("ada"), await host.CreateViewerAsync("bob"));

        var id = await host.CreateViewAsync(ada, " Locked out ");

        var view = await host.GetViewAsync(id, ada);
        (view.Name, view.Search, view.Sort, view.IsDescending, view.IsShared, view.OwnerName).ShouldBe(
            ("Locked out", "state:locked", UserFields.Email.Sort, true, false, "ada")
        );
        (view.IsOwn, view.MayChange, view.IsPinned).ShouldBe((true, true, false));
        (await host.ViewNamesAsync(bob)).ShouldBeEmpty();
        (await host.FindViewAsync(id, bob)).ShouldBeNull();
        (await host.SendAsync(new PinView(id), bob)).Errors.ShouldBe([ViewErrors.NotFound]);

        await host.AcceptAsync(view.ToUpdate() with { IsShared = true }, ada);

        var seen = await host.GetViewAsync(id, bob);
        (seen.OwnerName, seen.IsOwn, seen.MayChange).ShouldBe(("ada", false, false));
        (await host.AskAsync(new GetUserHistory(id)))
            .Value!.Items.Select(entry => entry.What)
            .ShouldBe(["View shared", "View saved"]);
    }

    [Fact]
    public async Task CreateView_WithANameOfOnesOwnInAnotherCase_IsRefusedAndAColleaguesIsNot()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateViewerAsync("ada"), await host.CreateViewerAsync("bob"));
        await host.CreateViewAsync(ada, "Locked");

        (
            await host.SendAsync(
                new CreateView(TestHost.NewId(), "LOCKED", "", UserFields.DisplayName.Sort, false, [], false),
                ada
            )
        ).Errors.ShouldBe([ViewErrors.NameTaken]);
        await host.CreateViewAsync(bob, "Locked");
    }

    [Fact]
    public async Task CreateView_WithUnknownValues_IsRefusedFieldByField()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateViewerAsync("ada");

        var errors = (
            await host.SendAsync(
                new CreateView(
                    TestHost.NewId(),
                    new string('n', 101),
                    "colour:red",
                    new UserSort("Nothing"),
                    false,
                    ["email", "email"],
                    false
                ),
                ada
            )
        ).Errors;

        errors
            .Select(error => (error.Field, error.Code))
            .ShouldBe([
                ("Name", "text.too-long"),
                ("Search", "search.invalid"),
                ("Sort", "sort.unknown"),
                ("Columns", "columns.unknown"),
            ]);
    }

    [Fact]
    public async Task CreateView_OfTheHundredAndFirst_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateViewerAsync("ada");
        var all = Enumerable
            .Range(1, ViewErrors.MostViews)
            .Select(number =>
                (ICommand)
                    new CreateView(
                        TestHost.NewId(),
                        $"View {number}",
                        "",
                        UserFields.DisplayName.Sort,
                        false,
                        [],
                        false
                    )
            );
        await host.AcceptAsync(new CommandSet([.. all]), ada);

        (
            await host.SendAsync(
                new CreateView(TestHost.NewId(), "One more", "", UserFields.DisplayName.Sort, false, [], false),
                ada
            )
        ).Errors.ShouldBe([ViewErrors.TooMany]);
    }

    [Fact]
    public async Task UpdateView_OfFieldsThatDiffer_IsMergedAndOfTheSameFieldRefused()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateViewerAsync("ada");
        var seen = await host.GetViewAsync(await host.CreateViewAsync(ada, "Locked"), ada);
        await host.AcceptAsync(seen.ToUpdate() with { Search = "state:invited" }, ada);

        await host.AcceptAsync(seen.ToUpdate() with { Name = "Waiting" }, ada);
        var stale = (await host.SendAsync(seen.ToUpdate() with { Search = "smith" }, ada))
            .Errors.ShouldHaveSingleItem()
            .ShouldBeOfType<StaleEdit>();

        (stale.Field, stale.Current, stale.ChangedBy).ShouldBe(("Search", "state:invited", "ada"));
        var now = await host.GetViewAsync(seen.Id, ada);
        (now.Name, now.Search).ShouldBe(("Waiting", "state:invited"));
        (await host.AskAsync(new GetUserHistory(seen.Id)))
            .Value!.Items.Select(entry => (entry.What, entry.Changes[0].From, entry.Changes[0].To))
            .Take(2)
            .ShouldBe([("View renamed", "Locked", "Waiting"), ("View changed", "state:locked", "state:invited")]);
    }

    [Fact]
    public async Task UpdateView_OfSomebodyElse_NeedsThePermissionAndAPrivateOneIsNotFound()
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
        var seen = await host.GetViewAsync(shared, bob);

        (await host.SendAsync(seen.ToUpdate() with { Name = "Bob's" }, bob)).Errors.ShouldBe([ViewErrors.NotYours]);
        (await host.SendAsync(new DeleteView(shared), bob)).Errors.ShouldBe([ViewErrors.NotYours]);
        (await host.SendAsync(new DeleteView(own), manager)).Errors.ShouldBe([ViewErrors.NotFound]);
        (await host.GetViewAsync(shared, manager)).MayChange.ShouldBeTrue();
        await host.AcceptAsync(seen.ToUpdate() with { Name = "Everybody's" }, manager);

        var now = await host.GetViewAsync(shared, ada);
        (now.Name, now.IsOwn).ShouldBe(("Everybody's", true));
    }

    [Fact]
    public async Task RestoreView_AfterADeletion_BringsBackOwnerAndPinsOfOthers()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateViewerAsync("ada"), await host.CreateViewerAsync("bob"));
        var id = await host.CreateViewAsync(ada, "Ours", isShared: true);
        await host.AcceptAsync(new PinView(id), bob);

        await host.AcceptAsync(new DeleteView(id), ada);
        (await host.ViewNamesAsync(bob, onlyPinned: true)).ShouldBeEmpty();
        (await host.SendAsync(new PinView(id), bob)).Errors.ShouldBe([ViewErrors.NotFound]);
        var second = await host.CreateViewAsync(ada, "Ours");
        (await host.SendAsync(new RestoreView(id), ada)).Errors.ShouldBe([ViewErrors.NameTaken]);
        await host.AcceptAsync(new DeleteView(second), ada);
        await host.AcceptAsync(new RestoreView(id), ada);

        (await host.ViewNamesAsync(bob, onlyPinned: true)).ShouldBe(["Ours"]);
        (await host.GetViewAsync(id, ada)).IsOwn.ShouldBeTrue();
    }

    [Fact]
    public async Task PinView_OfAViewThatIsNoLongerShared_LeavesTheNavigationAndComesBackWithIt()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateViewerAsync("ada"), await host.CreateViewerAsync("bob"));
        var id = await host.CreateViewAsync(ada, "Ours", isShared: true);
        await host.AcceptAsync(new PinView(id), bob);
        (await host.SendAsync(new PinView(id), bob)).Changed.ShouldBeFalse();

        await host.AcceptAsync((await host.GetViewAsync(id, ada)).ToUpdate() with { IsShared = false }, ada);
        (await host.ViewNamesAsync(bob, onlyPinned: true)).ShouldBeEmpty();
        await host.AcceptAsync((await host.GetViewAsync(id, ada)).ToUpdate() with { IsShared = true }, ada);
        (await host.ViewNamesAsync(bob, onlyPinned: true)).ShouldBe(["Ours"]);
        (await host.ViewNamesAsync(ada, onlyPinned: true)).ShouldBeEmpty();

        await host.AcceptAsync(new UnpinView(id), bob);
        (await host.ViewNamesAsync(bob, onlyPinned: true)).ShouldBeEmpty();
        (await host.ViewNamesAsync(bob)).ShouldBe(["Ours"]);
    }

    [Fact]
    public async Task PinView_OfTheTwentyFirst_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateViewerAsync("ada");
        var ids = Enumerable.Range(0, ViewErrors.MostPins + 1).Select(_ => TestHost.NewId()).ToList();
        await host.AcceptAsync(
            new CommandSet([
                .. ids.Select(
                    (id, number) =>
                        new CreateView(id, $"View {number}", "", UserFields.DisplayName.Sort, false, [], false)
                ),
            ]),
            ada
        );
        await host.AcceptAsync(new CommandSet([.. ids.Skip(1).Select(id => new PinView(id))]), ada);

        (await host.SendAsync(new PinView(ids[0]), ada)).Errors.ShouldBe([ViewErrors.TooManyPins]);
        await host.AcceptAsync(new DeleteView(ids[1]), ada);
        await host.AcceptAsync(new PinView(ids[0]), ada);
    }

    [Fact]
    public async Task Views_SentByTheProgramItself_AreRefused()
    {
        await using var host = await TestHost.StartAsync();

        (
            await host.SendAsync(
                new CreateView(TestHost.NewId(), "Nobody's", "", UserFields.DisplayName.Sort, false, [], true)
            )
        ).Errors.ShouldBe([ViewErrors.NoOwner]);
        (await host.SendAsync(new SaveListLayout([new("email")], ListDensity.Compact, 50))).Errors.ShouldBe([
            ViewErrors.NoOwner,
        ]);
    }
}
