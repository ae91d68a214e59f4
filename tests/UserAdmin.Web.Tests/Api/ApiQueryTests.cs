using System.Globalization;
using System.Text.Json.Nodes;

namespace UserAdmin.Web.Tests.Api;

/// <summary>Queries over HTTP, asked of the real program.</summary>
public sealed class ApiQueryTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Requests_WithoutAKeyThatOpens_AreRefused()
    {
        using var none = host.Client(null);
        using var wrong = host.Client("nothing");

        (await none.CallAsync("GET", "users")).ShouldBe(401, "api.no-key");
        (await wrong.CallAsync("GET", "users")).ShouldBe(401, "api.bad-key");
    }

    [Fact]
    public async Task Tag_OfWhatIsKnown_IsAnsweredWithNothing()
    {
        using var client = await host.ApplicationAsync();
        var id = await client.CreateUserAsync("tagged");

        var first = await client.CallAsync("GET", $"users/{id}");
        var tag = first.Header("ETag")!;
        var same = await client.CallAsync("GET", $"users/{id}", null, ("If-None-Match", tag));
        await client.CallAsync("POST", $"users/{id}/disable", null, ("Prefer", "wait=10"));
        var other = await client.CallAsync("GET", $"users/{id}", null, ("If-None-Match", tag));

        tag.ShouldStartWith($"\"{first.Json["value"]!["version"]}.");
        same.ShouldBe(304);
        same.Text.ShouldBeEmpty();
        other.ShouldBe(200).Header("ETag").ShouldNotBe(tag);
    }

    [Fact]
    public async Task Cursors_WalkEachUserOnce_WhileOthersAreCreated()
    {
        using var client = await host.ApplicationAsync();
        var before = new HashSet<string>();
        var made = new List<Task<string>>();
        for (var i = 0; i < 1000; i++)
        {
            made.Add(client.CreateUserAsync($"walked{i}"));
            if (made.Count == 20)
            {
                before.UnionWith(await Task.WhenAll(made));
                made.Clear();
            }
        }

        var (seen, cursor, pages) = (new List<string>(), "", 0);
        do
        {
            var page = await client.CallAsync(
                "GET",
                $"users?q=walked&sort=-email&limit=70{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}"
            );
            page.ShouldBe(200);
            seen.AddRange(page.Json["items"]!.AsArray().Select(user => user!["id"]!.GetValue<string>()));
            cursor = page.Json["next"]?.GetValue<string>() ?? "";
            await client.CreateUserAsync($"walked-late{pages++}");
        } while (cursor.Length > 0);

        pages.ShouldBeGreaterThan(14);
        seen.ShouldBeUnique();
        before.Except(seen).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cursor_OfAnotherList_IsRefused()
    {
        using var client = await host.ApplicationAsync();
        await client.CreateUserAsync("cursor1");
        await client.CreateUserAsync("cursor2");

        var page = await client.CallAsync("GET", "users?q=cursor&limit=1");
        var cursor = page.Json["next"]!.GetValue<string>();

        cursor.ShouldBe(Uri.EscapeDataString(cursor));
        page.Json["total"]!.GetValue<int>().ShouldBe(2);
        (await client.CallAsync("GET", $"users?q=cursor&limit=1&cursor={cursor}")).ShouldBe(200);
        (await client.CallAsync("GET", $"users?q=other&limit=1&cursor={cursor}")).ShouldBe(400, "api.cursor");
        (await client.CallAsync("GET", $"activity?cursor={cursor}")).ShouldBe(400, "api.cursor");
        (await client.CallAsync("GET", "users?cursor=%00")).ShouldBe(400, "api.cursor");
    }

    [Theory]
    [InlineData("users?q=linked&sort=-email&limit=2")]
    [InlineData("users?q=%22%40example%22&limit=2")]
    [InlineData("activity?after=0&limit=3")]
    public async Task Link_OfEachPage_LeadsToTheNextOne_AndTheLastHasNone(string address)
    {
        using var client = await host.ApplicationAsync();
        foreach (var number in Enumerable.Range(0, 3))
        {
            await client.CreateUserAsync($"linked{Guid.CreateVersion7():N}{number}");
        }

        var (path, pages) = (address, 0);
        while (pages < 3)
        {
            var page = await client.CallAsync("GET", path);
            page.ShouldBe(200);
            pages++;
            var next = page.Json["next"]?.GetValue<string>();
            if (next is null)
            {
                page.Header("Link").ShouldBeNull();
                break;
            }

            var link = page.Header("Link").ShouldNotBeNull();
            link.ShouldStartWith("</api/v1/");
            link.ShouldEndWith(">; rel=\"next\"");
            // A client follows it as it is.
            path = link["</api/v1/".Length..link.IndexOf('>', StringComparison.Ordinal)];
            System
                .Web.HttpUtility.ParseQueryString(path[path.IndexOf('?', StringComparison.Ordinal)..])
                .GetValues("cursor")
                .ShouldBe([next]);
        }

        pages.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("users?limit=0", "api.limit")]
    [InlineData("users?limit=201", "api.limit")]
    [InlineData("users?limit=x", "api.limit")]
    [InlineData("users?colour=red", "api.unknown-property")]
    [InlineData("users?at=yesterday", "api.value")]
    [InlineData("mail?status=lost", "api.value")]
    [InlineData("activity/by-day?days=1.5", "api.parameter")]
    public async Task Parameter_ThatIsWrong_IsRefused(string address, string code)
    {
        using var client = await host.ApplicationAsync();

        (await client.CallAsync("GET", address)).ShouldBe(400, code);
    }

    [Fact]
    public async Task Search_WithAnError_HasTheSentenceOfTheSearchBox()
    {
        using var client = await host.ApplicationAsync();

        var reply = await client.CallAsync("GET", "users?q=state:nowhere");

        reply.ShouldBe(422, "users.bad-search");
    }

    [Fact]
    public async Task Answer_ThatIsBehind_SaysSo()
    {
        using var client = await host.ApplicationAsync();

        var ahead = await client.CallAsync("GET", "users?limit=1", null, ("UserAdmin-At-Least", "99999999"));
        var now = await client.CallAsync("GET", "users?limit=1");

        ahead.ShouldBe(200).Header("UserAdmin-Stale").ShouldBe("true");
        long.Parse(ahead.Header("UserAdmin-Position")!, CultureInfo.InvariantCulture).ShouldBeLessThan(99999999);
        now.ShouldBe(200).Header("UserAdmin-Stale").ShouldBeNull();
        (await client.CallAsync("GET", "users", null, ("UserAdmin-At-Least", "soon"))).ShouldBe(400, "api.position");
    }

    /// <summary>Everything can be read: each query that needs no object is asked as it is.</summary>
    [Fact]
    public async Task EachQuery_WithoutParameters_IsAnswered()
    {
        using var client = await host.ApplicationAsync();
        var queries = UserAdmin
            .Web.Api.Rest.ApiCatalogue.All.Where(endpoint =>
                endpoint is { Method: "GET", IsCommand: false }
                && !endpoint.Route.Contains('{')
                && !endpoint.Fields.Any(field => field.IsRequired)
            )
            .ToList();
        queries.Count.ShouldBeGreaterThan(15);

        foreach (var query in queries)
        {
            var reply = await client.CallAsync("GET", query.Route);
            reply.ShouldBe(200);
            (reply.Json["value"] ?? reply.Json["items"]).ShouldNotBeNull(query.Name);
        }
    }

    [Fact]
    public async Task EachQuery_OfAUserOrRole_IsAnswered()
    {
        using var client = await host.ApplicationAsync();
        var id = await client.CreateUserAsync("read");
        var roles = await client.CallAsync("GET", "roles");
        var role = roles.Json["items"]![0]!["id"]!.GetValue<string>();
        var queries = UserAdmin
            .Web.Api.Rest.ApiCatalogue.All.Where(endpoint =>
                endpoint is { Method: "GET", IsCommand: false }
                && (endpoint.Route.Contains("{userId}", StringComparison.Ordinal) || endpoint.Group == "roles")
                && !endpoint.Fields.Any(field => field is { IsRequired: true, Source: Web.Api.Rest.ApiSource.Query })
            )
            .ToList();
        queries.Count.ShouldBeGreaterThan(15);

        foreach (var query in queries)
        {
            var reply = await client.CallAsync(
                "GET",
                query
                    .Route.Replace("{userId}", id, StringComparison.Ordinal)
                    .Replace("{roleId}", role, StringComparison.Ordinal)
            );
            ((int)reply.Response.StatusCode).ShouldBe(200, $"{query.Name}: {reply.Text}");
        }
    }

    [Fact]
    public async Task Export_IsTheFile()
    {
        using var client = await host.ApplicationAsync();
        await client.CreateUserAsync("exported");

        var reply = await client.CallAsync(
            "POST",
            "exports",
            new
            {
                what = new
                {
                    format = "csv",
                    columns = (string[])["email"],
                    search = "exported",
                },
            }
        );

        reply.ShouldBe(200);
        reply.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        reply.Text.ShouldContain("exported@example.com");
    }

    [Fact]
    public async Task Upload_IsAnImportToFollow()
    {
        using var client = await host.ApplicationAsync();
        using var file = new StringContent(
            "email,name\nimported@example.com,Imported\n",
            System.Text.Encoding.UTF8,
            "application/octet-stream"
        );

        var reply = await client.CallAsync("POST", "imports?fileName=people.csv", file, ("Prefer", "wait=10"));

        reply.ShouldBe(202);
        var import = await client.CallAsync(
            "GET",
            reply.Response.Headers.Location!.OriginalString["/api/v1/".Length..],
            null,
            ("UserAdmin-At-Least", reply.Header("UserAdmin-Position")!)
        );
        import.ShouldBe(200).Json["value"]!["fileName"]!.GetValue<string>().ShouldBe("people.csv");
        ((JsonObject)import.Json["value"]!).Count.ShouldBeGreaterThan(5);
    }
}
