using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Tests.Users.List;

public sealed class UsersPagePastTests : UsersPageContext
{
    private const string Address = "users?q=role%3AEditors&at=2026-03-01T10%3A00%3A00Z";

    private static readonly DateTimeOffset _moment = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void PastList_AsksForTheMoment_AndLeadsToAccountsAsOfIt()
    {
        Navigation.NavigateTo(Address);

        var page = Show<UsersPage>();

        Bus.Asked<ListUsers>().ShouldBe([new ListUsers("role:Editors") { At = _moment }]);
        page.FindAll("tbody a")[0].GetAttribute("href").ShouldBe("users/ada?at=2026-03-01T10:00:00Z");
        page.Find("section[aria-label='As of']").TextContent.ShouldContain("2026-03-01 10:00:00");
    }

    [Fact]
    public void PastList_OffersNothingThatChangesAnything()
    {
        May([.. Permissions.All.Select(permission => permission.Name)]);
        Navigation.NavigateTo(Address);

        var page = Show<UsersPage>();

        page.FindAll("th.pick").ShouldBeEmpty();
        page.FindAll("a[href='users/new']").ShouldBeEmpty();
        page.FindAll("button").Select(button => button.TextContent.Trim()).ShouldContain("Export");
    }

    [Fact]
    public async Task PastList_WhenSomethingChangesNow_StaysAsItIs()
    {
        Navigation.NavigateTo(Address);
        var page = Show<UsersPage>();

        await PublishAsync("ada");

        Bus.Asked<RefreshUsers>().ShouldBeEmpty();
        Bus.Asked<ListUsers>().Count.ShouldBe(1);
        page.FindAll("tbody tr").Count.ShouldBe(2);
    }

    [Fact]
    public void PastList_JudgesStatesAtItsMoment()
    {
        Navigation.NavigateTo(Address);
        Shown = Rows.Listing(Rows.User("bob", "Bob").With(row => row.LockedUntil, _moment.AddMinutes(5)));

        Show<UsersPage>().FindAll("tbody tr")[0].CellUnder("State").TextContent.ShouldBe("Locked");
    }

    [Fact]
    public void PastList_KeepsItsMoment_InSearchSortAndBackToNow()
    {
        var address = UsersAddress.Parse($"http://localhost/{Address}&page=3");

        address.SearchedFor("ada").Uri().ShouldBe("users?q=ada&at=2026-03-01T10%3A00%3A00Z");
        address.AtPage(2, 50).Uri().ShouldContain("&at=2026-03-01");
        Navigation.NavigateTo(Address);
        Show<UsersPage>().ByRole("link", "Back to now").GetAttribute("href").ShouldBe("users?q=role%3AEditors");
    }

    [Theory]
    [InlineData("soon", "This is no date and time.")]
    [InlineData("1204", "this is the number of an event")]
    [InlineData("2999-01-01", "has not come yet")]
    public void PastList_OfNoMoment_SaysWhatToWrite(string at, string says)
    {
        Navigation.NavigateTo($"users?at={at}");

        var page = Show<UsersPage>();

        page.ByRole("alert").TextContent.ShouldContain(says);
        Bus.Asked<ListUsers>().ShouldBeEmpty();
    }

    [Fact]
    public async Task PastList_WhileItIsBuilt_SaysHowFar()
    {
        var answer = new TaskCompletionSource<Answer<UserListing>>();
        Bus.Answer<ListUsers, UserListing>(_ => answer.Task);
        PastList.Progress = new UserListProgress(1500, 20_000);
        Navigation.NavigateTo(Address);
        var page = Show<UsersPage>();

        Clock.Advance(PastListNote.Interval);

        page.WaitForAssertion(() => page.Markup.ShouldContain("1,500 of 20,000 accounts that have changed since"));
        answer.SetResult(new() { Value = Shown });
        page.WaitForAssertion(() => page.FindAll("progress").ShouldBeEmpty());
        await Task.CompletedTask;
    }
}
