using System.Text.RegularExpressions;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>A help desk finds the person on the telephone, and the people of a pasted list.</summary>
public sealed class CallersTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Search_AsCallersSayItAndColleaguesPasteIt_FindsThem()
    {
        var lueder = await console.CreateUserAsync("Jörg Lüdersdorf");
        var obrien = await console.CreateUserAsync("Siobhán O’Briain");
        var gone = await console.CreateUserAsync("Gerda Lüdersdorf");
        await console.Sender.AcceptedAsync("DeleteUser", new { userId = gone.Id });
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync("/users");
        var box = ada.Field("Search users");

        await box.FillAsync("luedersdorf");
        await Expect(ada.Row(lueder.Id)).ToBeVisibleAsync();
        await Expect(ada.Row(lueder.Id).Locator("mark")).ToHaveTextAsync("Lüdersdorf");
        await Expect(ada.Row(obrien.Id)).ToHaveCountAsync(0);
        await ada.Link("1 deleted person matches as well").ClickAsync();
        await Expect(ada.Row(gone.Id)).ToBeVisibleAsync();
        await Expect(ada.Row(lueder.Id)).ToHaveCountAsync(0);

        await box.FillAsync("obrian");
        await Expect(ada.Page.Locator("section.similar h2")).ToHaveTextAsync("No exact match. Similar names:");
        await Expect(ada.Page.Locator("section.similar a")).ToHaveAttributeAsync("href", $"users/{obrien.Id}");
        await Expect(ada.Page.Locator("tbody tr")).ToHaveCountAsync(0);

        await box.FillAsync("");
        await box.EvaluateAsync(
            """
            (input, text) => {
              const data = new DataTransfer();
              data.setData("text/plain", text);
              input.focus();
              const how = { clipboardData: data, bubbles: true, cancelable: true };
              input.dispatchEvent(new ClipboardEvent("paste", how));
            }
            """,
            $"\"Lüdersdorf, Jörg\" <{lueder.Email}>\r\nSiobhan {obrien.Email}\r\nnobody@example.net\r\n"
        );
        await Expect(ada.Page.Locator("[data-search-note]"))
            .ToHaveTextAsync(new Regex(@"1 of these 3 addresses is nobody’s:\s+nobody@example\.net"));
        await Expect(ada.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(ada.Row(lueder.Id)).ToBeVisibleAsync();
        await Expect(ada.Row(obrien.Id)).ToBeVisibleAsync();
        // A link that is sent to a colleague shows the same people.
        await ada.Page.ReloadAsync();
        await ada.AnswersAsync();
        await Expect(ada.Page.Locator("tbody tr")).ToHaveCountAsync(2);

        await box.FillAsync("never");
        await ada.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = "Last sign-in: never" }).ClickAsync();
        await Expect(box).ToHaveValueAsync(new Regex("^signed-in:never"));
        await Expect(ada.Row(lueder.Id)).ToBeVisibleAsync();
    }
}
