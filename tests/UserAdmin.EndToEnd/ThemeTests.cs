using System.Text.RegularExpressions;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The chosen theme applies from the first frame that is painted.</summary>
public sealed class ThemeTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    // Runs before anything else on the page and records the background colour after every frame.
    private const string Watch = """
        window.painted = [];
        (function look() {
          if (document.body) {
            const colours = [document.documentElement, document.body].map(one => getComputedStyle(one).backgroundColor);
            const colour = colours.find(one => one !== "rgba(0, 0, 0, 0)") ?? "none";
            if (!window.painted.includes(colour)) window.painted.push(colour);
          }
          requestAnimationFrame(look);
        })();
        """;

    [Theory]
    [InlineData(ColorScheme.Light, "Dark")]
    [InlineData(ColorScheme.Dark, "Light")]
    public async Task Theme_ChosenAgainstTheSystem_IsPaintedFromTheFirstFrameOn(ColorScheme system, string choice)
    {
        var ada = await OpenAsync(console.Address, scheme: system);
        await ada.SignInAsync(console.Administrator);
        var ofTheSystem = await BackgroundAsync(ada);
        await ada.OpenMenuAsync();
        await ada.Page.GetByRole(AriaRole.Radio, new() { Name = choice }).CheckAsync();
        var chosen = await BackgroundAsync(ada);
        chosen.ShouldNotBe(ofTheSystem);
        await ada.Context.AddInitScriptAsync(Watch);

        foreach (var path in (string[])["/users", "/account/set-up"])
        {
            var answer = (await ada.GoAsync(path))!;
            await answer.FinishedAsync();

            (await ada.Page.EvaluateAsync<string[]>("() => window.painted"))
                .ShouldHaveSingleItem()
                .ShouldBe(chosen, path);
            Regex
                .Match(await answer.TextAsync(), "<html[^>]*>")
                .Value.ShouldContain($"data-theme=\"{choice.ToLowerInvariant()}\"");
        }
    }

    [Fact]
    public async Task Theme_OfTheSystem_IsFollowedWhileThePageIsOpen()
    {
        var ada = await OpenAsync(console.Address, scheme: ColorScheme.Light);
        await ada.SignInAsync(console.Administrator);
        var light = await BackgroundAsync(ada);

        await ada.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

        await Expect(ada.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        (await BackgroundAsync(ada)).ShouldNotBe(light);
    }

    private static Task<string> BackgroundAsync(Visitor visitor) =>
        visitor.Page.EvaluateAsync<string>(
            "() => [document.documentElement, document.body].map(one => "
                + "getComputedStyle(one).backgroundColor).find(one => one !== 'rgba(0, 0, 0, 0)')"
        );
}
