using AngleSharp.Dom;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Palette;

namespace UserAdmin.Web.Tests.Palette;

public sealed class CommandPaletteTests : ConsoleContext
{
    private static readonly string[] _everything = [.. Permissions.All.Select(permission => permission.Name)];

    private readonly IRenderedComponent<MudDialogProvider> _dialogs;

    public CommandPaletteTests()
    {
        _dialogs = ShowDialogs();
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page(Rows.Role("Help desk")));
        Bus.Answer<ListViews, Page<ViewRow>>(_ => Rows.Page(Rows.View("Locked")));
        Bus.Answer<GetUser, UserRow>(query => Rows.User(query.UserId, "Ada Lovelace"));
        Bus.Answer<ListUsers, UserListing>(query => Rows.Listing(Rows.User("ada", $"Found by {query.Search}")));
        Bus.Answer<SuggestSearch, SearchSuggestions>(_ => new(0, 0, []));
    }

    [Fact]
    public async Task CommandPalette_WhenTheSearchHasNeighbours_ListsThemApartFromWhoMatches()
    {
        Bus.Answer<ListUsers, UserListing>(_ =>
            Rows.Listing(Rows.User("ada", "Ada Sale")) with
            {
                Hints = new([Rows.User("bea", "Bea Salo")], 2, []),
            }
        );
        Bus.Answer<SuggestSearch, SearchSuggestions>(_ =>
            new(
                3,
                5,
                [new("x:", "x:", ""), new("department:Sales ", "Department: Sales", "7 users") { IsForWord = true }]
            )
        );
        var palette = ShowPalette(_everything);
        Open(palette);

        Type(palette, "my sales");
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(PaletteResults.SearchPause);

        palette.WaitForAssertion(() => Groups(palette).ShouldBe(["Users", "Similar names", "Filters"]));
        Labels(palette).ShouldBe(["Ada Sale", "2 deleted people match", "Bea Salo", "Department: Sales"]);
        palette
            .FindAll("a[role=option]")
            .Select(link => Uri.UnescapeDataString(link.GetAttribute("href")!))
            .ShouldBe(["users/ada", "users?q=my sales state:deleted", "users/bea", "users?q=my department:Sales"]);
    }

    [Fact]
    public void CommandPalette_UntilOpened_AsksAndListsNothing()
    {
        Navigation.NavigateTo("users/ada");
        var palette = ShowPalette(_everything);

        palette.FindAll("[role=option]").ShouldBeEmpty();
        (Bus.Asked<ListRoles>().Count, Bus.Asked<ListViews>().Count, Bus.Asked<GetUser>().Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task CommandPalette_WhenClosed_ForgetsWhatWasTyped()
    {
        var palette = ShowPalette(_everything);
        Open(palette);
        Type(palette, "rol");

        await palette.Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty);

        palette.FindAll("[role=option]").ShouldBeEmpty();
        Open(palette);
        Groups(palette).ShouldBe(["Views", "Pages", "Commands"]);
    }

    [Fact]
    public void CommandPalette_WhenOpened_OffersWhatThePersonMayDo()
    {
        var palette = ShowPalette(Permissions.UsersRead);
        Open(palette);

        Groups(palette).ShouldBe(["Views", "Pages", "Commands"]);
        Labels(palette)
            .ShouldBe([
                "Locked",
                "Overview",
                "Users",
                "Your account",
                "Light theme",
                "Dark theme",
                "System theme",
                "Sign out",
            ]);
        Bus.Asked<ListRoles>().ShouldBeEmpty();
    }

    [Fact]
    public void CommandPalette_OnTheList_OffersItsExportToThoseWhoMay()
    {
        Navigation.NavigateTo("users?q=ada");
        var palette = ShowPalette(_everything);
        Open(palette);

        palette.Find("[data-presses='[data-export]'] > span").TextContent.ShouldBe("Export these users …");
    }

    [Fact]
    public void CommandPalette_OnAUsersPage_OffersTheActionsThatThePageOffersAndRunsThem()
    {
        Navigation.NavigateTo("users/ada?tab=security");
        var palette = ShowPalette(_everything);
        Open(palette);
        Groups(palette)[0].ShouldBe("Actions for Ada Lovelace");

        Type(palette, "dis");
        Labels(palette).ShouldBe(["Disable user"]);
        _ = palette.Find("[role=option]").ClickAsync();

        _dialogs.Find("h2").TextContent.ShouldBe("Disable Ada Lovelace?");
        _dialogs.ByRole("button", "Disable user").Click();
        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new DisableUser("ada"));
    }

    [Fact]
    public void CommandPalette_OnOnesOwnPage_LeavesOutWhatNobodyDoesToThemselves()
    {
        Navigation.NavigateTo("users/grace");
        var palette = ShowPalette(_everything);
        Open(palette);

        Labels(palette).ShouldNotContain("Disable user");
        Labels(palette).ShouldContain("Sign out everywhere");
    }

    [Fact]
    public async Task CommandPalette_WhileTyping_FindsWordsAtOnceAndUsersAfterAPause()
    {
        var palette = ShowPalette(_everything);
        Open(palette);

        Type(palette, "hel");
        Labels(palette).ShouldBe(["Help desk"]);
        Type(palette, "hélp d");
        Labels(palette).ShouldBe(["Help desk"]);
        List(palette).GetAttribute("data-for").ShouldBe("", "Enter has to wait for the users");
        await Clock.SomeoneWaitsAsync();
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(PaletteResults.SearchPause);

        palette.WaitForAssertion(() => Labels(palette).ShouldBe(["Found by hélp d", "Help desk"]));
        List(palette).GetAttribute("data-for").ShouldBe("hélp d");
        palette.Find("a[role=option]").GetAttribute("href").ShouldBe("users/ada");
        Bus.Asked<ListUsers>().ShouldHaveSingleItem().ShouldBe(new ListUsers("hélp d", PageSize: 8));
    }

    [Fact]
    public async Task CommandPalette_WhenAnEarlierAnswerComesLate_KeepsTheNewerOne()
    {
        var late = new TaskCompletionSource<Answer<UserListing>>();
        Bus.Answer<ListUsers, UserListing>(query =>
            query.Search == "a"
                ? late.Task
                : Task.FromResult(new Answer<UserListing> { Value = Rows.Listing(Rows.User("bob", "Newer")) })
        );
        var palette = ShowPalette(_everything);
        Open(palette);
        await TypeAndWaitAsync(palette, "a");
        palette.WaitForState(() => Bus.Asked<ListUsers>().Count == 1);
        await TypeAndWaitAsync(palette, "xyz");
        palette.WaitForAssertion(() => Labels(palette).ShouldBe(["Newer"]));

        late.SetResult(new() { Value = Rows.Listing(Rows.User("ada", "Older")) });

        await palette.InvokeAsync(() => { });
        Labels(palette).ShouldBe(["Newer"]);
        List(palette).GetAttribute("data-for").ShouldBe("xyz");
    }

    [Fact]
    public async Task CommandPalette_WhenNothingIsFoundOrTheSearchFails_ShowsWhich()
    {
        Bus.Answer<ListUsers, UserListing>(query =>
            query.Search == "bad" ? throw new TimeoutException("Busy.") : new UserListing([], 0)
        );
        var palette = ShowPalette(_everything);
        Open(palette);

        await TypeAndWaitAsync(palette, "xyz");
        palette.WaitForAssertion(() => palette.Find("[role=status]").TextContent.ShouldBe("Nothing found for “xyz”."));
        await TypeAndWaitAsync(palette, "bad");
        palette.WaitForAssertion(() =>
            palette.Find("[role=status]").TextContent.ShouldContain("Some results could not be loaded")
        );
    }

    private IRenderedComponent<CommandPalette> ShowPalette(params string[] permissions) =>
        Show<CommandPalette>(palette =>
            palette.Add(p => p.SignedIn, new SignedInUser("grace", "Grace Hopper", permissions))
        );

    private static IElement Field(IRenderedComponent<CommandPalette> palette) => palette.Find("[role=combobox]");

    private static IElement List(IRenderedComponent<CommandPalette> palette) => palette.Find("[role=listbox]");

    private static void Open(IRenderedComponent<CommandPalette> palette) => Field(palette).Focus();

    private static void Type(IRenderedComponent<CommandPalette> palette, string text) => Field(palette).Input(text);

    private async Task TypeAndWaitAsync(IRenderedComponent<CommandPalette> palette, string text)
    {
        Type(palette, text);
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(PaletteResults.SearchPause);
    }

    private static IReadOnlyList<string?> Groups(IRenderedComponent<CommandPalette> palette) =>
        [.. palette.FindAll("[role=group]").Select(group => group.GetAttribute("aria-label"))];

    private static IReadOnlyList<string> Labels(IRenderedComponent<CommandPalette> palette) =>
        [.. palette.FindAll("[role=option] > span").Select(label => label.TextContent)];
}
