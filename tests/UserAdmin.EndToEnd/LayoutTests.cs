using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// A click on a control reaches that control and no other, on every page, at every width and at 200 % zoom.
/// </summary>
public sealed class LayoutTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private readonly ControlWalk _walk = new();

    [Fact]
    public async Task Controls_OnEveryPageAtEveryWidth_AreFoundAtTheirCentre()
    {
        var paths = await ConsolePages.PrepareAsync(console);
        var ada = await OpenAsync(console.Address);
        await ada.GoAsync("/account/sign-in");
        await WalkAsync(ada, "/account/sign-in");
        await ada.SignInAsync(console.Administrator);

        foreach (var path in paths.Append(await ConsolePages.UploadAsync(ada)))
        {
            await ada.GoAsync(path);
            await Expect(ada.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
            await WalkAsync(ada, path);
        }

        _walk.ShouldHaveFoundNothing(ConsolePages.AreWalkedWhole ? 4_000 : 1_000);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_walk.Walked:N0} controls walked at {ControlWalk.Screens.Count} sizes."
        );
    }

    [Fact]
    public async Task Controls_OfMenusPanelsAndDialogs_AreFoundAtTheirCentre()
    {
        var user = await console.CreateUserAsync();
        await console.CreateUserAsync();
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        foreach (var path in (string[])["/users?q=state:active", $"/users/{user.Id}"])
        {
            await ada.GoAsync(path);
            await Expect(ada.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
            foreach (var opener in await ada.Page.Locator("[popovertarget]:not(.ua-menu-item):visible").AllAsync())
            {
                var menu = ada.Page.Locator($"#{await opener.GetAttributeAsync("popovertarget")}");
                await opener.ClickAsync();
                await Expect(menu.Locator("a, button, input").First).ToBeVisibleAsync();
                await WalkAsync(ada, $"{path} {await menu.GetAttributeAsync("id")}");
                await ada.Page.Keyboard.PressAsync("Escape");
                await Expect(menu).ToBeHiddenAsync();
            }
        }

        await ada.GoAsync("/users");
        await ada.Button("Columns").ClickAsync();
        foreach (var column in (string[])["Department", "Phone", "Created", "Expires"])
        {
            await ada.Page.Locator("#columns li").GetByText(column, new() { Exact = true }).ClickAsync();
            await Expect(ada.Page.Locator($"th[data-column={column.ToLowerInvariant()}]")).ToBeVisibleAsync();
        }

        await ada.Page.Keyboard.PressAsync("Escape");
        await WalkAsync(ada, "chosen columns");
        await ada.Button("Filter").ClickAsync();
        await Expect(ada.Page.Locator("#filters .facet").First).ToBeVisibleAsync();
        await ada.Rows.First.GetByRole(AriaRole.Checkbox).CheckAsync();
        await Expect(ada.Page.Locator(".selection")).ToBeVisibleAsync();
        await WalkAsync(ada, "filters and selection");
        await ada.Page.Keyboard.PressAsync("Control+k");
        await Expect(ada.Page.GetByRole(AriaRole.Option, new() { Name = "Roles" })).ToBeVisibleAsync();
        await WalkAsync(ada, "palette");
        await ada.GoAsync($"/users/{user.Id}");
        await ada.Button("More actions").ClickAsync();
        await ada.Button("Lock until …").ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await WalkAsync(ada, "dialog");

        _walk.ShouldHaveFoundNothing(ConsolePages.AreWalkedWhole ? 500 : 300);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_walk.Walked:N0} controls of menus, panels and dialogs walked."
        );
    }

    [Fact]
    public async Task HeaderCheckbox_OnATabletInPortrait_DoesNotOverlapTheFirstRow()
    {
        var ada = await OpenAsync(console.Address);
        await console.CreateUserAsync();
        await ada.SignInAsync(console.Administrator);
        await ada.Page.SetViewportSizeAsync(744, 1133);
        var box = (await ada.Rows.First.Locator(".pick").BoundingBoxAsync())!;

        await ada.Page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));

        await Expect(ada.Page.Locator(".selection")).ToContainTextAsync("1 selected");
    }

    private Task WalkAsync(Visitor visitor, string what) => _walk.WalkAsync(visitor, what);
}
