using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// An import of 20,000 people, 300 of them wrong in ten ways, whose program is killed half way; then an export of
/// everybody that is imported again.
/// </summary>
public sealed class ImportTests(Chromium chromium) : BrowserTest(chromium)
{
    private const int Rows = 20_000;
    private const string Header = "Email;User name;Display name;Department;Phone;Locale;Time zone";

    // Milliseconds; no process takes this long unless it hangs.
    private static readonly float _longestRun = (float)BuiltProgram.Patience.TotalMilliseconds;

    private readonly DataFolder _data = new();

    [Fact]
    public async Task Import_OfTwentyThousandKilledHalfWay_EndsWithEverybodyOnce_AndItsExportChangesNothing()
    {
        await using var program = await RunningProgram.StartAsync(_data, ConsoleFixture.Settings);
        var ada = await OpenAsync(program.Address);
        await ada.SignInAsync(new Person("", "Ada Admin", "ada@example.com", ConsoleFixture.Password));

        // The file is uploaded and its columns are recognised.
        await ada.GoAsync("/imports");
        await CheckAsync(ada, "no imports");
        await SendAsync(
            ada,
            "people.csv",
            $"{Header}\r\n{string.Concat(Enumerable.Range(0, Rows).Select(number => Row(number, IsWrong(number) ? number / 66 % 10 : -1)))}"
        );
        await Expect(ada.Page.Locator("tr[data-column=Phone] select")).ToHaveValueAsync("PhoneNumber");
        await CheckAsync(ada, "columns");
        var early = await ada.Page.APIRequest.GetAsync($"{ada.Page.Url.Split('?')[0]}/refused.csv");
        (early.Status, await early.TextAsync()).ShouldBe(
            (409, "The import has moved on meanwhile, so this step does not fit any more. Look at where it stands now.")
        );
        await ada.Button("Preview 20,000 rows").ClickAsync();

        // The preview shows what would happen, and why rows are refused.
        await Expect(Status(ada)).ToHaveTextAsync("Ready to start", new() { Timeout = _longestRun });
        await Expect(ada.Button("Create 19,700 users")).ToBeEnabledAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Refused 300" }).ClickAsync();
        await Expect(ada.Page.Locator("[data-code]")).ToHaveCountAsync(10);
        await CheckAsync(ada, "preview");
        Users().ShouldBe(1);

        // The program is killed half way and continues after its restart.
        await ada.Button("Create 19,700 users").ClickAsync();
        await Eventually.HoldsAsync(() => Users() > 3000, "some are imported");
        program.Kill();
        var before = Users();
        before.ShouldBeLessThan(Rows - 300);
        await program.StartAsync();
        await ada.GoAsync(new Uri(ada.Page.Url).PathAndQuery);
        await Expect(Status(ada)).ToHaveTextAsync("Finished", new() { Timeout = _longestRun });
        await Expect(ada.Page.Locator("[data-facts]")).ToContainTextAsync("19,700 created");
        await CheckAsync(ada, "report");
        Users().ShouldBe(Rows - 300 + 1);
        Database
            .Rows(_data.WriteDatabase, "SELECT count(*) FROM EventLog WHERE Type = 'UserCreated'")
            .Single()[0]
            .ShouldBe($"{Rows - 300 + 1}");

        // The refused rows are downloaded, corrected and imported again.
        var refused = await DownloadAsync(ada, () => ada.Link("Download 300 rows refused").ClickAsync());
        var corrected = Enumerable.Range(0, Rows).Where(IsWrong).Select(number => Row(number, -1)).ToList();
        refused.Count(letter => letter == '\n').ShouldBe(301);
        await SendAsync(ada, "corrected.csv", $"{Header}\r\n{string.Concat(corrected)}");
        await ada.Button("Preview 300 rows").ClickAsync();
        await ada.Button("Create 300 users").ClickAsync();
        await Expect(Status(ada)).ToHaveTextAsync("Finished", new() { Timeout = _longestRun });
        Users().ShouldBe(Rows + 1);

        // Everybody is exported, and the export is imported again.
        await ada.GoAsync("/imports/new");
        var export = await ada.Page.EvaluateAsync<string>(
            """
            async columns => {
              const form = new URLSearchParams({
                exportId: document.querySelector("[data-import]").dataset.import,
                format: "Csv", search: "", sort: "UserName", descending: "false", columns,
                __RequestVerificationToken: document.querySelector("input[name=__RequestVerificationToken]").value });
              const answer = await fetch("users/export", { method: "POST", body: form });
              return answer.ok ? await answer.text() : `${answer.status}`;
            }
            """,
            "id,email,user-name,name,department,phone,locale,time-zone,state,created"
        );
        await SendAsync(ada, "export.csv", export);
        await ada.Button("Preview 20,001 rows").ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Unchanged 20,001" }))
            .ToBeVisibleAsync(new() { Timeout = _longestRun });
        await Expect(ada.Button("Nothing to apply")).ToBeDisabledAsync();
        Database
            .Rows(
                _data.WriteDatabase,
                "SELECT count(*) FROM EventLog WHERE Type = 'UsersExportEnded' AND Payload LIKE '%20001%'"
            )
            .Single()[0]
            .ShouldBe("1");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    private static bool IsWrong(int number) => number % 66 == 1 && number / 66 < 300;

    /// <summary>Returns the row of a person, with one of ten mistakes or, for −1, with none.</summary>
    private static string Row(int number, int mistake)
    {
        // Every two rows with mistake 2 share an address.
        var email = mistake switch
        {
            0 => "no address",
            1 => "",
            2 => $"twice{number / 1320}@example.org",
            _ => $"person{number}@example.org",
        };
        return string.Join(
                ';',
                email,
                mistake == 3 ? $"Person {number}" : $"person{number}",
                mistake == 4 ? $"Person\u202e {number}" : $"Pérson {number}",
                mistake == 5
                    ? new string('x', 500)
                    : "Sales; \"West\"".Replace("\"", "\"\"", StringComparison.Ordinal).Insert(0, "\"") + "\"",
                mistake == 6 ? "none" : $"'+49 30 {number}",
                mistake == 7 ? "klingon!" : "de-DE",
                mistake == 8 ? "Mars" : "Europe/Berlin"
            )
            + (mistake == 9 ? ";more" : "")
            + "\r\n";
    }

    private static ILocator Status(Visitor visitor) => visitor.Page.Locator("[data-status]");

    private static async Task SendAsync(Visitor visitor, string name, string content)
    {
        await visitor.GoAsync("/imports/new");
        await visitor
            .Page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = name,
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(content),
                }
            );
        await Expect(visitor.Heading(name)).ToBeVisibleAsync();
        await visitor.AnswersAsync();
        await Expect(Status(visitor)).ToHaveTextAsync("Columns to map");
    }

    private static async Task<string> DownloadAsync(Visitor visitor, Func<Task> click)
    {
        var waiting = visitor.Page.WaitForDownloadAsync();
        await click();
        return await File.ReadAllTextAsync((await (await waiting).PathAsync())!, TestContext.Current.CancellationToken);
    }

    private static Task CheckAsync(Visitor visitor, string what) => Axe.CheckAsync(visitor.Page, what);

    private int Users() =>
        int.Parse(
            Database.Rows(_data.WriteDatabase, "SELECT count(*) FROM AspNetUsers").Single()[0]!,
            CultureInfo.InvariantCulture
        );
}
