using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(UserAdmin.EndToEnd.Browsers.Chromium))]

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>The Chromium of this machine, started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Missing =
        "There is no Chromium on the PATH. Install the package chromium-headless-shell or chromium; .ci/run does it.";

    // The headless shell is tried first: without the browser's own windows and processes, the same engine takes a third
    // less processor time.
    private static readonly string[] _names =
    [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ];

    // The browser connects to the program only.
    private static readonly string[] _flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var path = _names
            .SelectMany(name =>
                (Environment.GetEnvironmentVariable("PATH") ?? "")
                    .Split(Path.PathSeparator)
                    .Select(folder => Path.Combine(folder, name))
            )
            .FirstOrDefault(File.Exists);
        if (path is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = path, Args = _flags }
            );
            // Longer than any step takes, also while the other tests leave a page little of two processors.
            Assertions.SetDefaultExpectTimeout(45_000);
        }
    }

    /// <summary>Opens a browser context with its own cookies and cache.</summary>
    /// <param name="options">The options of the context, such as the screen.</param>
    public Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        if (_browser is null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Fail(Missing);
        }

        return _browser!.NewContextAsync(options);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }
}
