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
    // Finds the element at the centre of each control, scrolled into view. A click on a label counts as one on its
    // field.
    private const string Walk = """
        ([isWhole, isShellKnown]) => {
          const controls = "a[href], button, input, select, textarea, summary, [role=tab], [role=menuitem], " +
            "[role=option], [role=separator][tabindex], [tabindex='0']";
          const scope = document.querySelector("dialog[open], .mud-dialog-container") ??
            document.querySelector(".ua-menu:popover-open") ?? document;
          const name = one => `${one.tagName.toLowerCase()} "${(one.getAttribute("aria-label") ??
            one.labels?.[0]?.textContent ?? one.textContent).trim().slice(0, 40)}"`;
          const isShown = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !one.closest("[inert]")
            && !one.matches(":disabled, [aria-disabled=true], [type=hidden]") && getComputedStyle(one).pointerEvents !== "none";
          const isClippedAway = one => {
            for (let box = one; box; box = box.parentElement) {
              if (getComputedStyle(box).clipPath !== "none") return true;
            }
            return false;
          };
          const isKnown = one => !isWhole && scope === document
            && (isShellKnown && one.closest(".ua-side") || one.closest("tbody tr:nth-child(n + 4):not(:last-child)"));
          const found = { hasShell: scope === document && document.querySelector(".ua-side") !== null,
            walked: 0, wrong: [],
            wide: document.documentElement.scrollWidth - document.documentElement.clientWidth };
          for (const one of scope.querySelectorAll(controls)) {
            if (!isShown(one) || isClippedAway(one) || one.matches(".ua-skip") || isKnown(one)) continue;
            one.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
            const box = one.getClientRects()[0];
            if (!box || box.width === 0 || box.height === 0) continue;
            const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
            const hit = document.elementFromPoint(x, y);
            const labels = [...(one.labels ?? [])];
            found.walked++;
            if (!hit || !(one.contains(hit) || labels.some(label => label.contains(hit)))) {
              found.wrong.push(`${name(one)} at ${
                Math.round(x)},${Math.round(y)} lies below ${
                hit ? `${name(hit)} .${hit.className}` : "nothing"}`);
            }
          }
          scrollTo(0, 0);
          return found;
        }
        """;

    // Width in CSS pixels, device pixels for each CSS pixel, touch instead of a mouse. 720 × 2 is a screen of 1440
    // pixels at 200 % zoom.
    private static readonly (int Width, int Scale, bool IsTouched)[] _screens =
    [
        (390, 1, true),
        (720, 2, false),
        (744, 1, true),
        (768, 1, true),
        (1024, 1, false),
        (1440, 1, false),
    ];

    // The widths at which the page frame has been walked. It is walked once for each width, and of long tables only
    // some rows; with USERADMIN_WALK=all, everything on every page.
    private readonly HashSet<int> _shellKnownAt = [];
    private readonly List<string> _wrong = [];
    private int _walked;

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

        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_walked:N0} controls:\n{string.Join('\n', _wrong)}");
        _walked.ShouldBeGreaterThan(ConsolePages.AreWalkedWhole ? 4_000 : 1_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{_walked:N0} controls walked at {_screens.Length} sizes.");
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

        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_walked:N0} controls:\n{string.Join('\n', _wrong)}");
        _walked.ShouldBeGreaterThan(ConsolePages.AreWalkedWhole ? 500 : 300);
        TestContext.Current.TestOutputHelper?.WriteLine($"{_walked:N0} controls of menus, panels and dialogs walked.");
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

    private async Task WalkAsync(Visitor visitor, string what)
    {
        var devtools = await visitor.Context.NewCDPSessionAsync(visitor.Page);
        foreach (var (width, scale, isTouched) in _screens)
        {
            await devtools.SendAsync("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = isTouched });
            await devtools.SendAsync(
                "Emulation.setDeviceMetricsOverride",
                new()
                {
                    ["width"] = width,
                    ["height"] = 900,
                    ["deviceScaleFactor"] = scale,
                    ["mobile"] = false,
                }
            );
            await visitor.Page.EvaluateAsync(
                "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
            );
            await visitor.Page.EvaluateAsync(
                "() => Promise.allSettled(document.getAnimations().filter(one => "
                    + "one.effect.getComputedTiming().iterations !== Infinity).map(one => one.finished))"
            );
            var found = await visitor.Page.EvaluateAsync<Found>(
                Walk,
                new[] { ConsolePages.AreWalkedWhole, _shellKnownAt.Contains(width) }
            );
            _walked += found.Walked;
            if (found.HasShell)
            {
                _shellKnownAt.Add(width);
            }

            _wrong.AddRange(found.Wrong.Select(wrong => $"{what}, {width} px at {scale * 100} %: {wrong}"));
            if (found.Wide > 0)
            {
                _wrong.Add($"{what}, {width} px at {scale * 100} %: the page is {found.Wide} px too wide");
            }
        }

        await devtools.SendAsync("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = false });
        await devtools.SendAsync("Emulation.clearDeviceMetricsOverride");
        await devtools.DetachAsync();
    }

    private sealed record Found
    {
        public bool HasShell { get; init; }

        public int Walked { get; init; }

        public string[] Wrong { get; init; } = [];

        public int Wide { get; init; }
    }
}
