using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>Half a second to the program and back: whatever a person types into still holds every letter afterwards.</summary>
public sealed class TypingTests(ConsoleFixture console, Chromium chromium) : BrowserTest(chromium), IClassFixture<ConsoleFixture>
{
    private const string Fields = "input:not([type=checkbox], [type=radio], [type=file], [type=hidden], [type=password], [type=date], [type=datetime-local], [readonly]):enabled:visible, textarea:enabled:visible";

    private static readonly TimeSpan _roundTrip = TimeSpan.FromMilliseconds(500);

    // Somebody who types well.
    private static readonly LocatorPressSequentiallyOptions _pace = new() { Delay = 80 };

    private readonly List<string> _wrong = [];
    private int _typed;

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
            // With pauses that let the search run, so that answers come while the next letters are typed.
            await ada.Page.Keyboard.TypeAsync(new string(part), new() { Delay = 90 });
            await ada.Page.EvaluateAsync("() => new Promise(later => setTimeout(later, 260))");
        }

        await line.QuietAsync();

        await Expect(box).ToHaveValueAsync(text);
        await Expect(ada.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"q={System.Text.RegularExpressions.Regex.Escape(Uri.EscapeDataString(text).Replace("%3A", ":", StringComparison.Ordinal))}$|q={System.Text.RegularExpressions.Regex.Escape(Uri.EscapeDataString(text))}$"));
        await ada.Button("Clear the search").ClickAsync();
        await box.PressSequentiallyAsync("una", _pace);
        await line.QuietAsync();
        await Expect(box).ToHaveValueAsync("una");
    }

    [Fact]
    public async Task Fields_OfEveryPageOnASlowLine_KeepEveryLetter()
    {
        var paths = await ConsolePages.PrepareAsync(console);
        var user = paths[ConsolePages.Fixed.Count];
        var role = paths.Single(path => path.StartsWith("/roles/", StringComparison.Ordinal) && path.Contains('-', StringComparison.Ordinal));
        await using var line = new SlowLine(console.Address, _roundTrip);
        var ada = await OpenAsync(line.Address);
        await ada.SignInAsync(console.Administrator);

        foreach (var path in (string[])[user, "/users/new", "/users/new?how=password", "/roles/new", role, "/settings", "/account", "/bulk/new?action=disable&all=1"])
        {
            await ada.GoAsync(path);
            await Expect(ada.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
            await TypeIntoAllAsync(ada, line, path, ada.Page.Locator("main"));
            await ada.Page.EvaluateAsync("() => sessionStorage.clear()");
        }

        await ada.GoAsync("/users");
        await ada.Button("Filter").ClickAsync();
        await Expect(ada.Page.Locator("#filters .facet").First).ToBeVisibleAsync();
        await TypeIntoAllAsync(ada, line, "filters", ada.Page.Locator("#filters"));
        await ada.Page.Keyboard.PressAsync("Control+k");
        await TypeIntoAllAsync(ada, line, "palette", ada.Page.Locator("#palette"));
        foreach (var action in (string[])["Lock until …", "Set temporary password …", "Delete user"])
        {
            await ada.GoAsync(user);
            await ada.Button("More actions").ClickAsync();
            await ada.Button(action).ClickAsync();
            await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await TypeIntoAllAsync(ada, line, action, ada.Page.GetByRole(AriaRole.Dialog));
        }

        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_typed} fields:\n{string.Join('\n', _wrong)}");
        _typed.ShouldBeGreaterThan(60);
        TestContext.Current.TestOutputHelper?.WriteLine($"{_typed} fields typed into at {_roundTrip.TotalMilliseconds} ms.");
    }

    [Fact]
    public async Task DateFilter_TypedOnASlowLine_KeepsItsYear()
    {
        await using var line = new SlowLine(console.Address, _roundTrip);
        var ada = await OpenAsync(line.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.Button("Filter").ClickAsync();
        var from = ada.Field("Created from");
        await from.ClickAsync(new() { Position = new() { X = 16, Y = 12 } });

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
        Database.Rows(console.Data.WriteDatabase, $"SELECT DisplayName FROM UserProfiles WHERE UserId = '{user.Id}'").Single()[0].ShouldBe("Carlotta Winter");
    }

    private async Task TypeIntoAllAsync(Visitor visitor, SlowLine line, string what, ILocator within)
    {
        List<(ILocator Field, string Text)> typed = [];
        foreach (var field in await within.Locator(Fields).AllAsync())
        {
            var isNumber = await field.GetAttributeAsync("inputmode") == "numeric";
            var text = isNumber ? "271828" : "quick brown fox";
            await field.ClickAsync();
            await visitor.Page.Keyboard.PressAsync("Control+a");
            await field.PressSequentiallyAsync(text, _pace);
            typed.Add((field, text));
            // What is typed there is taken when one leaves the field.
            if (await field.GetAttributeAsync("list") is { } list && list.StartsWith("facet-", StringComparison.Ordinal))
            {
                await line.QuietAsync();
                await Expect(field).ToHaveValueAsync(text);
                await field.FillAsync("");
                typed.RemoveAt(typed.Count - 1);
            }
        }

        typed.ShouldNotBeEmpty(what);
        await line.QuietAsync();
        foreach (var (field, text) in typed)
        {
            _typed++;
            if (await field.InputValueAsync() is var value && value != text)
            {
                _wrong.Add($"{what}: {await field.GetAttributeAsync("id") ?? await field.GetAttributeAsync("aria-label")} holds “{value}”");
            }
        }
    }
}
