using System.Text.RegularExpressions;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// With a round trip of half a second, every field keeps every letter. By default one field of each kind is tested;
/// with USERADMIN_TYPING_WALK=all every field of all pages and dialogs, which takes minutes.
/// </summary>
public sealed partial class TypingWalkTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private const string Fields =
        ":is(input:not([type=checkbox], [type=radio], [type=file], [type=hidden], [type=date], [type=range], "
        + "[readonly]), textarea):enabled:visible";

    // The fields of one page are mostly of the same kind.
    private const int FewFields = 3;

    private static readonly bool _isWhole = Environment.GetEnvironmentVariable("USERADMIN_TYPING_WALK") == "all";
    private static readonly TimeSpan _roundTrip = TimeSpan.FromMilliseconds(500);
    private static readonly LocatorPressSequentiallyOptions _pace = new() { Delay = _isWhole ? 80 : 40 };
    private static readonly string _text = _isWhole ? "quick brown fox" : "quick fox";

    private readonly HashSet<string> _names = [];
    private readonly List<string> _wrong = [];
    private int _typed;

    [Fact]
    public async Task Fields_OnASlowLine_KeepEveryLetter()
    {
        await using var line = new SlowLine(console.Address, _roundTrip);
        var user = await console.CreateUserAsync();
        // Passkeys need a host name, not an IP address.
        var ada = await OpenAsync(line.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        await ada.SignInAsync(console.Administrator);

        await WalkListAsync(ada, line);
        await WalkPageAsync(ada, line, "/users/new");
        await WalkPageAsync(ada, line, "/roles/new");
        await WalkActionAsync(ada, line, user.Id, "Lock until …");
        await WalkImportAsync(ada, line);
        if (_isWhole)
        {
            await WalkTheRestAsync(ada, line, user.Id);
        }

        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_typed} fields:\n{string.Join('\n', _wrong)}");
        _typed.ShouldBeGreaterThanOrEqualTo(_isWhole ? 70 : 12);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_typed} fields typed into at {_roundTrip.TotalMilliseconds} ms."
        );
        if (_isWhole)
        {
            // This field appears only for a bulk action on more than a hundred users.
            Heard()
                .Except(_names)
                .Except(["bulk-typed"])
                .ShouldBeEmpty("Fields that the program listens to and nobody typed into.");
        }
    }

    // The names of the fields, found in the sources, that send their input to the program while the person types; the
    // fields of a form that is posted as a whole are not overwritten.
    private static IEnumerable<string> Heard() =>
        Directory
            .EnumerateFiles(BuiltProgram.Metadata("Pages"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => InputTag().Matches(File.ReadAllText(file)))
            .Where(tag =>
                tag.Value.Contains("@bind", StringComparison.Ordinal)
                || tag.Value.Contains("@on", StringComparison.Ordinal)
            )
            .Where(tag => !NotTyped().IsMatch(tag.Value))
            .Select(tag => Name().Match(tag.Value))
            .Where(name => name.Success)
            .Select(name => name.Groups["name"].Value);

    [GeneratedRegex("""<(input|textarea)\s(?:[^>"]|"[^"]*")*>""")]
    private static partial Regex InputTag();

    [GeneratedRegex("type=\"(checkbox|radio|file|hidden|date|range)\"")]
    private static partial Regex NotTyped();

    [GeneratedRegex("\\s(id|aria-label)=\"(?<name>[^\"@]+)\"")]
    private static partial Regex Name();

    private async Task WalkListAsync(Visitor ada, SlowLine line)
    {
        await ada.Button("Filter").ClickAsync();
        await Expect(ada.Page.Locator("#filters .facet").First).ToBeVisibleAsync();
        await TypeAsync(ada, line, "filters", ada.Page.Locator("#filters"));
        await ada.Page.Keyboard.PressAsync("Control+k");
        await TypeAsync(ada, line, "palette", ada.Page.Locator("#palette"));
        await ada.GoAsync("/users?q=state:active");
        await ada.Page.Locator("button[popovertarget=views-menu]").ClickAsync();
        await ada.Button("Save as a view …").ClickAsync();
        await WalkDialogAsync(ada, line, "view");
    }

    private async Task WalkPageAsync(Visitor ada, SlowLine line, string path)
    {
        await ada.GoAsync(path);
        await Expect(ada.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
        await TypeAsync(ada, line, path, ada.Page.Locator("main"), mayBeEmpty: true);
        await ada.Page.EvaluateAsync("() => sessionStorage.clear()");
    }

    private async Task WalkActionAsync(Visitor ada, SlowLine line, string userId, string action)
    {
        await ada.GoAsync($"/users/{userId}");
        await ada.Button("More actions").ClickAsync();
        await ada.Button(action).ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        if (await ada.Page.GetByLabel("Another time").CountAsync() > 0)
        {
            await ada.Page.GetByLabel("Another time").CheckAsync();
            await Expect(ada.Page.Locator("#moment-at")).ToBeVisibleAsync();
        }

        await WalkDialogAsync(ada, line, action);
    }

    private async Task WalkImportAsync(Visitor ada, SlowLine line)
    {
        await ConsolePages.UploadAsync(ada);
        await Expect(ada.Page.Locator("#source-titles")).ToBeEnabledAsync();
        await ada.Page.Locator("details.source summary").ClickAsync();
        await TypeAsync(ada, line, "import", ada.Page.Locator("main"));
        if (_isWhole)
        {
            await ada.Button("Preview 2 rows").ClickAsync();
            await Expect(ada.Field("Reason (optional)")).ToBeVisibleAsync();
            await TypeAsync(ada, line, "import preview", ada.Page.Locator("main"));
        }
    }

    private async Task WalkTheRestAsync(Visitor ada, SlowLine line, string userId)
    {
        var paths = await ConsolePages.PrepareAsync(console);
        foreach (var path in paths.Where(path => path is not ("/users/new" or "/roles/new")))
        {
            await WalkPageAsync(ada, line, path);
        }

        await ada.GoAsync("/users?size=10");
        await TypeAsync(ada, line, "pager", ada.Page.Locator(".ua-pager"));

        foreach (var action in (string[])["Set expiry …", "Set temporary password …", "Delete user"])
        {
            await WalkActionAsync(ada, line, userId, action);
        }

        await console.Sender.AcceptedAsync("DeleteUser", new { userId });
        await WalkActionAsync(ada, line, userId, "Remove for good now …");
        var claims = paths.Single(path => path.EndsWith("?tab=claims", StringComparison.Ordinal));
        foreach (var button in (string[])["Add claim", "Change claim department-head true"])
        {
            await ada.GoAsync(claims);
            await ada.Button(button).ClickAsync();
            await WalkDialogAsync(ada, line, button);
        }

        await ada.GoAsync(
            paths.Single(path =>
                path.StartsWith("/roles/", StringComparison.Ordinal) && path.Contains('-', StringComparison.Ordinal)
            )
        );
        await ada.Button("Delete role").ClickAsync();
        await WalkDialogAsync(ada, line, "Delete role");
        await ada.AddAuthenticatorAsync();
        await ada.GoAsync("/account");
        await ada.Button("Add a passkey").ClickAsync();
        await Expect(ada.Field("Name of the passkey")).ToBeFocusedAsync();
        await TypeAsync(ada, line, "passkey", ada.Page.Locator("#passkeys"));
    }

    private async Task WalkDialogAsync(Visitor ada, SlowLine line, string what)
    {
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await TypeAsync(ada, line, what, ada.Page.GetByRole(AriaRole.Dialog));
        await ada.Page.EvaluateAsync("() => sessionStorage.clear()");
    }

    private async Task TypeAsync(Visitor visitor, SlowLine line, string what, ILocator within, bool mayBeEmpty = false)
    {
        List<(ILocator Field, string Text)> typed = [];
        foreach (var field in (await within.Locator(Fields).AllAsync()).Take(_isWhole ? int.MaxValue : FewFields))
        {
            typed.Add((field, await TypeAsync(visitor, field)));
            foreach (var name in (string[])["id", "aria-label"])
            {
                _names.Add(await field.GetAttributeAsync(name) ?? "");
            }

            // Such a field takes its text when it loses the focus.
            if (
                await field.GetAttributeAsync("list") is { } list
                && list.StartsWith("facet-", StringComparison.Ordinal)
            )
            {
                await line.QuietAsync();
                await Expect(field).ToHaveValueAsync(typed[^1].Text);
                await field.FillAsync("");
                typed.RemoveAt(typed.Count - 1);
                _typed++;
            }
        }

        (typed.Count > 0 || mayBeEmpty).ShouldBeTrue(what);
        if (typed.Count > 0)
        {
            await line.QuietAsync();
        }

        foreach (var (field, text) in typed)
        {
            _typed++;
            if (await field.InputValueAsync() is var value && value != text)
            {
                var name = await field.GetAttributeAsync("id") ?? await field.GetAttributeAsync("aria-label");
                _wrong.Add($"{what}: {name} holds “{value}” instead of “{text}”");
            }
        }
    }

    private static async Task<string> TypeAsync(Visitor visitor, ILocator field)
    {
        var type = await field.GetAttributeAsync("type");
        if (type == "datetime-local")
        {
            await field.ClickAsync(
                new()
                {
                    Position = new() { X = 16, Y = 12 },
                }
            );
            await visitor.Page.Keyboard.TypeAsync("05052031", new() { Delay = 80 });
            await visitor.Page.Keyboard.PressAsync("ArrowRight");
            // With an explicit AM: the field uses a 12-hour clock and starts with the current half of the day.
            await visitor.Page.Keyboard.TypeAsync("1030a", new() { Delay = 80 });
            return "2031-05-05T10:30";
        }

        var isNumeric = await field.GetAttributeAsync("inputmode") == "numeric";
        var text =
            type == "number" ? "27"
            : isNumeric ? "271828"
            : _text;
        await field.ClickAsync();
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await field.PressSequentiallyAsync(text, _pace);
        return text;
    }
}
