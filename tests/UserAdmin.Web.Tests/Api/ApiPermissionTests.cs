using UserAdmin.Roles;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Tests.Api;

/// <summary>What applications may do: the same rules as for people.</summary>
public sealed class ApiPermissionTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task MissingPermission_IsRefused_AndChangesNothing()
    {
        using var reader = await host.ApplicationAsync(Permissions.UsersRead);
        using var all = await host.ApplicationAsync();
        var id = await all.CreateUserAsync("guarded");

        var refused = await reader.CallAsync("POST", $"users/{id}/disable");
        var allowed = await reader.CallAsync("GET", $"users/{id}");
        var query = await reader.CallAsync("GET", "settings/policy");

        refused.ShouldBe(403, "not-permitted");
        refused.Json["title"]!.GetValue<string>().ShouldContain(Permissions.UsersDisable);
        allowed.ShouldBe(200);
        query.ShouldBe(403, "not-permitted");
        (await host.AskAsync(new GetUser(id))).DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Acts_StandInTheHistoryUnderTheApplicationsName()
    {
        using var client = await host.ApplicationAsync();
        var id = await client.CreateUserAsync("acted-on");

        var history = await client.CallAsync("GET", $"users/{id}/history");

        history.Json["items"]![0]!["actorName"]!.GetValue<string>().ShouldStartWith("Application ");
    }

    [Fact]
    public async Task KeyOfOneApplication_IsNotTheIdOfAnothersCommand()
    {
        using var one = await host.ApplicationAsync();
        using var two = await host.ApplicationAsync();
        object Body(string name) =>
            new
            {
                userName = name,
                email = $"{name}@example.com",
                displayName = name,
            };

        var first = await one.CallAsync("POST", "users", Body("first-of-two"), ("Idempotency-Key", "monday"));
        var second = await two.CallAsync("POST", "users", Body("second-of-two"), ("Idempotency-Key", "monday"));

        first.ShouldBe(201);
        second.ShouldBe(201);
        second.Json["id"]!.GetValue<string>().ShouldNotBe(first.Json["id"]!.GetValue<string>());
    }
}
