using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>A person who moves through a page with the Tab key always sees the focus, in both themes.</summary>
public sealed class FocusTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    // Returns the focused element, and whether an unclipped focus ring is drawn: on the element, its ::before or
    // ::after, its label, or the parent of an input.
    private const string Look = """
        () => {
          const one = document.activeElement;
          if (!one || one === document.body || one === document.documentElement) return { isAny: false };
          window.looked ??= new Map();
          const isNew = !window.looked.has(one);
          window.looked.set(one, true);
          return { isAny: true, isNew, ...window.look(one) };
        }
        """;

    // Defines the check of one element.
    private const string Prepare = """
        () => { window.look = one => {
          const ring = (of, pseudo) => {
            const style = getComputedStyle(of, pseudo);
            if (pseudo && style.content === "none") return false;
            const width = parseFloat(style.outlineWidth);
            const colour = style.outlineColor.match(/[\d.]+/g)?.map(Number) ?? [];
            const isDrawn = style.outlineStyle !== "none" && width >= 2 && (colour.length < 4 || colour[3] > .5);
            if (!isDrawn) return false;
            const box = of.getBoundingClientRect();
            const reach = parseFloat(style.outlineOffset) + width;
            const edges = { left: box.left - reach, right: box.right + reach, top: box.top - reach, bottom: box.bottom + reach };
            if (pseudo) return true;
            for (let outer = of.parentElement; outer; outer = outer.parentElement) {
              const overflow = getComputedStyle(outer);
              const cutsX = overflow.overflowX !== "visible", cutsY = overflow.overflowY !== "visible";
              const around = outer.getBoundingClientRect();
              // Half a pixel is rounding; the ring is two pixels wide.
              const cut = [cutsX && edges.left < around.left - 1.5,
                cutsX && edges.right > around.right + 1.5,
                cutsY && edges.top < around.top - 1.5,
                cutsY && edges.bottom > around.bottom + 1.5];
              if (outer !== document.body && outer !== document.documentElement && cut.filter(side => side).length > 1) return false;
            }
            return true;
          };
          // A heading receives the focus when its page opens, possibly after the first key; a dialog's focus trap
          // passes the focus on at once.
          const isHandedOn = one.matches("[tabindex='-1']") ||
            one.matches(".mud-focus-trap, .mud-focus-trap *, .pointer-events-none") &&
            one.getBoundingClientRect().height === 0;
          const size = one.getBoundingClientRect();
          const isSeen = size.width > 0 && size.height > 0 && getComputedStyle(one).visibility === "visible";
          const name = `${one.tagName.toLowerCase()}.${one.className} "${(one.getAttribute("aria-label") ??
            one.labels?.[0]?.textContent ?? one.textContent).trim().slice(0, 40)}"`;
          const hasRing = ring(one) || ring(one, "::before") || ring(one, "::after") ||
            [...(one.labels ?? [])].some(label => ring(label)) ||
            (one.matches("input") && ring(one.parentElement));
          return { name, hasRing: isHandedOn || (hasRing && isSeen) };
        }; }
        """;

    // Checks the same elements again without pressing keys: after a key press, the ring is shown even if a script sets
    // the focus. The pages do not let a script take the focus from a field that is being typed into, so it is blurred
    // first.
    private const string LookAgain = """
        () => [...window.looked.keys()].filter(one => one.checkVisibility({ visibilityProperty: true })).map(one => {
          document.activeElement?.blur();
          one.focus();
          return { isAny: document.activeElement === one, isNew: false, ...window.look(one) };
        })
        """;

    // The frame around every page is the same, so it is walked only once.
    private const string Enter = """
        isWhole => {
          window.looked = new Map();
          const main = document.querySelector(".ua-shell main");
          if (!isWhole && main) return main.focus();
          // Starts at the beginning of the document, wherever the page has put the focus.
          document.activeElement?.blur();
          document.body.tabIndex = -1;
          document.body.focus();
          document.body.removeAttribute("tabindex");
        }
        """;

    private readonly List<string> _wrong = [];
    private int _walked;
    private int _walkedAgain;
    private bool _hasWalkedShell;

    [Fact]
    public async Task Focus_OnEveryPage_IsVisible()
    {
        var paths = await ConsolePages.PrepareAsync(console);
        var user = paths[ConsolePages.Fixed.Count];
        var ada = await OpenAsync(console.Address);
        foreach (var path in (string[])["/account/sign-in", "/account/forgot-password"])
        {
            await ada.GoAsync(path);
            await WalkAsync(ada, path);
        }

        await ada.SignInAsync(console.Administrator);
        foreach (var path in paths)
        {
            await ada.GoAsync(path);
            await Expect(ada.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
            await WalkPageAsync(ada, path);
        }

        await ada.GoAsync("/users?q=state:active");
        await ada.Button("Filter").ClickAsync();
        await Expect(ada.Page.Locator("#filters .facet").First).ToBeVisibleAsync();
        await WalkAsync(ada, "filters", most: 60);
        foreach (
            var (path, opener) in (IEnumerable<(string, string)>)
                [("/users", "columns"), ("/users", "views-menu"), ("/users", "user-menu"), (user, "user-actions")]
        )
        {
            await ada.GoAsync(path);
            await ada.Page.Locator($"[popovertarget={opener}]").First.ClickAsync();
            await Expect(ada.Page.Locator($"#{opener} :is(a, button, input)").First).ToBeVisibleAsync();
            await WalkAsync(ada, opener, most: 40);
        }

        await ada.GoAsync("/users");
        await ada.Page.Keyboard.PressAsync("Control+k");
        await Expect(ada.Page.GetByRole(AriaRole.Option, new() { Name = "Roles" })).ToBeVisibleAsync();
        await WalkAsync(ada, "palette");
        await ada.GoAsync(user);
        await ada.Page.Locator("[popovertarget=user-actions]").First.ClickAsync();
        await ada.Button("Lock until …").ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await WalkAsync(ada, "dialog", most: 12);

        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_walked:N0} places:\n{string.Join('\n', _wrong)}");
        _walked.ShouldBeGreaterThan(ConsolePages.AreWalkedWhole ? 900 : 500);
        _walkedAgain.ShouldBeGreaterThan(_walked * 9 / 10);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_walked:N0} places tabbed to, {_walkedAgain:N0} looked at in the dark theme too."
        );
    }

    /// <summary>
    /// Longer words and the other direction put controls elsewhere, where something may cut their rings.
    /// </summary>
    [Theory]
    [InlineData("de")]
    [InlineData(Visitor.Mirrored)]
    public async Task Focus_OnEveryPageInAnotherLanguage_IsVisible(string language)
    {
        var user = await console.CreateUserAsync();
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.SpeakAsync(language);
        foreach (var path in (string[])[.. ConsolePages.Fixed, .. ConsolePages.OfUser(user.Id)])
        {
            await ada.GoAsync(path);
            await Expect(ada.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
            await WalkPageAsync(ada, path);
        }

        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_walked:N0} places:\n{string.Join('\n', _wrong)}");
        _walked.ShouldBeGreaterThan(300);
        _walkedAgain.ShouldBeGreaterThan(_walked * 9 / 10);
    }

    private Task WalkPageAsync(Visitor visitor, string path)
    {
        var isWhole = ConsolePages.AreWalkedWhole || !_hasWalkedShell;
        _hasWalkedShell = true;
        return WalkAsync(visitor, path, most: isWhole ? 70 : 36, isWhole);
    }

    private async Task WalkAsync(Visitor visitor, string what, int most = 50, bool isWhole = true)
    {
        await visitor.Page.EvaluateAsync(Prepare);
        await visitor.Page.EvaluateAsync(Enter, isWhole);
        for (var step = 0; step < most; step++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var place = await visitor.Page.EvaluateAsync<Place>(Look);
            if (place is { IsAny: true, IsNew: false } || (!place.IsAny && step > 0))
            {
                break;
            }

            _walked += Judge(place, what, "light");
        }

        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        foreach (var place in await visitor.Page.EvaluateAsync<Place[]>(LookAgain))
        {
            _walkedAgain += Judge(place, what, "dark");
        }

        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private int Judge(Place place, string what, string theme)
    {
        if (place is { IsAny: true, HasRing: false })
        {
            _wrong.Add($"{what}, {theme}: {place.Name}");
        }

        return place.IsAny ? 1 : 0;
    }

    private sealed record Place
    {
        public bool IsAny { get; init; }

        public bool IsNew { get; init; }

        public string? Name { get; init; }

        public bool HasRing { get; init; }
    }
}
