using System.Text.Json.Nodes;
using UserAdmin.Web.Api.Rest;

namespace UserAdmin.Web.Tests.Api;

/// <summary>The document of the API, read from the real program.</summary>
public sealed class ApiDocumentTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Document_HasEachEndpoint_AndNothingElse()
    {
        var document = await ReadAsync();

        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        var documented = document["paths"]!
            .AsObject()
            .SelectMany(path =>
                path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}")
            );
        documented.ShouldBe(
            ApiCatalogue.All.Select(endpoint => $"{endpoint.Method} {ApiEndpoint.Base}{endpoint.Route}"),
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Operations_SayWhatTheyTakeAndAnswer()
    {
        var document = await ReadAsync();
        foreach (var endpoint in ApiCatalogue.All)
        {
            var operation = document["paths"]![ApiEndpoint.Base + endpoint.Route]![endpoint.Method.ToLowerInvariant()]!;
            operation["operationId"]!.GetValue<string>().ShouldBe(endpoint.Name);
            operation["summary"]!.GetValue<string>().Length.ShouldBeGreaterThan(10, endpoint.Name);
            operation["description"]!
                .GetValue<string>()
                .ShouldContain(
                    ApiCatalogue.ForEveryKey.Contains(endpoint.Name) ? "Every key may ask." : endpoint.Permission
                );
            var responses = operation["responses"]!.AsObject().Select(one => one.Key).ToList();
            responses.ShouldContain($"{endpoint.Status}");
            responses.ShouldContain("422");
            (operation["responses"]![$"{endpoint.Status}"]!["headers"]?["Link"] is not null).ShouldBe(
                endpoint.Paging != ApiPaging.None && endpoint.Method == "GET",
                endpoint.Name
            );
            operation["responses"]![$"{endpoint.Status}"]!["content"].ShouldNotBeNull(endpoint.Name);
            var parameters = (operation["parameters"]?.AsArray() ?? [])
                .Select(parameter => parameter!["name"]!.GetValue<string>())
                .ToList();
            parameters.ShouldBeUnique();
            foreach (var field in endpoint.Fields.Where(field => field.Source == ApiSource.Route))
            {
                parameters.ShouldContain(field.Parameter, endpoint.Name);
            }

            var body = endpoint
                .Fields.Where(field => field.Source == ApiSource.Body)
                .Select(field => field.Json)
                .ToList();
            if (body.Count > 0)
            {
                var schema = operation["requestBody"]!["content"]!["application/json"]!["schema"]!;
                var properties = Resolve(document, schema)["properties"]!.AsObject().Select(one => one.Key);
                properties.Except(["reason"]).ShouldBe(body, ignoreOrder: true, endpoint.Name);
            }
        }
    }

    [Fact]
    public async Task Texts_AreThoseOfTheMessages()
    {
        var document = await ReadAsync();

        var disable = document["paths"]!["/api/v1/users/{userId}/disable"]!["post"]!;
        disable["summary"]!.GetValue<string>().ShouldContain("account");
        document["components"]!["schemas"]!["UserRow"]!["properties"]!["email"]!["description"]!
            .GetValue<string>()
            .ShouldContain("RFC 5321");
        document["components"]!["securitySchemes"]!["key"]!["scheme"]!.GetValue<string>().ShouldBe("bearer");
        var password = document["components"]!["schemas"]!["SetTemporaryPassword"]!["properties"]!["password"]!;
        password["writeOnly"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task References_LeadSomewhere()
    {
        var document = await ReadAsync();
        var references = new List<string>();
        Walk(document);

        references.Count.ShouldBeGreaterThan(100);
        references.ShouldEachBe(reference => Find(document, reference) != null);

        void Walk(JsonNode? node)
        {
            if (node is JsonObject found)
            {
                foreach (var (name, value) in found)
                {
                    if (name == "$ref")
                    {
                        references.Add(value!.GetValue<string>());
                    }

                    Walk(value);
                }
            }
            else if (node is JsonArray items)
            {
                foreach (var item in items)
                {
                    Walk(item);
                }
            }
        }
    }

    [Fact]
    public async Task Strangers_ReadNeitherTheDocumentNorItsPage()
    {
        using var client = host.Client(null);

        (await client.CallAsync("GET", "openapi.json")).ShouldBe(401, "api.no-key");
        using var page = await client.GetAsync(
            new Uri("docs/api", UriKind.Relative),
            Xunit.TestContext.Current.CancellationToken
        );
        page.Headers.Location!.OriginalString.ShouldContain("account/sign-in");
    }

    private static JsonNode Resolve(JsonNode document, JsonNode schema) =>
        schema["$ref"] is { } reference ? Find(document, reference.GetValue<string>())!
        : schema["oneOf"] is { } some ? Resolve(document, some.AsArray().First(one => one!["$ref"] is not null)!)
        : schema;

    private static JsonNode? Find(JsonNode document, string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode?)document, (node, name) => node?[name]);

    private async Task<JsonNode> ReadAsync()
    {
        using var client = await host.ApplicationAsync();
        var reply = await client.CallAsync("GET", "openapi.json");
        if (Environment.GetEnvironmentVariable("USERADMIN_WRITE_DOCUMENT") is { } path)
        {
            await File.WriteAllTextAsync(path, reply.Text, Xunit.TestContext.Current.CancellationToken);
        }

        reply.Response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, string.Join('\n', host.Log.Lines.TakeLast(3)));
        return reply.Json;
    }
}
