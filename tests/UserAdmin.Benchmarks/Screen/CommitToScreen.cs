using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace UserAdmin.Benchmarks.Screen;

/// <summary>
/// Measures the time from an accepted command to the changed row on another screen, with the real program and two
/// browsers: one shows the list, the other saves changes of email. The time starts at the event's timestamp in the log,
/// which is just before the commit.
/// </summary>
internal static class CommitToScreen
{
    private const int Rounds = 40;
    private const int WarmUps = 5;
    private const double WantedMilliseconds = 100;

    // A page refreshes at most twice a second; the pause keeps that wait out of the measurement.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(700);

    private static readonly string[] _browserNames = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] _browserArguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    public static async Task<Result> RunAsync(string folder, string password)
    {
        await using var program = await RunningProgram.StartAsync(folder);
        using var playwright = await Playwright.CreateAsync();
        await using var watching = await LaunchAsync(playwright);
        await using var editing = await LaunchAsync(playwright);
        var list = await SignInAsync(watching, program.Address, password);
        var form = await SignInAsync(editing, program.Address, password);
        await list.GotoAsync($"{program.Address}/users");
        var link = list.Locator("tr[data-user] a").Nth(3);
        var user =
            await link.Locator("xpath=ancestor::tr").GetAttributeAsync("data-user")
            ?? throw new InvalidOperationException("The list shows nobody.");
        // The search field is enabled once the circuit is connected; from then on the page receives changes.
        await list.Locator("[data-search]:not([disabled])").WaitForAsync();
        await form.GotoAsync($"{program.Address}/users/{user}");

        await using var log = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "write.db")};Pooling=False;Mode=ReadOnly"
        );
        await log.OpenAsync();
        var times = new List<double>();
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            var milliseconds = await OnceAsync(list, form, log, user, $"screen.{round}@example.com");
            if (round >= WarmUps)
            {
                times.Add(milliseconds);
            }

            await Task.Delay(_pause);
        }

        return new Result("commit to screen", times, [])
        {
            Aim = $"below {WantedMilliseconds:0} ms",
            IsMet = result => result.P50 < WantedMilliseconds,
        };
    }

    private static async Task<double> OnceAsync(IPage list, IPage form, SqliteConnection log, string user, string email)
    {
        // The browser itself records when the row changes, so that Playwright's round trips are not included.
        await list.EvaluateAsync(
            """
            ([user, email]) => {
              window.shown = new Promise(resolve => {
                const look = () => {
                  if (document.querySelector(`tr[data-user="${user}"] td.email`)?.textContent.trim() === email) {
                    observer.disconnect();
                    resolve(performance.timeOrigin + performance.now());
                  }
                };
                const observer = new MutationObserver(look);
                observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
              });
            }
            """,
            new[] { user, email }
        );
        await form.GetByLabel("Email", new() { Exact = true }).FillAsync(email);
        await form.GetByRole(AriaRole.Button, new() { Name = "Save changes" }).ClickAsync();
        var shown = await list.EvaluateAsync<double>(
            "() => Promise.race([window.shown, new Promise((_, fail) => setTimeout(() => fail(new "
                + "Error('not shown')), 10000))])"
        );
        await using var command = log.CreateCommand();
        command.CommandText =
            "SELECT \"At\" FROM \"EventLog\" WHERE \"SubjectId\" = @id ORDER BY \"Position\" DESC LIMIT 1";
        command.Parameters.AddWithValue("@id", user);
        var at = (long)(await command.ExecuteScalarAsync())!;
        return shown - ((at - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond);
    }

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Args = _browserArguments });

    private static string Chromium() =>
        (
            from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            from name in _browserNames
            let path = Path.Combine(folder, name)
            where File.Exists(path)
            select path
        ).FirstOrDefault() ?? throw new FileNotFoundException("There is no Chromium on the PATH.");

    private static async Task<IPage> SignInAsync(IBrowser browser, string address, string password)
    {
        var page = await browser.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = 1440, Height = 900 },
            }
        );
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync($"{address}/account/sign-in");
        await page.GetByLabel("Email").FillAsync(RunningConsole.AdministratorEmail);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync($"{address}/users");
        return page;
    }
}
