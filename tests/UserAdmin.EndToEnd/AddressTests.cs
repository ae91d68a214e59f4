using System.Text.RegularExpressions;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>Everything has an address and a title, and missing pages give a proper answer.</summary>
public sealed class AddressTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Theory]
    [InlineData("/", "Overview · UserAdmin")]
    [InlineData("/users", "Users · UserAdmin")]
    [InlineData("/users/new", "New user · Users")]
    [InlineData("/system", "System · UserAdmin")]
    public async Task Page_OpenedByItsAddress_HasItsTitle(string path, string title)
    {
        var ada = await AdaAsync();

        (await ada.GoAsync(path))!.Status.ShouldBe(200);

        await Expect(ada.Page).ToHaveTitleAsync(title);
    }

    [Fact]
    public async Task UserPage_OpenedByItsAddress_IsTitledByTheUser()
    {
        var user = await console.CreateUserAsync("Tina Title");
        var ada = await AdaAsync();

        (await ada.GoAsync($"/users/{user.Id}"))!.Status.ShouldBe(200);

        await Expect(ada.Page).ToHaveTitleAsync($"{user.Name} · Users");
    }

    [Theory]
    [InlineData("/nowhere", "There is no such page")]
    [InlineData("/users/018f0000-0000-7000-8000-000000000000", "There is no such user")]
    public async Task Page_WhenThereIsNone_IsA404WithAWayOn(string path, string heading)
    {
        var ada = await AdaAsync();

        var response = await ada.Page.GotoAsync(path);

        response!.Status.ShouldBe(404);
        await Expect(ada.Heading(heading)).ToBeVisibleAsync();
        await ada.Page.Locator("main").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(ada.Heading("Users")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task List_SearchedFilteredSortedAndPaged_IsInTheAddressAndComesBack()
    {
        var users = new List<Person>();
        for (var i = 0; i < 62; i++)
        {
            users.Add(await console.CreateUserAsync("Paging"));
        }

        foreach (var user in users.Take(2))
        {
            await console.Sender.AcceptedAsync("DisableUser", new { userId = user.Id });
        }

        var ada = await AdaAsync();
        await ada.Field("Search users").FillAsync("paging");
        await Expect(ada.Page).ToHaveURLAsync($"{console.Address}/users?q=paging");
        await Expect(ada.Page.Locator(".ua-pager")).ToContainTextAsync("1–50 of 62");
        await Expect(ada.Page.Locator("tbody mark").First).ToHaveTextAsync("Paging");
        await ada.Button("Filter").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Active") }).CheckAsync();
        await Expect(ada.Page).ToHaveURLAsync(new Regex(@"/users\?q=paging%20state%3Aactive$"));
        await Expect(ada.Page.Locator(".ua-pager")).ToContainTextAsync("1–50 of 60");
        await Expect(ada.Field("Search users")).ToHaveValueAsync("paging state:active");

        await ada.Page.Locator("th.email button").ClickAsync();
        await Expect(ada.Page).ToHaveURLAsync(new Regex(@"/users\?q=paging%20state%3Aactive&sort=email$"));
        await ada.Page.Locator("th.email button").ClickAsync();
        await Expect(ada.Page).ToHaveURLAsync(new Regex(@"/users\?q=paging%20state%3Aactive&sort=email&desc=true$"));
        await Expect(ada.Page.Locator("th.email")).ToHaveAttributeAsync("aria-sort", "descending");
        await Eventually.HoldsAsync(
            async () =>
                await EmailsAsync(ada) is [_, ..] emails
                && emails.SequenceEqual(emails.OrderDescending(StringComparer.Ordinal)),
            "the rows follow the heading"
        );
        var first = await EmailsAsync(ada);

        await ada.Link("Next").ClickAsync();
        await Expect(ada.Page).ToHaveURLAsync(new Regex("desc=true&page=2&from="));
        await Expect(ada.Rows).ToHaveCountAsync(10);
        var second = await EmailsAsync(ada);
        first.Concat(second).Distinct().Count().ShouldBe(60);
        var colleague = await AdaAsync();
        await colleague.GoAsync(new Uri(ada.Page.Url).PathAndQuery);
        (await EmailsAsync(colleague)).ShouldBe(second);
        await Expect(colleague.Field("Search users")).ToHaveValueAsync("paging state:active");

        await ada.Page.GoBackAsync();
        await Expect(ada.Rows).ToHaveCountAsync(50);
        await Eventually.HoldsAsync(
            async () => (await EmailsAsync(ada)).SequenceEqual(first),
            "the first page is back"
        );
        await ada.Page.GoForwardAsync();
        await Expect(ada.Rows).ToHaveCountAsync(10);

        await ada.Link("Remove filter State: active").ClickAsync();
        await Expect(ada.Page.Locator(".ua-pager")).ToContainTextAsync("1–50 of 62");
        await ada.Page.GoBackAsync();
        await Expect(ada.Page.Locator(".filter-chip")).ToContainTextAsync("State: active");
        await Expect(ada.Rows).ToHaveCountAsync(10);
    }

    [Fact]
    public async Task Row_Clicked_OpensTheUserAndBackReturnsToTheSameList()
    {
        var user = await console.CreateUserAsync("Rosa Row");
        var ada = await AdaAsync();
        await ada.GoAsync("/users?q=rosa&sort=email");

        await ada.Link(user.Name).ClickAsync();
        await Expect(ada.Heading(user.Name)).ToBeVisibleAsync();
        await ada.Page.GoBackAsync();

        await Expect(ada.Page).ToHaveURLAsync($"{console.Address}/users?q=rosa&sort=email");
        await Expect(ada.Row(user.Id)).ToBeVisibleAsync();
    }

    private async Task<Visitor> AdaAsync()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        return ada;
    }

    private static async Task<IReadOnlyList<string>> EmailsAsync(Visitor visitor) =>
        await visitor.Page.Locator("td.email").AllInnerTextsAsync();
}
