using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>Runs axe-core in a page: the rules of WCAG 2.2 AA, in both themes.</summary>
/// <remarks>
/// Deque's own package for Playwright sends the script again for every run and returns details of every passed rule,
/// which takes half of the processor time of a check.
/// </remarks>
internal static class Axe
{
    private const string Run = """
        async runOnly => {
            // During a transition, a colour is neither the old nor the new one; the final colour counts.
            await Promise.allSettled(document.getAnimations()
                .filter(one => one.effect.getComputedTiming().iterations !== Infinity).map(one => one.finished));
            const found = await axe.run(document, { runOnly, resultTypes: ['violations'] });
            return {
                passed: found.passes.length,
                violations: found.violations.map(one => `${one.id}, ${one.help}: ${one.nodes.map(node => node.html).join('; ')}`),
            };
        }
        """;

    private static readonly string _script = new BundledAxeScriptProvider().GetScript();

    private static readonly object _everything = new
    {
        type = "tag",
        values = (string[])["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    };

    // The themes differ only in colours.
    private static readonly object _colours = new
    {
        type = "rule",
        values = (string[])["color-contrast", "link-in-text-block"],
    };

    /// <summary>Checks the page as it is, in both themes; afterwards it has the light one.</summary>
    /// <param name="page">The page.</param>
    /// <param name="what">A description for the failure message.</param>
    public static async Task CheckAsync(IPage page, string what)
    {
        await LoadAsync(page);
        await CheckAsync(page, what, ColorScheme.Light, _everything);
        await CheckAsync(page, what, ColorScheme.Dark, _colours);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <summary>
    /// Checks the page as it is and as it is on a telephone, where tables and menus are others; afterwards it has its
    /// own size again.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="what">A description for the failure message.</param>
    public static async Task CheckWideAndNarrowAsync(IPage page, string what)
    {
        await LoadAsync(page);
        // Before the dark theme, out of which colours would still be changing.
        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(390, 844);
        await CheckAsync(page, $"{what} at 390 px", ColorScheme.Light, _everything);
        await page.SetViewportSizeAsync(size.Width, size.Height);
        await CheckAsync(page, what);
    }

    private static async Task LoadAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(_script);
        }
    }

    private static async Task CheckAsync(IPage page, string what, ColorScheme scheme, object rules)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var found = await page.EvaluateAsync<JsonElement>(Run, rules);
        found.GetProperty("passed").GetInt32().ShouldBePositive();
        found
            .GetProperty("violations")
            .EnumerateArray()
            .Select(one => $"{what}, {scheme}: {one.GetString()}")
            .ShouldBeEmpty();
    }
}
