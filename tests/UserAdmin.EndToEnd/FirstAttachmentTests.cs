using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using UserAdmin.StockDatabases;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The first start for somebody who has an application with accounts: the page attaches the console.</summary>
public sealed class FirstAttachmentTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Secret = "hunter2-hunter2";

    private readonly DataFolder _data = new();
    private RunningProgram? _program;

    private string File => _data.File("app.db");

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await _data.FillAsync();
        _program = await RunningProgram.StartAsync(_data);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Attach_OnThePage_ReadsTheAccounts_AndOneOfThemBecomesTheAdministrator()
    {
        await CreateApplicationAsync();
        var ada = await OpenAsync(_program!.Address);
        await ada.GoAsync(await LinkAsync());
        await ada.Link("My application has accounts already: attach to its database").ClickAsync();
        await ada.Field("Connection string").FillAsync($"Data Source={File}");
        await ada.Button("Look at the database").ClickAsync();
        await Expect(ada.Page.Locator(".ua-report").First).ToContainTextAsync("AspNetUsers");
        TablesOfOurs().ShouldBeEmpty();

        await ada.Button("Attach and read 20 accounts").ClickAsync();

        // The program has started again, in the same process and at the same address.
        await Expect(ada.Heading("Choose the first administrator")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        ada.ForgetFaults();
        var kept = _data.File("attached.json");
        ((int)System.IO.File.GetUnixFileMode(kept) & 0b111_111).ShouldBe(0);
        await Expect(ada.Page.GetByText("No account can be created here: your application requires FirstName"))
            .ToBeVisibleAsync();
        await ada.Field("Email of the account").FillAsync("nobody@example.com");
        await ada.Button("Make administrator").ClickAsync();
        await Expect(ada.Page.Locator("#chosen-error")).ToContainTextAsync("No account of the application");
        await ada.Field("Email of the account").FillAsync("user10@example.com");
        await ada.Button("Make administrator").ClickAsync();
        await ada.Link("Sign in").ClickAsync();
        await ada.FillSignInAsync("user10@example.com", "Correct-horse-9");
        await Expect(ada.Heading("Overview")).ToBeVisibleAsync();
        await ada.GoAsync("/users");
        await Expect(ada.Rows).ToHaveCountAsync(20);

        // A page that is open would report that the program is gone.
        await ada.Page.CloseAsync();
        (await _program.StopAsync()).ExitCode.ShouldBe(0);
        var detached = await BuiltProgram.RunAsync(
            "detach",
            "--yes",
            "--connection",
            $"Data Source={File}",
            _data.Setting
        );
        detached.ExitCode.ShouldBe(0, string.Join('\n', detached.Error));
        TablesOfOurs().ShouldBeEmpty();
        System.IO.File.Exists(kept).ShouldBeFalse();
    }

    [Fact]
    public async Task Attach_OnThePage_RefusesWhatIsWrong_AndShowsNoPassword()
    {
        var link = await LinkAsync();
        var ada = await OpenAsync(_program!.Address);
        await ada.GoAsync("/account/attach?token=guessed");
        await Expect(ada.Heading("This link does not work")).ToBeVisibleAsync();
        await ada.GoAsync(link.Replace("/set-up?", "/attach?", StringComparison.Ordinal));

        await LookAsync($"Host=127.0.0.1;Port=1;Database=app;Username=u;Password={Secret}", "127.0.0.1");
        await LookAsync($"Data Source={_data.File("none.db")};Password={Secret}", "There is no file");
        await System.IO.File.WriteAllTextAsync(
            _data.File("notes.txt"),
            "These are notes, and not the database of an application."
        );
        await LookAsync($"Data Source={_data.File("notes.txt")}", "names the right file");
        await LookAsync($"Password={Secret};nonsense", "The connection string cannot be read");
        await LookAsync($"Data Source={System.IO.Path.GetTempPath()};Password={Secret}", "is a folder");
        await LookAsync($"Server=db;Initial Catalog=app;Password={Secret}", "SQL Server");
        System.IO.File.Exists(_data.File("none.db")).ShouldBeFalse();
        await ada.Field("Connection string").FillAsync($"Data Source={_data.WriteDatabase}");
        await ada.Button("Look at the database").ClickAsync();
        await Expect(ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert))
            .ToContainTextAsync("UserAdmin uses this database already");
        await Expect(ada.Page.Locator("button.primary")).ToHaveCountAsync(0);

        _program.Lines.ShouldNotContain(line => line.Contains(Secret, StringComparison.Ordinal));
        System.IO.File.Exists(_data.File("attached.json")).ShouldBeFalse();

        async Task LookAsync(string connection, string says)
        {
            await ada.Field("Connection string").FillAsync(connection);
            await ada.Button("Look at the database").ClickAsync();
            await Expect(ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync(says);
            (await ada.Page.ContentAsync()).ShouldNotContain(Secret);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _program!.DisposeAsync();
        _data.Dispose();
    }

    private async Task<string> LinkAsync() => (await _program!.LineAsync("/account/set-up?token=")).Split(' ')[^1];

    private async Task CreateApplicationAsync()
    {
        var shape = new StockShape(StockProvider.Sqlite, 1, StockKey.Uuid, IsExtended: true);
        await StockDatabase.CreateAsync(shape, $"Data Source={File}", 20);
        SqliteConnection.ClearAllPools();
    }

    private List<string[]> TablesOfOurs() =>
        Database.Rows(File, "SELECT name FROM sqlite_master WHERE name LIKE '%UserAdmin%'");
}
