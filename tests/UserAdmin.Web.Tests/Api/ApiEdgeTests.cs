using System.Text.Json.Nodes;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Roles;

namespace UserAdmin.Web.Tests.Api;

/// <summary>What a program needs besides commands and queries: itself, repeated uploads, reading on, its limits.</summary>
public sealed class ApiEdgeTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Me_TellsAnyKeyWhatItOpens()
    {
        using var client = await host.ApplicationAsync(Permissions.UsersDisable);

        var me = (await client.CallAsync("GET", "me")).ShouldBe(200).Json["value"]!;

        me["name"]!.GetValue<string>().ShouldStartWith("Application ");
        Texts(me["permissions"]).ShouldBe([Permissions.UsersDisable, Permissions.UsersUnlock]);
        Texts(me["allowedAddresses"]).ShouldBeEmpty();
        me["requestsPerMinute"]!.GetValue<int>().ShouldBe(ApplicationErrors.MostRequestsPerMinute);
        me["key"]!["label"]!.GetValue<string>().ShouldBe("Test");
        client.DefaultRequestHeaders.Authorization!.Parameter!.ShouldContain(me["key"]!["keyId"]!.GetValue<string>());
        me["key"]!["expiresAt"].ShouldBeNull();
    }

    [Fact]
    public async Task Users_SayTheirState()
    {
        using var client = await host.ApplicationAsync();
        var id = await client.CreateUserAsync("stated");
        var active = await client.CallAsync("GET", $"users/{id}");
        (await client.CallAsync("POST", $"users/{id}/disable", null, ("Prefer", "wait=10"))).ShouldBe(200);

        active.Json["value"]!["state"]!.GetValue<string>().ShouldBe("active");
        var listed = await client.CallAsync("GET", "users?q=stated");
        listed.Json["items"]![0]!["state"]!.GetValue<string>().ShouldBe("disabled");
    }

    [Fact]
    public async Task Upload_Repeated_HasTheFirstAnswer_AndWithAnotherFileIsRefused()
    {
        using var client = await host.ApplicationAsync();
        const string File = "email,name\nrepeated@example.com,Repeated\n";

        var first = await UploadAsync(client, File);
        var again = await UploadAsync(client, File);
        var other = await UploadAsync(client, File + "other@example.com,Other\n");

        first.ShouldBe(202);
        again.ShouldBe(202).Text.ShouldBe(first.Text);
        again.Response.Headers.Location.ShouldBe(first.Response.Headers.Location);
        other.ShouldBe(422, "command-id-reused");
    }

    [Fact]
    public async Task Columns_OfAnImport_HaveTheNamesOfTheApi_InBothDirections()
    {
        using var client = await host.ApplicationAsync();
        var id = (await UploadAsync(client, "email,name\nnamed@example.com,Named\n", "named")).ShouldBe(202).Json[
            "id"
        ]!.GetValue<string>();
        var options = await OptionsAsync(client, id);
        Texts(options["columns"]).ShouldBe(["email", "displayName"]);
        options["matchOn"]!.GetValue<string>().ShouldBe("email");

        options["columns"] = new JsonArray("email", "givenName");
        (await client.CallAsync("PUT", $"imports/{id}/options", new { options }, ("Prefer", "wait=10"))).ShouldBe(200);

        Texts((await OptionsAsync(client, id))["columns"]).ShouldBe(["email", "givenName"]);
    }

    [Fact]
    public async Task Activity_AfterAPosition_IsReadUpward_PageByPage()
    {
        using var client = await host.ApplicationAsync();
        await client.CreateUserAsync("upward0");
        var start = (await client.CallAsync("GET", "activity?limit=1")).Header("UserAdmin-Position");
        var made = new List<string>();
        for (var number = 1; number <= 5; number++)
        {
            made.Add(await client.CreateUserAsync($"upward{number}"));
        }

        var (seen, cursor, pages) = (new List<string>(), "", 0);
        do
        {
            var page = await client.CallAsync(
                "GET",
                $"activity?q=action:UserCreated&after={start}&limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}"
            );
            seen.AddRange(
                page.ShouldBe(200).Json["items"]!.AsArray().Select(row => row!["subjectId"]!.GetValue<string>())
            );
            cursor = page.Json["next"]?.GetValue<string>() ?? "";
            pages++;
        } while (cursor.Length > 0 && pages < 10);

        seen.ShouldBe(made);
        pages.ShouldBe(3);
    }

    [Fact]
    public async Task Bulk_OfScim_CountsItsOperations()
    {
        var (id, key) = (Guid.CreateVersion7().ToString(), NewApplicationKey.Create());
        await host.SendAsync(new CreateApplication(id, "Few", null, [Permissions.UsersRead]) { RequestsPerMinute = 4 });
        await host.SendAsync(new AddApplicationKey(id, key.KeyId, key.Key, "Test"));
        using var client = host.Client(key.Key);
        (await client.CallAsync("GET", "me")).ShouldBe(200);
        (await client.CallAsync("GET", "me")).ShouldBe(200).Header("RateLimit")!.ShouldStartWith("\"key\";r=2;");
        var one = """{"method":"DELETE","path":"/Users/nobody"}""";
        using var body = new StringContent(
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],"
                + $"\"Operations\":[{one},{one},{one}]}}",
            System.Text.Encoding.UTF8,
            "application/scim+json"
        );

        using var refused = await client.PostAsync(
            new Uri("scim/v2/Bulk", UriKind.Relative),
            body,
            Xunit.TestContext.Current.CancellationToken
        );

        ((int)refused.StatusCode).ShouldBe(429);
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(one => one!.GetValue<string>())];

    private static async Task<ApiReply> UploadAsync(HttpClient client, string text, string key = "same")
    {
        using var file = new StringContent(text, System.Text.Encoding.UTF8, "application/octet-stream");
        return await client.CallAsync(
            "POST",
            "imports?fileName=people.csv",
            file,
            ("Prefer", "wait=10"),
            ("Idempotency-Key", key)
        );
    }

    private static async Task<JsonNode> OptionsAsync(HttpClient client, string id)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            var import = (await client.CallAsync("GET", $"imports/{id}")).ShouldBe(200).Json["value"]!;
            if (import["options"] is { } options)
            {
                return options.DeepClone();
            }
        } while (await look.WaitForNextTickAsync(deadline.Token));

        throw new InvalidOperationException("The import was not read.");
    }
}
