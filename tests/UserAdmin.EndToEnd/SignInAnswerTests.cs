using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>What a help desk does with somebody on the phone who cannot sign in.</summary>
public sealed class SignInAnswerTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task LockedCaller_HelpedByAHelpDesk_TakesThreeClicksAndSignsIn()
    {
        var (helper, caller) = (
            await console.CreateUserAsync("Hedda Help"),
            await console.CreateUserAsync("Carla Caller")
        );
        var callers = await OpenAsync(console.Address);
        await callers.GoAsync("/account/sign-in");
        for (var i = 0; i < 5; i++)
        {
            await callers.FillSignInAsync(caller.Email, "not the password");
            await Expect(callers.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        }

        await GiveRoleAsync(helper, ["users.read", "users.unlock"]);
        var hedda = await OpenAsync(console.Address);
        await hedda.SignInAsync(helper);
        await hedda.GoAsync("/users");
        await hedda.Field("Search users").FillAsync("carla");
        await Expect(hedda.Rows).ToHaveCountAsync(1);
        await hedda.Page.WaitForURLAsync(url => url.Contains("q=carla", StringComparison.Ordinal));
        await hedda.AnswersAsync();

        await hedda.Link(caller.Name).ClickAsync();
        await Expect(hedda.Page.Locator(".sentence")).ToHaveTextAsync("No: failed sign-ins have locked the account.");
        await Expect(hedda.Page.Locator(".dots .dot")).ToHaveCountAsync(6);
        await Expect(hedda.Page.Locator(".attempts li").Nth(1)).ToContainTextAsync("Chrome on Linux, from 127.0.0.1");
        await hedda.Button("Unlock user").ClickAsync();
        await hedda
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Unlock user", Exact = true })
            .ClickAsync();

        await Expect(hedda.Page.Locator(".sentence")).ToHaveTextAsync("Yes, with the password.");
        await callers.FillSignInAsync(caller.Email, caller.Password);
        // What came of it is on the page at once.
        await Expect(hedda.Page.Locator(".attempts li").First).ToContainTextAsync("Signed in with password");
    }

    [Fact]
    public async Task AccountThatHoldsMore_OnTheHelpDesksPage_OffersNothingAndSaysWhy()
    {
        var (helper, admin) = (await console.CreateUserAsync("Nora Night"), await console.CreateAdministratorAsync());
        await GiveRoleAsync(helper, ["users.read", "users.unlock", "users.passwords"]);
        var nora = await OpenAsync(console.Address);
        await nora.SignInAsync(helper);

        await nora.GoAsync($"/users/{admin.Id}");

        await Expect(nora.Page.Locator(".panel .why")).ToContainTextAsync("holds permissions that you do not have");
        await Expect(nora.Page.Locator(".act button")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Back_FromAPerson_ReturnsToTheFilterAndThePlace()
    {
        for (var i = 0; i < 30; i++)
        {
            await console.CreateUserAsync("Bea Back");
        }

        var ada = await OpenAsync(console.Address);
        await ada.Page.SetViewportSizeAsync(1000, 500);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync("/users?q=bea");
        var link = ada.Rows.Nth(20).GetByRole(AriaRole.Link);
        await link.ScrollIntoViewIfNeededAsync();
        var place = await ada.Page.EvaluateAsync<double>("() => window.scrollY");
        place.ShouldBeGreaterThan(100);
        await link.ClickAsync();
        await Expect(ada.Page.Locator(".sentence")).ToBeVisibleAsync();

        await ada.Page.GoBackAsync();

        await ada.Page.WaitForFunctionAsync("place => Math.abs(window.scrollY - place) < 2", place);
        ada.Page.Url.ShouldEndWith("/users?q=bea");
    }

    [Fact]
    public async Task Keys_OfMenusAndHelp_WorkWithoutTheMouse()
    {
        var user = await console.CreateUserAsync();
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync($"/users/{user.Id}");
        var focused = ada.Page.Locator("#user-actions button:focus");

        await ada.Button("More actions").FocusAsync();
        await ada.Page.Keyboard.PressAsync("ArrowDown");
        await ada.Page.Keyboard.PressAsync("End");
        await Expect(focused).ToHaveTextAsync("Delete user");
        await ada.Page.Keyboard.PressAsync("Home");
        await ada.Page.Keyboard.PressAsync("l");
        await Expect(focused).ToHaveTextAsync("Lock until …");
        await ada.Page.Keyboard.PressAsync("Escape");

        await ada.Page.Keyboard.PressAsync("?");
        var keys = ada.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });
        await Expect(keys).ToBeVisibleAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(keys).ToBeHiddenAsync();
        (await ada.Page.Locator("html").GetAttributeAsync("translate")).ShouldBe("no");
    }

    private async Task GiveRoleAsync(Person person, string[] rolePermissions)
    {
        var roleId = Guid.CreateVersion7().ToString();
        await console.Sender.AcceptedAsync(
            "CreateRole",
            new
            {
                roleId,
                name = $"Desk of {person.Name}",
                rolePermissions,
            }
        );
        await console.Sender.AcceptedAsync("AssignRole", new { userId = person.Id, roleId });
    }
}
