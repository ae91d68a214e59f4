using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>axe-core finds no violation of WCAG 2.2 AA, on any page, in either theme.</summary>
public sealed class AccessibilityTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Pages_ForAnAdministrator_HaveNoViolation()
    {
        var user = await console.CreateUserAsync();
        await console.Sender.AcceptedAsync("DisableUser", new { userId = (await console.CreateUserAsync()).Id });
        var ada = await OpenAsync(console.Address);
        await ada.GoAsync("/account/sign-in");
        await CheckAsync(ada, "sign-in");
        await ada.FillSignInAsync("nobody@example.com", "wrong");
        await Expect(ada.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await CheckAsync(ada, "sign-in refused");
        await ada.SignInAsync(console.Administrator);

        foreach (var path in (string[])[.. ConsolePages.Fixed, .. ConsolePages.OfUser(user.Id)])
        {
            await ada.GoAsync(path);
            await Expect(ada.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
            await Axe.CheckWideAndNarrowAsync(ada.Page, path);
        }
    }

    /// <summary>The page is Scalar's own; what it lacks, docs/api's script mends.</summary>
    [Fact]
    public async Task PageOfTheApi_HasNoViolation()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.Page.GotoAsync("/docs/api");
        await Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Expect(ada.Page.Locator(".client-libraries-text").First).ToBeVisibleAsync();

        await Axe.CheckWideAndNarrowAsync(ada.Page, "/docs/api");
    }

    [Fact]
    public async Task Forms_WithErrorsMenusAndDialogs_HaveNoViolation()
    {
        var (user, other) = (await console.CreateUserAsync(), await console.CreateUserAsync());
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.OpenMenuAsync();
        await CheckAsync(ada, "menu");
        await ada.GoAsync("/users?q=state:active");
        await ada.Button("Filter").ClickAsync();
        await Expect(ada.Page.Locator("#filters .facet").First).ToBeVisibleAsync();
        await CheckAsync(ada, "filters");
        await ada.Button("Columns").ClickAsync();
        await Expect(ada.Page.Locator("#columns li").First).ToBeVisibleAsync();
        await CheckAsync(ada, "columns");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.Field("Search users").FillAsync("depar");
        await Expect(ada.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await ada.Page.Keyboard.PressAsync("ArrowDown");
        await CheckAsync(ada, "completion");
        await ada.Field("Search users").FillAsync("state:lokced");
        await Expect(ada.Page.Locator("#search-errors")).ToBeVisibleAsync();
        await CheckAsync(ada, "search that makes no sense");
        await ada.GoAsync("/activity?q=action:created");
        await ada.Button("Filter").ClickAsync();
        await Expect(ada.Page.Locator("#filters .facet").First).ToBeVisibleAsync();
        await CheckAsync(ada, "activity with filters");
        await ada.Button("As a table").ClickAsync();
        await Expect(ada.Page.Locator("#activity-periods tbody tr").First).ToBeVisibleAsync();
        await CheckAsync(ada, "activity as a table");
        await ada.GoAsync("/users/new");
        await ada.Button("Send invitation").ClickAsync();
        await Expect(ada.Beside("Email")).ToBeVisibleAsync();
        await CheckAsync(ada, "new user refused");

        await ada.GoAsync($"/users/{user.Id}");
        await ada.Field("Email").FillAsync(other.Email);
        await ada.Button("Save changes").ClickAsync();
        await Expect(ada.Beside("Email")).ToBeVisibleAsync();
        await CheckAsync(ada, "user refused");
        await ada.Button("More actions").ClickAsync();
        await CheckAsync(ada, "more actions");
        await ada.Button("Lock until …").ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await CheckAsync(ada, "dialog");

        await ada.GoAsync("/users");
        await ada.Page.Locator("button.opener[popovertarget=views-menu]").ClickAsync();
        await Expect(ada.Button("Save as a view …")).ToBeVisibleAsync();
        await CheckAsync(ada, "views");
        await ada.Button("Save as a view …").ClickAsync();
        await ada.Button("Save view").ClickAsync();
        await Expect(ada.Page.Locator("#view-name-error")).ToHaveTextAsync("Enter a name for the view.");
        await CheckAsync(ada, "view refused");
        await ada.Button("Cancel").ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await ada.Page.Keyboard.PressAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync("ro");
        await Expect(ada.Page.GetByRole(AriaRole.Option, new() { Name = "Roles" })).ToBeVisibleAsync();
        await CheckAsync(ada, "palette");

        await ada.GoAsync("/roles/new");
        await ada.Button("Create role").ClickAsync();
        await Expect(ada.Beside("Name")).ToBeVisibleAsync();
        await CheckAsync(ada, "new role refused");
        await ada.Field("Name").FillAsync($"Role for {user.Id}");
        await ada.Button("Create role").ClickAsync();
        await ada.Button("Delete role").ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog).GetByText("Nobody has this role.")).ToBeVisibleAsync();
        await CheckAsync(ada, "delete role");
    }

    [Fact]
    public async Task SetUpPage_BeforeTheFirstAdministrator_HasNoViolation()
    {
        using var data = new DataFolder();
        await using var program = await RunningProgram.StartAsync(data);
        var visitor = await OpenAsync(program.Address);
        await visitor.GoAsync((await program.LineAsync("set-up?token=")).Split(' ')[^1]);
        await Expect(visitor.Heading("Create the first administrator")).ToBeVisibleAsync();
        await CheckAsync(visitor, "set-up");
    }

    private static Task CheckAsync(Visitor visitor, string what) => Axe.CheckAsync(visitor.Page, what);
}
