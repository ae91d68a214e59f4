using UserAdmin.Tool.Api;

namespace UserAdmin.Tool.Tests;

/// <summary>What is refused on the command line, so that nothing else is asked of the server than was typed.</summary>
public sealed class CheckedTextTests
{
    private const string User =
        """{"id":"019aaaaa-0000-7000-8000-000000000000","userName":"eve","displayName":"Eve","email":"e@e.example"}""";

    [Theory]
    [InlineData("sessions revoke grace", "session")]
    [InlineData("sessions list", "user")]
    [InlineData("users get", "user")]
    [InlineData("users disable", "user")]
    [InlineData("users assign-role grace", "role")]
    [InlineData("roles get", "role")]
    [InlineData("bulk get", "id")]
    [InlineData("bulk cancel", "id")]
    [InlineData("imports get", "id")]
    [InlineData("imports rows", "id")]
    [InlineData("imports apply", "id")]
    [InlineData("imports cancel", "id")]
    public async Task Arguments_ThatNameNothing_AreRefused(string command, string argument)
    {
        using var server = Empty();
        using var tool = ToolSession.Of(server);

        foreach (var nothing in new[] { "", " ", ".", ".." })
        {
            (await tool.RunAsync([.. command.Split(' '), nothing])).ShouldBe(2, $"<{argument}> is empty");
        }

        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Client_DoesNotSendAnAddressWithoutTheId(string nothing)
    {
        using var server = Empty();
        using var http = new HttpClient(server) { BaseAddress = new("https://console.example.com") };
        var api = new ApiClient(http);

        await Should.ThrowAsync<ArgumentException>(() => api.EndSessionAsync("grace", nothing));
        await Should.ThrowAsync<ArgumentException>(() => api.GetImportAsync(nothing));

        server.Requests.ShouldBeEmpty();
        await api.ListImportReasonsAsync("a/../b");
        server.Requests[0].Request.RequestUri!.AbsolutePath.ShouldBe("/api/v1/imports/a%2F..%2Fb/reasons");
    }

    [Fact]
    public async Task Keys_ThatAHeaderCannotHave_AreRefused()
    {
        using var server = Empty();
        using var tool = ToolSession.Of(server);

        foreach (var key in new[] { "", " ", " a", "Mai–Import", "ä", "a\nb", "a\tb", "\u007f", new string('k', 201) })
        {
            (await DisableAsync(key)).ShouldBe(2, "--idempotency-key takes 1 to 200 characters");
        }

        server.Requests.ShouldBeEmpty();
        foreach (var key in new[] { "a", "Import of May, row 7~!", new string('k', 200) })
        {
            await DisableAsync(key);
            server.Requests[^1].Request.Headers.GetValues("Idempotency-Key").ShouldBe([key]);
        }

        Task<ToolReply> DisableAsync(string key) => tool.RunAsync("bulk", "cancel", "one", "--idempotency-key", key);
    }

    /// <summary>Nor is a deleted account taken instead of one that was not reached.</summary>
    [Fact]
    public async Task Account_AmongTooManyAlike_IsNotSaidToBeMissing()
    {
        using var server = new FakeServer(
            (request, _) =>
                request.RequestUri!.AbsolutePath.EndsWith("/users", StringComparison.Ordinal)
                    ? FakeServer.Json($$"""{"items":[{{User}}],"total":5000,"next":"more"}""")
                    : FakeServer.Json(
                        """{"title":"There is none.","status":404,"code":"x"}""",
                        404,
                        "application/problem+json"
                    )
        );
        using var tool = ToolSession.Of(server);

        (await tool.RunAsync("users", "get", "e")).ShouldBe(1, "Say the id");

        var searches = server.Requests.Where(one => one.Request.RequestUri!.Query.Length > 0).ToList();
        searches.Count.ShouldBe(5);
        searches.ShouldNotContain(one => one.Request.RequestUri!.Query.Contains("deleted"));
    }

    private static FakeServer Empty() => new((_, _) => FakeServer.Json("""{"items":[],"total":0,"next":null}"""));
}
