using Microsoft.Playwright;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>
/// Finds controls that a click at their centre does not reach, and pages that are wider than the screen.
/// </summary>
internal sealed class ControlWalk
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
          const isShown = one =>
            one.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !one.closest("[inert]")
            && !one.matches(":disabled, [aria-disabled=true], [type=hidden]")
            && getComputedStyle(one).pointerEvents !== "none";
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

    /// <summary>
    /// Width in CSS pixels, device pixels for each CSS pixel, touch instead of a mouse. 720 × 2 is a screen of 1440
    /// pixels at 200 % zoom.
    /// </summary>
    public static IReadOnlyList<(int Width, int Scale, bool IsTouched)> Screens => _screens;

    /// <summary>A telephone, a tablet, a small and a usual screen.</summary>
    public static IReadOnlyList<(int Width, int Scale, bool IsTouched)> FourWidths { get; } =
    [.. _screens.Where(screen => screen.Width is 390 or 768 or 1024 or 1440)];

    /// <summary>The controls that were looked at.</summary>
    public int Walked { get; private set; }

    /// <summary>Fails if anything is wrong, or if less was looked at than there is.</summary>
    /// <param name="least">The least number of controls.</param>
    public void ShouldHaveFoundNothing(int least)
    {
        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {Walked:N0} controls:\n{string.Join('\n', _wrong)}");
        Walked.ShouldBeGreaterThan(least);
    }

    /// <summary>Looks at the page as it is, at some sizes; afterwards it has its own again.</summary>
    /// <param name="visitor">Who has the page.</param>
    /// <param name="what">A description for the failure message.</param>
    /// <param name="screens">The sizes; all if not given.</param>
    public async Task WalkAsync(
        Visitor visitor,
        string what,
        IReadOnlyList<(int Width, int Scale, bool IsTouched)>? screens = null
    )
    {
        var devtools = await visitor.Context.NewCDPSessionAsync(visitor.Page);
        foreach (var (width, scale, isTouched) in screens ?? _screens)
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
            Walked += found.Walked;
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
