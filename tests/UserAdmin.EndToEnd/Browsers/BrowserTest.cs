using Microsoft.Playwright;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>A test with browsers. When it fails, what they showed is kept under TestResults.</summary>
/// <param name="chromium">The browser.</param>
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];

    /// <summary>Opens a browser for another person.</summary>
    /// <param name="address">The program's address, with the path that the console is below.</param>
    /// <param name="height">Height of the window in pixels.</param>
    /// <param name="scheme">Colour scheme of the person's system.</param>
    /// <param name="zone">Time zone of the person's system; the machine's unless given.</param>
    /// <param name="language">The browser's language.</param>
    protected async Task<Visitor> OpenAsync(
        string address,
        int height = 900,
        ColorScheme scheme = ColorScheme.Light,
        string? zone = null,
        string language = "en-GB"
    )
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = address,
            ViewportSize = new ViewportSize { Width = 1440, Height = height },
            ColorScheme = scheme,
            Locale = language,
            TimezoneId = zone,
            // Tests of HTTPS use a certificate that they make themselves.
            IgnoreHTTPSErrors = true,
        };
        var visitor = await Visitor.OpenAsync(
            await chromium.OpenAsync(options),
            new Uri(address).AbsolutePath.TrimEnd('/')
        );
        _visitors.Add(visitor);
        return visitor;
    }

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            await KeepEvidenceAsync();
        }

        foreach (var visitor in _visitors)
        {
            await visitor.Context.DisposeAsync();
        }

        _visitors.SelectMany(visitor => visitor.Faults).ShouldBeEmpty("A script of a page failed.");
        _visitors.SelectMany(visitor => visitor.Strangers).ShouldBeEmpty("A request left the machine.");
        GC.SuppressFinalize(this);
    }

    private async Task KeepEvidenceAsync()
    {
        var folder = Directory.CreateDirectory(BuiltProgram.Metadata("TestResults")).FullName;
        var test = TestContext.Current.TestMethod?.MethodName ?? "test";
        foreach (var (number, visitor) in _visitors.Index())
        {
            foreach (var (tab, page) in visitor.Context.Pages.Index())
            {
                var name = Path.Combine(folder, $"{test}-{number + 1}-{tab + 1}");
                try
                {
                    await page.ScreenshotAsync(new() { Path = name + ".png", FullPage = true });
                    await File.WriteAllTextAsync(name + ".html", await page.ContentAsync());
                }
                catch (PlaywrightException fault)
                {
                    await File.WriteAllTextAsync(name + ".txt", $"{page.Url} could not be kept: {fault.Message}");
                }
            }
        }
    }
}
