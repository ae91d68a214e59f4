using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using UserAdmin.Tool.Api;

namespace UserAdmin.Web.Tests.Api.Client;

/// <summary>
/// The typed client that is generated from the document, of these tests and of the command line tool.
/// <c>USERADMIN_WRITE_DOCS=1</c> writes it anew.
/// </summary>
public sealed class ApiClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Client_IsWhatTheDocumentMakes()
    {
        using var http = await host.ApplicationAsync();
        var reply = await http.CallAsync("GET", "openapi.json");

        var code = new ClientGenerator(JsonNode.Parse(reply.ShouldBe(200).Text)!).Write();

        if (Environment.GetEnvironmentVariable("USERADMIN_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(PathOfClient(), code, Xunit.TestContext.Current.CancellationToken);
        }

        code.ShouldBe(await File.ReadAllTextAsync(PathOfClient(), Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Client_CreatesReadsEditsAndListsUsers()
    {
        using var http = await host.ApplicationAsync();
        var api = new ApiClient(http);

        var made = await api.CreateUserAsync(
            new CreateUser
            {
                UserName = "typed",
                Email = "typed@example.com",
                DisplayName = "Typed",
            },
            prefer: "wait=10",
            idempotencyKey: "typed"
        );
        made.Status.ShouldBe(201);
        var id = made.Value!.Id!;
        var user = await api.GetUserAsync(id);
        var edited = await api.UpdateUserProfileAsync(
            id,
            user.Headers.ETag!.ToString(),
            new UpdateUserProfile { DisplayName = "Typed twice", Department = "Sales" },
            prefer: "wait=10"
        );
        edited.Status.ShouldBe(200);
        var list = await api.ListUsersAsync(q: "typed", limit: 10);
        list.Value!.Items.Select(row => row.DisplayName).ShouldBe(["Typed twice"]);
        list.Value.Total.ShouldBe(1);
    }

    [Fact]
    public async Task Client_ReadsProblems()
    {
        using var http = await host.ApplicationAsync();
        var api = new ApiClient(http);

        var gone = await api.DisableUserAsync("019aaaaa-0000-7000-8000-000000000000", new DisableUser());

        gone.Status.ShouldBe(404);
        gone.Problem!.Code.ShouldBe("users.not-found");
    }

    private static string PathOfClient([CallerFilePath] string here = "") =>
        Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(here)!, "../../../../src/UserAdmin.Tool/Api/ApiClient.g.cs")
        );
}
