using System.Text.RegularExpressions;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>A saved view as its owner and a colleague see it, and the command palette used by keyboard alone.</summary>
public sealed class ViewTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task View_SavedPinnedAndShared_CountsLiveAndIsOpenedByAColleague()
    {
        var (user, other) = (await console.CreateUserAsync("Vera"), await console.CreateUserAsync("Vera"));
        await console.Sender.AcceptedAsync("DisableUser", new { userId = user.Id });
        var (name, search) = ($"Shut {user.Id}", "state:disabled vera");
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync($"/users?q={Uri.EscapeDataString(search)}&sort=email&desc=true");
        await Expect(ada.Rows).ToHaveCountAsync(1);

        await Views(ada).ClickAsync();
        await ada.Button("Save as a view …").ClickAsync();
        await ada.Field("Name").FillAsync(name);
        await ada.Field("Share with everyone who can see users").CheckAsync();
        await ada.Field("Pin to my navigation").CheckAsync();
        await ada.Button("Save view").ClickAsync();
        await Expect(Pin(ada, name).Locator(".ua-count")).ToHaveTextAsync("1");
        await Expect(Views(ada)).ToHaveTextAsync(name);
        await ada.MarkAsync();

        var otto = await OpenAsync(console.Address);
        await otto.SignInAsync(await console.CreateAdministratorAsync());
        await Expect(Pin(otto, name)).ToHaveCountAsync(0);
        await Views(otto).ClickAsync();
        await otto.Page.Locator("#views-menu a").Filter(new() { HasText = name }).ClickAsync();
        await Expect(otto.Rows).ToHaveCountAsync(1);
        await Expect(otto.Page).ToHaveURLAsync(new Regex("sort=email&desc=true&cols=[a-z,-]+&view="));
        await Expect(otto.Page.Locator("input[data-search]")).ToHaveValueAsync(search);

        await console.Sender.AcceptedAsync("DisableUser", new { userId = other.Id });
        await Expect(Pin(ada, name).Locator(".ua-count")).ToHaveTextAsync("2");
        // The page already shows rows, so a new one is announced beside the list instead of inserted.
        await otto.Button("1 new").ClickAsync();
        await Expect(otto.Rows).ToHaveCountAsync(2);
        (await ada.IsStillTheSamePageAsync()).ShouldBeTrue();

        await Views(ada).ClickAsync();
        await ada.Button("Delete view").ClickAsync();
        await Expect(Pin(ada, name)).ToHaveCountAsync(0);
        await ada.Button("Undo").ClickAsync();
        await Expect(Pin(ada, name).Locator(".ua-count")).ToHaveTextAsync("2");
    }

    [Fact]
    public async Task Palette_ReopenedBeforeItsCloseEvent_StillLists()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.Page.Keyboard.PressAsync("Control+k");
        await Expect(Selected(ada)).ToHaveCountAsync(1);

        // A dialog reports its closing in a later task; a quick user, or a busy browser, may have opened it again by
        // then.
        await ada.Page.EvaluateAsync(
            """
            () => {
              document.getElementById("palette").close();
              document.querySelector("[data-opens-palette]").click();
            }
            """
        );
        await ada.Page.Keyboard.TypeAsync("roles");

        await Expect(ada.Page.GetByRole(AriaRole.Option, new() { Name = "Roles" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Palette_ByKeyboard_GoesToAUserAndRunsAnActionThere()
    {
        var user = await console.CreateUserAsync("Pauline Palette");
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        // A page that becomes interactive puts the focus on its heading.
        await Expect(ada.Page.Locator("[data-interactive=true]").First).ToBeAttachedAsync();
        await ada.Page.Locator("input[data-search]").FocusAsync();
        await Expect(ada.Page.Locator("input[data-search]")).ToBeFocusedAsync();

        await ada.Page.Keyboard.PressAsync("Control+k");
        await Expect(Selected(ada)).ToHaveCountAsync(1);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Page.Locator("input[data-search]")).ToBeFocusedAsync();

        // Enter is pressed at once: it must wait for the results of the typed text.
        await ada.Page.Keyboard.PressAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync(user.Name);
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Heading(user.Name)).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#palette")).ToBeHiddenAsync();

        await ada.Page.Keyboard.PressAsync("Control+k");
        await Expect(ada.Page.GetByRole(AriaRole.Group, new() { Name = $"Actions for {user.Name}" }))
            .ToBeVisibleAsync();
        await ada.Page.Keyboard.TypeAsync("user");
        // The list for the first letters alone is a different one.
        await Expect(ada.Page.Locator("#palette-list")).ToHaveAttributeAsync("data-for", "user");
        await Expect(Selected(ada)).ToHaveTextAsync("Disable user");
        await ada.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Selected(ada)).ToHaveTextAsync("Delete user");
        // Simulates further results that arrive now.
        await ada.Page.EvaluateAsync(
            """
            () => {
              const late = document.createElement("button");
              [late.id, late.textContent] = ["palette-late", "Late"];
              late.setAttribute("role", "option");
              document.querySelector("#palette-list [role=group]").prepend(late);
            }
            """
        );
        await Expect(Selected(ada)).ToHaveTextAsync("Delete user");
        await ada.Page.EvaluateAsync("() => document.getElementById('palette-late').remove()");
        await Expect(Selected(ada)).ToHaveTextAsync("Delete user");
        await ada.Page.Keyboard.PressAsync("ArrowUp");
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Disable user", Exact = true })
            .ClickAsync();
        await Expect(ada.Page.Locator(".ua-page-header .ua-chip")).ToHaveTextAsync("Disabled");

        await ada.Page.Keyboard.PressAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync("dark theme");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    private static ILocator Views(Visitor visitor) => visitor.Page.Locator("button.opener[popovertarget=views-menu]");

    private static ILocator Pin(Visitor visitor, string name) =>
        visitor.Page.Locator(".ua-pins > a").Filter(new() { HasText = name });

    private static ILocator Selected(Visitor visitor) => visitor.Page.Locator("#palette-list [aria-selected=true]");
}
