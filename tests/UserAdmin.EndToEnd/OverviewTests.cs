using System.Globalization;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

public sealed class OverviewTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Overview_OfEachFigure_LeadsToWhatItCounts()
    {
        var person = await console.CreateUserAsync();
        await console.Sender.AcceptedAsync("DisableUser", new { userId = person.Id });
        var stranger = await OpenAsync(console.Address);
        await stranger.GoAsync("/account/sign-in");
        await stranger.FillSignInAsync(console.Administrator.Email, "not the password");
        await Expect(stranger.Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();

        var ada = await AdaAsync();
        await Expect(ada.Page.Locator("[data-figure='disabled'][data-count]"))
            .Not.ToHaveAttributeAsync("data-count", "0");
        await Expect(ada.Page.Locator("[data-figure='Failed attempts']")).Not.ToHaveAttributeAsync("data-count", "0");
        await Expect(ada.Page.Locator("[data-figure='127.0.0.1'], [data-figure='::1']").First).ToBeVisibleAsync();
        var figures = await ada
            .Page.Locator("[data-figure][data-count]")
            .EvaluateAllAsync<string[][]>(
                "all => all.map(one => [one.dataset.figure, one.dataset.count, one.getAttribute('href')])"
            );

        figures.Length.ShouldBeGreaterThan(15);
        foreach (var figure in figures)
        {
            await ada.GoAsync("/" + figure[2]);
            var shown = int.Parse(figure[1], CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
            await Expect(ada.Page.Locator("h1 + .ua-count, h1 + .total").First).ToHaveTextAsync(shown);
        }
    }

    [Fact]
    public async Task Overview_WhileItIsOpen_CountsWhatHappens()
    {
        var ada = await AdaAsync();
        var locked = ada.Page.Locator("[data-figure='locked']");
        var before = int.Parse((await locked.GetAttributeAsync("data-count"))!, CultureInfo.InvariantCulture);
        var person = await console.CreateUserAsync();

        await console.Sender.AcceptedAsync(
            "LockUser",
            new { userId = person.Id, until = DateTimeOffset.UtcNow.AddHours(1) }
        );

        await Expect(locked).ToHaveAttributeAsync("data-count", (before + 1).ToString(CultureInfo.InvariantCulture));
        // By keyboard: to the day before, and to what happened then.
        var days = ada.Page.Locator("#changes-days a");
        await days.Last.FocusAsync();
        await Expect(days.Last.Locator(".tip")).ToBeVisibleAsync();
        await ada.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(days.Nth(28)).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("ArrowRight");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Heading("Activity")).ToBeVisibleAsync();
    }

    private async Task<Visitor> AdaAsync()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync("/");
        return ada;
    }
}
