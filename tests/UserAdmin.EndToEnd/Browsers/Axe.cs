using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>axe-core in a page: the rules of WCAG 2.2 AA, in either theme.</summary>
/// <remarks>
/// Deque's own way for Playwright sends the script anew for every run and fetches a description of everything that is
/// right, half of the processor time of a check.
/// </remarks>
internal static class Axe
{
    private const string Run = """
        async runOnly => {
            // A colour on its way to another is neither; the end of the way counts.
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

    // Themes differ in colours and in nothing else.
    private static readonly object _colours = new
    {
        type = "rule",
        values = (string[])["color-contrast", "link-in-text-block"],
    };

    /// <summary>Looks through the page as it is, in both themes; the page has the light one afterwards.</summary>
    /// <param name="page">The page.</param>
    /// <param name="what">What it shows, for the failure.</param>
    public static async Task CheckAsync(IPage page, string what)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(_script);
        }

        await CheckAsync(page, what, ColorScheme.Light, _everything);
        await CheckAsync(page, what, ColorScheme.Dark, _colours);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
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
