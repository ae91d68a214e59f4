using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>
/// The program stops within seconds even with open pages and downloads, and the pages reconnect to the next one by
/// themselves.
/// </summary>
public sealed class StoppingTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    [Fact]
    public async Task Stop_WithFourPagesAndAStalledExport_TakesLessThanThreeSecondsAndRecordsTheExportsEnd()
    {
        using var data = new DataFolder();
        await using var program = await RunningProgram.StartAsync(data, ConsoleFixture.Settings);
        await FillAsync(data);
        var visitor = await OpenAsync(program.Address);
        await visitor.SignInAsync(_ada);
        foreach (var path in (string[])["/users?q=state:active", "/roles", "/system"])
        {
            var page = await visitor.Context.NewPageAsync();
            await page.GotoAsync(path);
            await Expect(page.Locator("[data-interactive=true]").First).ToBeAttachedAsync();
        }

        using var stalled = await StallExportAsync(program, visitor);

        var (took, exitCode) = await program.StopAsync();

        exitCode.ShouldBe(0);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        program
            .Lines.Where(line =>
                line.Contains("fail:", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
        Database
            .Rows(
                data.WriteDatabase,
                "SELECT Type FROM EventLog WHERE Type IN ('UsersExportStarted', 'UsersExportEnded') ORDER BY Position"
            )
            .Select(row => row[0])
            .ShouldBe(["UsersExportStarted", "UsersExportEnded"]);
        Database
            .Rows(data.WriteDatabase, "SELECT Payload FROM EventLog WHERE Type = 'UsersExportEnded'")
            .ShouldHaveSingleItem()[0]
            .ShouldContain("\"isComplete\":false", Case.Insensitive, "the download was not stalled");

        await program.StartAsync();
        // The pages reconnect without any action by the user.
        foreach (var page in visitor.Context.Pages)
        {
            await Expect(page.Locator("[data-interactive=true]").First).ToBeAttachedAsync(new() { Timeout = 60_000 });
            await Expect(page.Locator("#components-reconnect-modal")).Not.ToBeVisibleAsync(new() { Timeout = 60_000 });
        }
    }

    /// <summary>Creates users with rows so long that an export is larger than the buffers of a connection.</summary>
    private static async Task FillAsync(DataFolder data)
    {
        using var sender = BuiltProgram.Start("send", data.Setting);
        var answers = sender.StandardOutput.ReadToEndAsync();
        var errors = sender.StandardError.ReadToEndAsync();
        static string Long(int length) => new('長', length);
        for (var i = 0; i < 1_200; i++)
        {
            var body = new
            {
                userId = Guid.CreateVersion7().ToString(),
                userName = $"user{i}",
                email = $"user{i}@example.net",
                displayName = Long(200),
                givenName = Long(100),
                familyName = Long(100),
                jobTitle = Long(150),
                department = Long(90),
            };
            await sender.StandardInput.WriteLineAsync(
                JsonSerializer.Serialize(
                    new
                    {
                        id = Guid.CreateVersion7(),
                        command = "CreateUser",
                        body,
                    }
                )
            );
        }

        sender.StandardInput.Close();
        (await answers)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Count(line => line.Contains("accepted", StringComparison.Ordinal))
            .ShouldBe(1_200);
        await errors;
        await sender.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Starts a download over a connection that is never read from, so that the server's writes stall.
    /// </summary>
    private static async Task<TcpClient> StallExportAsync(RunningProgram program, Visitor visitor)
    {
        var form = await visitor.Page.EvaluateAsync<string>(
            """
            async exportId => {
                const token = document.querySelector("input[name=__RequestVerificationToken]").value;
                return new URLSearchParams({
                  __RequestVerificationToken: token, format: "JsonLines",
                  columns: "name,email,given-name,family-name,title,department,id", search: "", exportId }).toString();
            }
            """,
            Guid.CreateVersion7().ToString()
        );
        var cookies = string.Join(
            "; ",
            (await visitor.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}")
        );
        var address = new Uri(program.Address);
        var client = new TcpClient { ReceiveBufferSize = 1024 };
        await client.ConnectAsync(address.Host, address.Port);
        var body = Encoding.UTF8.GetBytes(form);
        var head =
            $"POST /users/export HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: "
            + $"{cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + $"{body.Length}\r\n\r\n";
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(body);
        var first = new byte[15];
        await stream.ReadExactlyAsync(first);
        Encoding.ASCII.GetString(first).ShouldBe("HTTP/1.1 200 OK");
        await Eventually.HoldsAsync(
            () =>
                Database
                    .Rows(program.Data.WriteDatabase, "SELECT Type FROM EventLog WHERE Type = 'UsersExportStarted'")
                    .Count > 0,
            "the export has begun"
        );
        return client;
    }
}
