using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>With a round trip of half a second, a field still contains every typed letter afterwards.</summary>
public sealed class TypingTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private static readonly TimeSpan _roundTrip = TimeSpan.FromMilliseconds(500);

    // The pace of a practised typist.
    private static readonly LocatorPressSequentiallyOptions _pace = new() { Delay = 80 };

    [Theory]
    [InlineData("carlotta winter")]
    [InlineData("state:active una")]
    public async Task Search_OnASlowLine_KeepsEveryLetterAndFindsThem(string text)
    {
        await using var line = new SlowLine(console.Address, _roundTrip);
        var ada = await OpenAsync(line.Address);
        await ada.SignInAsync(console.Administrator);
        var box = ada.Field("Search users");
        await box.ClickAsync();
        foreach (var part in text.Chunk(4))
        {
            // Pauses let the search run, so that results arrive while the next letters are typed.
            await ada.Page.Keyboard.TypeAsync(new string(part), new() { Delay = 90 });
            await ada.Page.EvaluateAsync("() => new Promise(later => setTimeout(later, 260))");
        }

        await line.QuietAsync();

        await Expect(box).ToHaveValueAsync(text);
        // Browsers may or may not escape the colon.
        var escaped = Uri.EscapeDataString(text);
        var ends = new[] { escaped, escaped.Replace("%3A", ":", StringComparison.Ordinal) }.Select(end =>
            $"q={System.Text.RegularExpressions.Regex.Escape(end)}$"
        );
        await Expect(ada.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(string.Join('|', ends)));
        await ada.Button("Clear the search").ClickAsync();
        await box.PressSequentiallyAsync("una", _pace);
        await line.QuietAsync();
        await Expect(box).ToHaveValueAsync("una");
    }

    [Fact]
    public async Task PageNumber_TakenBackToWhatItWas_FollowsThePageAgain()
    {
        foreach (var _ in Enumerable.Range(0, 11))
        {
            await console.CreateUserAsync("Paul Paged");
        }

        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync("/users?q=paged&size=10");
        var number = ada.Field("Page");
        await Expect(number).ToHaveValueAsync("1");

        // The browser raises no change event if the text is the old one again when the field loses the focus.
        await number.ClickAsync();
        await number.PressSequentiallyAsync("7", _pace);
        await ada.Page.Keyboard.PressAsync("Backspace");
        await ada.Heading("Users").ClickAsync();
        await ada.Link("Next").ClickAsync();

        await Expect(number).ToHaveValueAsync("2");
    }

    [Fact]
    public async Task DateFilter_TypedOnASlowLine_KeepsItsYear()
    {
        await using var line = new SlowLine(console.Address, _roundTrip);
        var ada = await OpenAsync(line.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.Button("Filter").ClickAsync();
        var from = ada.Field("Created from");
        await from.ClickAsync(
            new()
            {
                Position = new() { X = 16, Y = 12 },
            }
        );

        await ada.Page.Keyboard.TypeAsync("05052026", new() { Delay = 120 });
        await line.QuietAsync();

        await Expect(from).ToHaveValueAsync("2026-05-05");
        await Expect(ada.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("2026-05-05"));
    }

    [Fact]
    public async Task Profile_TypedAndSavedOnASlowLine_IsWhatWasTyped()
    {
        var user = await console.CreateUserAsync();
        await using var line = new SlowLine(console.Address, _roundTrip);
        var ada = await OpenAsync(line.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync($"/users/{user.Id}");

        await ada.Field("Display name").FillAsync("");
        await ada.Field("Display name").PressSequentiallyAsync("Carlotta Winter", _pace);
        await ada.Page.Keyboard.PressAsync("Control+s");

        await Expect(ada.Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        Database
            .Rows(console.Data.WriteDatabase, $"SELECT DisplayName FROM UserProfiles WHERE UserId = '{user.Id}'")
            .Single()[0]
            .ShouldBe("Carlotta Winter");
    }
}
