using System.Net;

namespace UserAdmin.Tool.Tests;

/// <summary>What is done when the server is busy, gone or somebody else, and what may reach a terminal.</summary>
public sealed class SendingTests
{
    private const string User =
        """{"id":"019aaaaa-0000-7000-8000-000000000000","userName":"eve","displayName":"NAME","email":"e@e.example"}""";

    private const string Done = """{"position":12,"changed":true,"id":null}""";

    [Fact]
    public async Task Command_ThatIsRepeated_CarriesTheSameKeyAndBody()
    {
        using var server = new FakeServer(
            (request, count) =>
                request.Method == HttpMethod.Get
                    ? List()
                    : count switch
                    {
                        2 => Busy(seconds: 7),
                        3 => throw new HttpRequestException(HttpRequestError.ResponseEnded),
                        4 => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
                        _ => FakeServer.Json(Done),
                    }
        );
        using var tool = ToolSession.Of(server);

        (await tool.RunAsync("users", "disable", "eve", "--reason", "Ticket – 1")).ShouldBe(0, "used up its requests");

        var sent = server.Requests.Where(one => one.Request.Method == HttpMethod.Post).ToList();
        sent.Count.ShouldBe(4);
        sent.Select(one => one.Body).Distinct().ShouldBe(["{}"]);
        var key = sent.Select(one => one.Request.Headers.GetValues("Idempotency-Key").Single()).Distinct().Single();
        Guid.TryParse(key, out _).ShouldBeTrue();
        sent[0].Request.Headers.GetValues("UserAdmin-Reason").ShouldBe(["Ticket%20%E2%80%93%201"]);
        tool.Pauses.ShouldBe([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]);
    }

    [Fact]
    public async Task Requests_AreGivenUp_AfterFiveTriesOrAPauseThatIsTooLong()
    {
        using var busy = new FakeServer((_, _) => Busy(seconds: 1));
        using var closed = new FakeServer((_, _) => Busy(seconds: 3600));
        using var gone = new FakeServer(
            (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused")
        );
        using var tool = ToolSession.Of(busy);

        (await tool.RunAsync("users", "list")).ShouldBe(6, "Too many requests.");
        busy.Requests.Count.ShouldBe(5);
        tool.Server = closed;
        (await tool.RunAsync("users", "list")).ShouldBe(6, "Too many requests.");
        closed.Requests.Count.ShouldBe(1);
        tool.Server = gone;
        (await tool.RunAsync("users", "list")).ShouldBe(6, "The server cannot be reached: Connection refused");
        gone.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Server_ThatIsSomethingElse_IsSaidToBe()
    {
        using var page = new FakeServer((_, _) => FakeServer.Json("<html>", 404, "text/html"));
        using var welcome = new FakeServer((_, _) => FakeServer.Json("<html>", 200, "text/html"));
        using var moved = new FakeServer(
            (_, _) =>
                new HttpResponseMessage(HttpStatusCode.Moved)
                {
                    Headers = { Location = new("https://new.example.com/") },
                }
        );
        using var tool = ToolSession.Of(page);

        (await tool.RunAsync("roles", "list")).ShouldBe(3, "not as a UserAdmin does");
        tool.Server = welcome;
        (await tool.RunAsync("roles", "list")).ShouldBe(1, "cannot be read");
        tool.Server = moved;
        (await tool.RunAsync("roles", "list")).ShouldBe(1, "https://new.example.com/");
    }

    [Theory]
    [InlineData("\\u001b]0;owned\\u0007\\u001b[2J")]
    [InlineData("a\\u009b31mb")]
    [InlineData("a\\u202egnp.exe")]
    [InlineData("two\\r\\nlines\\u2028")]
    [InlineData("a\u009bb\u202ec")]
    public async Task Names_NeverReachTheTerminalAsMoreThanText(string name)
    {
        using var server = new FakeServer((_, _) => List(name));
        using var tool = ToolSession.Of(server);
        tool.Width = 100;

        foreach (string[] command in new[] { ["users", "list"], new[] { "users", "list", "--output", "json" } })
        {
            var reply = (await tool.RunAsync([.. command, "--no-color"])).ShouldBe(0);
            reply.Out.ShouldContain("eve");
            (reply.Out + reply.Error)
                .Where(character =>
                    (char.IsControl(character) && character != '\n')
                    || "\u202a\u202b\u202c\u202d\u202e\u2028\u2066".Contains(character)
                )
                .ShouldBeEmpty();
        }

        (await tool.RunAsync("users", "list", "--output", "json")).Json["items"]![0]!["displayName"]!
            .GetValue<string>()
            .ShouldBe(System.Text.Json.JsonSerializer.Deserialize<string>($"\"{name}\""));
    }

    [Fact]
    public async Task Sentences_WithNamesInThem_AreCleaned()
    {
        using var server = new FakeServer(
            (request, _) =>
                request.Method == HttpMethod.Get
                    ? List("\\u001b[2J")
                    : FakeServer.Json(
                        """{"title":"","status":422,"code":"","errors":[{"message":"\u001b[2J","field":"email"}]}""",
                        422,
                        "application/problem+json"
                    )
        );
        using var tool = ToolSession.Of(server);
        (tool.IsTerminal, tool.Typed) = (true, "y");

        var refused = await tool.RunAsync("users", "delete", "eve");

        refused.ShouldBe(1, "email: \uFFFD[2J").Error.ShouldNotContain('\u001b');
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public async Task Tables_FitTheTerminal(int width)
    {
        using var server = new FakeServer(
            (_, _) => List("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字")
        );
        using var tool = ToolSession.Of(server);
        tool.Width = width;

        var table = (await tool.RunAsync("users", "list", "--no-color")).ShouldBe(0);
        table.Lines.Count.ShouldBe(2);
        table.Lines.Select(Cells).Max().ShouldBeInRange(width / 2, width);
        table.Lines[1].ShouldContain("…");
        tool.Width = null;
        (await tool.RunAsync("users", "list")).Lines[1].ShouldNotContain("…");

        // Chinese characters are two cells wide (Unicode Standard Annex 11).
        static int Cells(string line) => line.Sum(character => character is >= '\u4e00' and <= '\u9fff' ? 2 : 1);
    }

    [Fact]
    public async Task Titles_AreBold_UnlessColoursAreOff()
    {
        using var server = new FakeServer((_, _) => List());
        using var tool = ToolSession.Of(server);
        tool.Width = 80;

        (await tool.RunAsync("users", "list")).Out.ShouldContain("\u001b[1m");
        (await tool.RunAsync("users", "list", "--no-color")).Out.ShouldNotContain("\u001b");
        tool.Variables["NO_COLOR"] = "1";
        (await tool.RunAsync("users", "list")).Out.ShouldNotContain("\u001b");
    }

    private static HttpResponseMessage Busy(int seconds)
    {
        var busy = FakeServer.Json(
            """{"title":"Too many requests.","status":429,"code":"api.too-many"}""",
            429,
            "application/problem+json"
        );
        busy.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return busy;
    }

    private static HttpResponseMessage List(string name = "Eve") =>
        FakeServer.Json(
            $$"""{"items":[{{User.Replace("NAME", name, StringComparison.Ordinal)}}],"total":1,"next":null}"""
        );
}
