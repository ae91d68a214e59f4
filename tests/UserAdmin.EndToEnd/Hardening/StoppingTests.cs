using System.Net.Sockets;
using System.Text;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>The program stops within seconds, whoever has a page or a download open, and the pages find the next one by themselves.</summary>
public sealed class StoppingTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    [Fact]
    public async Task Stop_WithFourPagesAndAStalledExport_TakesLessThanThreeSecondsAndRecordsTheExportsEnd()
    {
        using var data = new DataFolder();
        (await BuiltProgram.RunAsync("seed", "600", data.Setting)).ExitCode.ShouldBe(0);
        await using var program = await RunningProgram.StartAsync(data, ConsoleFixture.Settings);
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
        program.Lines.Where(line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal)).ShouldBeEmpty();
        Database.Rows(data.WriteDatabase, "SELECT Type FROM EventLog WHERE Type IN ('UsersExportStarted', 'UsersExportEnded') ORDER BY Position")
            .Select(row => row[0]).ShouldBe(["UsersExportStarted", "UsersExportEnded"]);
        Database.Rows(data.WriteDatabase, "SELECT Payload FROM EventLog WHERE Type = 'UsersExportEnded'").ShouldHaveSingleItem()[0]
            .ShouldContain("\"isComplete\":false", Case.Insensitive, "the download was not stalled");

        await program.StartAsync();
        // The pages come back without being touched.
        foreach (var page in visitor.Context.Pages)
        {
            await Expect(page.Locator("[data-interactive=true]").First).ToBeAttachedAsync(new() { Timeout = 30_000 });
            await Expect(page.Locator("#components-reconnect-modal")).Not.ToBeVisibleAsync(new() { Timeout = 30_000 });
        }
    }

    /// <summary>Begins a download over a connection that is never read from, so that the server cannot send any more.</summary>
    private static async Task<TcpClient> StallExportAsync(RunningProgram program, Visitor visitor)
    {
        var form = await visitor.Page.EvaluateAsync<string>(
            """
            async exportId => {
                const token = document.querySelector("input[name=__RequestVerificationToken]").value;
                return new URLSearchParams({ __RequestVerificationToken: token, format: "Csv", columns: "name,user-name,email,state,roles,created,changed,signed-in,phone,title,department,locale,time-zone,external-id,id,given-name,family-name,expires,confirmed,password,two-factor,passkeys,logins", search: "", exportId }).toString();
            }
            """,
            Guid.CreateVersion7().ToString());
        var cookies = string.Join("; ", (await visitor.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));
        var address = new Uri(program.Address);
        var client = new TcpClient { ReceiveBufferSize = 1024 };
        await client.ConnectAsync(address.Host, address.Port);
        var body = Encoding.UTF8.GetBytes(form);
        var head = $"POST /users/export HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n";
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(body);
        var first = new byte[15];
        await stream.ReadExactlyAsync(first);
        Encoding.ASCII.GetString(first).ShouldBe("HTTP/1.1 200 OK");
        await Eventually.HoldsAsync(
            () => Database.Rows(program.Data.WriteDatabase, "SELECT Type FROM EventLog WHERE Type = 'UsersExportStarted'").Count > 0, "the export has begun");
        return client;
    }
}
