using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// A change made in one browser appears in another without a reload, without moving what its user is reading.
/// </summary>
public sealed class LiveTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task List_WhenAnotherBrowserChangesAnEmail_ShowsItGlowingAndDoesNotScroll()
    {
        var users = new List<Person>();
        for (var i = 0; i < 25; i++)
        {
            users.Add(await console.CreateUserAsync("Scroll"));
        }

        var reader = await OpenAsync(console.Address, height: 500);
        await reader.SignInAsync(console.Administrator);
        await reader.GoAsync("/users?q=scroll");
        await Expect(reader.Rows).ToHaveCountAsync(25);
        var row = reader.Rows.Nth(20);
        var shown = await row.GetAttributeAsync("data-user");
        var user = users.Single(one => one.Id == shown);
        await row.ScrollIntoViewIfNeededAsync();
        var place = await row.BoundingBoxAsync();
        await reader.MarkAsync();

        var writer = await EditorAsync(user);
        await writer.Field("Email").FillAsync($"live.{user.Email}");
        await writer.Button("Save changes").ClickAsync();

        await Expect(reader.Row(user.Id)).ToContainTextAsync($"live.{user.Email}");
        await Expect(reader.Row(user.Id)).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("glow"));
        await Expect(reader.Page.Locator("tr.glow")).ToHaveCountAsync(1);
        await Expect(reader.Page.Locator("[aria-live=polite]").Filter(new() { HasText = "1 user changed" }))
            .ToBeAttachedAsync();
        var after = await row.BoundingBoxAsync();
        (after!.X, after.Y).ShouldBe((place!.X, place.Y));
        (await reader.IsStillTheSamePageAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task UserPage_WhenAnotherBrowserChangesAnEmail_ShowsItInTheFormAndTheHistory()
    {
        var user = await console.CreateUserAsync();
        var reader = await OpenAsync(console.Address);
        await reader.SignInAsync(console.Administrator);
        await reader.GoAsync($"/users/{user.Id}");
        await Expect(reader.Field("Email")).ToHaveValueAsync(user.Email);
        await reader.MarkAsync();

        var writer = await EditorAsync(user);
        await writer.Field("Email").FillAsync($"live.{user.Email}");
        await writer.Field("Reason (optional)").FillAsync("HD-4711");
        await writer.Button("Save changes").ClickAsync();

        await Expect(reader.Field("Email")).ToHaveValueAsync($"live.{user.Email}");
        await Expect(reader.Page.Locator("li[data-event=UserEmailChanged]"))
            .ToHaveTextAsync(
                new System.Text.RegularExpressions.Regex(
                    $"Email changed by Otto Other .*{user.Email}.*live\\.{user.Email}.*HD-4711",
                    System.Text.RegularExpressions.RegexOptions.Singleline
                )
            );
        (await reader.IsStillTheSamePageAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Activity_WhenAnotherBrowserChangesAnEmail_ShowsItWithWhomAndWhyAndNarrowsTheTime()
    {
        var user = await console.CreateUserAsync();
        var reader = await OpenAsync(console.Address);
        await reader.SignInAsync(console.Administrator);
        await reader.GoAsync($"/activity?q=on:{user.Id}");
        var rows = reader.Page.Locator("tr[data-event]");
        await Expect(rows.First).ToBeVisibleAsync();
        await reader.MarkAsync();

        var writer = await EditorAsync(user);
        await writer.Field("Email").FillAsync($"live.{user.Email}");
        await writer.Field("Reason (optional)").FillAsync("HD-4711");
        await writer.Button("Save changes").ClickAsync();

        var row = reader.Page.Locator("tr[data-event=UserEmailChanged]");
        await Expect(row).ToContainTextAsync($"live.{user.Email}");
        await Expect(row).ToContainTextAsync("HD-4711");
        await Expect(row.Locator(".whom a")).ToHaveAttributeAsync("href", $"users/{user.Id}");
        (await reader.IsStillTheSamePageAsync()).ShouldBeTrue();

        await reader.Page.Locator(".chart a[tabindex='0']").FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        await Expect(reader.Page.Locator(".filter-chip").Filter(new() { HasText = "When:" })).ToBeVisibleAsync();
        await Expect(rows.First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task List_WhenAnotherBrowserCreatesAUser_ShowsTheNewRow()
    {
        var reader = await OpenAsync(console.Address);
        await reader.SignInAsync(console.Administrator);
        await reader.GoAsync("/users?q=nova.newcomer");
        await Expect(reader.Page.GetByText("No users match “nova.newcomer”")).ToBeVisibleAsync();

        var writer = await EditorAsync();
        await writer.GoAsync("/users/new?how=password");
        await writer.Field("Display name").FillAsync("Nova Newcomer");
        await writer.Field("Email").FillAsync("nova.newcomer@example.com");
        await Expect(writer.Field("User name")).ToHaveValueAsync("nova.newcomer");
        await writer.Button("Create user").ClickAsync();

        await Expect(reader.Rows).ToContainTextAsync(["Nova Newcomer"]);
    }

    [Fact]
    public async Task List_WhenRowsComeAndGo_MovesNothingThatIsBeingRead()
    {
        var users = new List<Person>();
        for (var i = 0; i < 3; i++)
        {
            users.Add(await console.CreateUserAsync("Steady"));
        }

        var reader = await OpenAsync(console.Address);
        await reader.SignInAsync(console.Administrator);
        await reader.GoAsync("/users?q=steady+state:active");
        await Expect(reader.Rows).ToHaveCountAsync(3);
        var order = await reader.Rows.EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.user)");
        await reader.Row(users[1].Id).GetByRole(AriaRole.Checkbox).CheckAsync();
        await reader.Row(users[0].Id).GetByRole(AriaRole.Link).FocusAsync();

        await console.Sender.AcceptedAsync("DisableUser", new { userId = users[0].Id });
        await console.CreateUserAsync("Steady");

        await Expect(reader.Row(users[0].Id)).ToContainTextAsync("no longer matches");
        await Expect(reader.Button("1 new")).ToBeVisibleAsync();
        await Expect(reader.Page.Locator(".ua-pager .range")).ToHaveTextAsync("1–3 of 3");
        (await reader.Rows.EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.user)")).ShouldBe(order);
        await Expect(reader.Row(users[0].Id).GetByRole(AriaRole.Link)).ToBeFocusedAsync();
        await Expect(reader.Row(users[1].Id).GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        await Expect(reader.Page.Locator(".selection")).ToContainTextAsync("1 selected");

        await reader.Button("1 new").ClickAsync();
        await Expect(reader.Rows).ToHaveCountAsync(3);
        await Expect(reader.Row(users[0].Id)).ToHaveCountAsync(0);
        await Expect(reader.Row(users[1].Id).GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
    }

    [Fact]
    public async Task List_WhenAnotherProcessCreatesUsers_ShowsEachAndNeverWhatWasPrerendered()
    {
        var reader = await OpenAsync(console.Address);
        await reader.SignInAsync(console.Administrator);
        // Only the first change also renders the frame around the list again, about as often before the list as after
        // it.
        for (var count = 1; count <= 5; count++)
        {
            await reader.GoAsync("/users?q=elsewhere");
            await Expect(reader.Rows).ToHaveCountAsync(count - 1);

            var user = await console.CreateUserAsync("Elsewhere");

            if (count > 1)
            {
                // The page already shows rows, so new ones are announced beside the list instead of inserted.
                await reader.Button("1 new").ClickAsync();
            }

            await Expect(reader.Row(user.Id)).ToBeVisibleAsync();
        }
    }

    /// <summary>Opens another administrator's browser, at a user's page if one is given.</summary>
    private async Task<Visitor> EditorAsync(Person? user = null)
    {
        var writer = await OpenAsync(console.Address);
        await writer.SignInAsync(await console.CreateAdministratorAsync());
        if (user is not null)
        {
            await writer.GoAsync($"/users/{user.Id}");
        }

        return writer;
    }
}
