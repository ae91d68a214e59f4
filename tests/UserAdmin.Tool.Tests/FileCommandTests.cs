using UserAdmin.Web.Tests.Api;

namespace UserAdmin.Tool.Tests;

/// <summary>Imports and exports.</summary>
public sealed class FileCommandTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Import_IsPreviewed_AndAppliedWhenAskedFor()
    {
        using var tool = await ToolSession.OfAsync(host);
        var path = tool.File("people.csv");
        await File.WriteAllTextAsync(
            path,
            "Email,Name,User name\nnew1@example.com,New 1,new1\nnew2@example.com,New 2,new2\n"
        );

        var preview = await tool.RunAsync("imports", "start", path);
        preview.ShouldBe(0, "The preview: 2 created, 0 changed, 0 unchanged, 0 refused.");
        preview.Error.ShouldContain("The column “Email” is Email.");
        (await tool.RunAsync("users", "get", "new1")).ShouldBe(3);
        var id = preview.Out.Trim().Split(' ')[^1];
        (await tool.RunAsync("imports", "get", id)).ShouldBe(0).Out.ShouldContain("2 created");
        (await tool.RunAsync("imports", "rows", id)).ShouldBe(0, "2 of 2.");
        (await tool.RunAsync("imports", "apply", id, "--reason", "New starters"))
            .ShouldBe(0)
            .Out.ShouldContain("Applied: 2 created");
        (await tool.RunAsync("users", "get", "new1")).ShouldBe(0);
        (await tool.RunAsync("imports", "apply", id)).ShouldBe(5);

        var again = await tool.RunAsync(
            "imports",
            "start",
            path,
            "--apply",
            "--mode",
            "createOnly",
            "--output",
            "json"
        );
        again.ShouldBe(1, "Refused rows: 2.").Json["value"]!["status"]!.GetValue<string>().ShouldBe("finished");
        (await tool.RunAsync("imports", "list")).ShouldBe(0).Out.ShouldContain("people.csv");
    }

    [Fact]
    public async Task Import_ThatIsRunAgainWithItsKey_GoesOnFromWhereItIs()
    {
        using var tool = await ToolSession.OfAsync(host);
        var path = tool.File("again.csv");
        await File.WriteAllTextAsync(path, "Email,Name,User name\nagain@example.com,Again,again\n");

        var first = (await StartAsync()).ShouldBe(0, "The preview: 1 created");
        var second = (await StartAsync()).ShouldBe(0, "The preview: 1 created");
        second.Out.ShouldBe(first.Out);
        // Not the import of the key; it is not cancelled either.
        (await StartAsync("--mode", "updateOnly")).ShouldBe(5, "other options");
        foreach (string[] more in new string[][] { ["--apply"], ["--apply"], [] })
        {
            (await StartAsync(more)).ShouldBe(0).Out.ShouldContain("Applied: 1 created");
        }

        var id = first.Out.Trim().Split(' ')[^1];
        var history = (await tool.RunAsync("users", "history", "again", "--output", "json")).ShouldBe(0).Json;
        history["items"]!.AsArray().Count(row => row!["what"]!.GetValue<string>() == "Account created").ShouldBe(1);
        (await tool.RunAsync("imports", "apply", id)).ShouldBe(5);
        await File.AppendAllTextAsync(path, "more@example.com,More,more\n");
        (await StartAsync()).ShouldBe(5, "another file");

        Task<ToolReply> StartAsync(params string[] more) =>
            tool.RunAsync(["imports", "start", path, "--idempotency-key", "starters-may", .. more]);
    }

    /// <summary>Run again while the first run's import is at work, which a real server is for moments only.</summary>
    [Theory]
    [InlineData("previewing", "previewed", "The preview: ")]
    [InlineData("previewing", "finished", "Previewing …")]
    [InlineData("running", "finished", "Running …")]
    public async Task Import_ThatIsAtWork_IsWaitedFor(string now, string then, string told)
    {
        var gets = 0;
        using var server = new FakeServer(
            (request, _) =>
                FakeServer.Json(
                    request.Method != HttpMethod.Get ? """{"position":1,"changed":true,"id":"one"}"""
                    : request.RequestUri!.AbsolutePath.EndsWith("/reasons", StringComparison.Ordinal)
                        ? """{"items":[],"total":0,"next":null}"""
                    : $$"""{"value":{"importId":"one","status":"{{(++gets < 4 ? now : then)}}","options":{} } }"""
                )
        );
        using var tool = ToolSession.Of(server);
        var path = tool.File("people.csv");
        await File.WriteAllTextAsync(path, "Email\n");

        (await tool.RunAsync("imports", "start", path, "--idempotency-key", "k")).ShouldBe(0, told);

        gets.ShouldBeGreaterThan(3);
        // The upload; nothing is configured, started or cancelled again.
        server.Requests.Count(one => one.Request.Method != HttpMethod.Get).ShouldBe(1);
    }

    [Fact]
    public async Task Import_WithRowsThatAreRefused_SaysWhichAndWhy()
    {
        using var tool = await ToolSession.OfAsync(host);
        var path = tool.File("people.csv");
        await File.WriteAllTextAsync(
            path,
            "Email,Name,User name\nright@example.com,Right,right\nnowhere,Wrong,wrong\n"
        );

        var preview = await tool.RunAsync("imports", "start", path, "--match-on", "UserName");
        preview.ShouldBe(1, "Refused rows: 1.").Out.ShouldContain("Enter an email address");
        var id = preview.Error.Split("imports rows ")[1].Split(' ')[0];
        var rows = await tool.RunAsync("imports", "rows", id, "--verdict", "refused");
        rows.ShouldBe(0, "1 of 1.").Out.ShouldContain("Enter an email address");
        (await tool.RunAsync("imports", "cancel", id)).ShouldBe(0);
        (await tool.RunAsync("imports", "apply", id)).ShouldBe(5);
        (await tool.RunAsync("imports", "start", tool.File("none.csv"))).ShouldBe(2, "There is no file");
        (await tool.RunAsync("imports", "start", path, "--match-on", "colour")).ShouldBe(1);
    }

    [Fact]
    public async Task Export_IsWrittenOnce_AndForItsOwnerOnly()
    {
        using var tool = await ToolSession.OfAsync(host);
        using var client = await host.ApplicationAsync();
        await client.CreateUserAsync("exported");
        var path = tool.File("users.csv");

        var made = await tool.RunAsync("exports", "create", "-o", path, "-q", "exported", "--columns", "email,name");
        made.ShouldBe(0).Out.ShouldContain(path);
        (await File.ReadAllTextAsync(path)).ShouldContain("exported@example.com,Person exported");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await tool.RunAsync("exports", "create", "-o", path)).ShouldBe(2, "--force");
        (await tool.RunAsync("exports", "create", "-o", path, "--force", "--sort=-email")).ShouldBe(0);
        (await tool.RunAsync("exports", "create", "-o", tool.File("users.doc"))).ShouldBe(2, "--format");
        (await tool.RunAsync("exports", "create", "-o", tool.File("new.xlsx"), "--columns", "colour")).ShouldBe(1);
        Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName).ShouldBe(["users.csv"]);
    }

    [Fact]
    public async Task Export_ThatBreaksOff_LeavesNoFile()
    {
        using var server = new FakeServer(
            (_, _) => new HttpResponseMessage { Content = new StreamContent(new Broken()) }
        );
        using var tool = ToolSession.Of(server);
        var path = tool.File("users.csv");
        await File.WriteAllTextAsync(path, "of yesterday");

        (await tool.RunAsync("exports", "create", "-o", path, "--force")).ShouldBe(6, "broke off");

        Directory.GetFiles(Path.GetDirectoryName(path)!).ShouldBe([path]);
        (await File.ReadAllTextAsync(path)).ShouldBe("of yesterday");
        // A second request would be answered with a refusal: this export was begun.
        server.Requests.Count.ShouldBe(1);
    }

    private sealed class Broken : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new HttpIOException(HttpRequestError.ResponseEnded);
    }
}
