using System.Buffers.Text;
using System.Security.Cryptography;
using UserAdmin.Account.Commands;
using UserAdmin.Web.Tests.Api;

namespace UserAdmin.Tool.Tests;

/// <summary>Roles, sessions, bulk actions and the activity.</summary>
public sealed class OtherCommandTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Roles_AreListedGivenAndTakenAway()
    {
        using var tool = await ToolSession.OfAsync(host);
        using var client = await host.ApplicationAsync();
        (
            await client.CallAsync(
                "POST",
                "roles",
                new { name = "Support", rolePermissions = Array.Empty<string>() },
                ("Prefer", "wait=10")
            )
        ).ShouldBe(201);
        await client.CreateUserAsync("helper");

        (await tool.RunAsync("roles", "list")).ShouldBe(0).Out.ShouldContain("Support");
        (await tool.RunAsync("users", "assign-role", "helper", "support", "--reason", "Ticket 1"))
            .ShouldBe(0)
            .Out.ShouldContain("helper has the role Support.");
        (await tool.RunAsync("users", "roles", "helper")).ShouldBe(0).Out.ShouldContain("Support");
        (await tool.RunAsync("roles", "members", "Support")).ShouldBe(0).Out.ShouldContain("helper@example.com");
        (await tool.RunAsync("roles", "get", "Support", "--output", "json")).ShouldBe(0).Json["value"]!["memberCount"]!
            .GetValue<int>()
            .ShouldBe(1);
        (await tool.RunAsync("users", "remove-role", "helper", "Support")).ShouldBe(0);
        (await tool.RunAsync("roles", "members", "Support")).ShouldBe(0, "Nothing was found.");
        (await tool.RunAsync("roles", "get", "Nothing")).ShouldBe(3, "Support");
    }

    [Fact]
    public async Task Sessions_AreListedAndEnded()
    {
        using var tool = await ToolSession.OfAsync(host);
        await SignInAsync();
        await SignInAsync();
        var position = await SignInAsync();
        await WaitAsync(position);

        var list = (await tool.RunAsync("sessions", "list", "ada@example.com", "--output", "json")).ShouldBe(0).Json;
        var sessions = list["items"]!.AsArray();
        sessions.Count.ShouldBe(3);
        var one = sessions[0]!["sessionRef"]!.GetValue<string>();
        (await tool.RunAsync("sessions", "list", "ada@example.com")).ShouldBe(0).Out.ShouldContain(one);

        (await tool.RunAsync("sessions", "revoke", "ada@example.com", one)).ShouldBe(0);
        (await tool.RunAsync("sessions", "list", "ada@example.com")).ShouldBe(0).Out.ShouldNotContain(one);
        (await tool.RunAsync("sessions", "revoke", "ada@example.com", one)).ShouldBe(3);
        (await tool.RunAsync("sessions", "revoke", "ada@example.com")).ShouldBe(2, "--all");
        (await tool.RunAsync("sessions", "revoke", "ada@example.com", "--all")).ShouldBe(2, "--yes");
        (await tool.RunAsync("sessions", "revoke", "ada@example.com", "--all", "--yes")).ShouldBe(0);
        (await tool.RunAsync("sessions", "list", "ada@example.com")).ShouldBe(0, "Nothing was found.");
    }

    [Fact]
    public async Task BulkActions_AreListedShownAndCancelled()
    {
        using var tool = await ToolSession.OfAsync(host);
        using var client = await host.ApplicationAsync();
        var user = await client.CreateUserAsync("many");
        var begun = await client.CallAsync(
            "POST",
            "bulk",
            new { action = "disable", userIds = new[] { user } },
            ("Prefer", "wait=10")
        );
        var id = begun.ShouldBe(202).Json["id"]!.GetValue<string>();

        (await tool.RunAsync("bulk", "list")).ShouldBe(0).Out.ShouldContain(id);
        (await tool.RunAsync("bulk", "get", id)).ShouldBe(0).Out.ShouldContain("disable");
        (await tool.RunAsync("bulk", "get", "019aaaaa-0000-7000-8000-000000000000")).ShouldBe(3);
        await ToolSession.UntilAsync(
            async () =>
            {
                var shown = (await tool.RunAsync("bulk", "get", id, "--output", "json")).ShouldBe(0).Json;
                return shown["value"]!["status"]!.GetValue<string>() == "finished";
            },
            "the bulk action is finished"
        );

        (await tool.RunAsync("bulk", "cancel", id)).ShouldBe(5);
    }

    [Fact]
    public async Task Tail_ShowsEachEventOnce_AsItHappens()
    {
        using var tool = await ToolSession.OfAsync(host);
        using var client = await host.ApplicationAsync();
        await client.CreateUserAsync("tailed1");
        using var stop = new CancellationTokenSource();
        var (isFirst, isMore) = (true, false);
        tool.OnOutput = output =>
        {
            isFirst = !output.Contains("tailed1", StringComparison.Ordinal) && isFirst;
            if (!isFirst && !isMore)
            {
                isMore = true;
                _ = Task.Run(async () =>
                {
                    await client.CreateUserAsync("tailed2");
                    await client.CreateUserAsync("tailed3");
                });
            }

            if (output.Contains("tailed3", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        };

        var tail = await tool.RunAsync(["activity", "tail", "-q", "Account created", "-n", "1"], stop.Token);

        tail.ShouldBe(130);
        tail.Lines.Select(line => line.Split("Person ")[1].Split(' ')[0]).ShouldBe(["tailed1", "tailed2", "tailed3"]);
    }

    [Fact]
    public async Task WhoAmI_ShowsTheApplicationAndItsKey()
    {
        using var tool = await ToolSession.OfAsync(host, "users.read");

        var shown = (await tool.RunAsync("whoami")).ShouldBe(0).Out;

        shown.ShouldContain("users.read");
        shown.ShouldContain($"{tool.Variables["USERADMIN_KEY"][3..15]} (Test)");
        shown.ShouldContain("never");
        (await tool.RunAsync("whoami", "--output", "json")).ShouldBe(0).Json["value"]!["key"]!["label"]!
            .GetValue<string>()
            .ShouldBe("Test");
    }

    [Fact]
    public async Task Bulk_IsPreviewed_AskedFor_Started_AndUndone()
    {
        using var tool = await ToolSession.OfAsync(host);
        using var client = await host.ApplicationAsync();
        var id = await client.CreateUserAsync("bulked");
        string[] start = ["bulk", "start", "disable", "--query", "user-name:bulked"];

        (await tool.RunAsync(start)).ShouldBe(2, "disable: 1 change, 0 are so already, 0 cannot be changed.");
        (await StateAsync()).ShouldBe("active");
        var started = (await tool.RunAsync([.. start, "--yes", "--output", "json"])).ShouldBe(0);
        await ToolSession.UntilAsync(async () => await StateAsync() == "disabled", "the account is disabled");
        var batch = started.Json["id"]!.GetValue<string>();
        await ToolSession.UntilAsync(
            async () => (await client.CallAsync("GET", $"bulk/{batch}")).Json["value"]!["isOver"]!.GetValue<bool>(),
            "the bulk action is over"
        );
        (await tool.RunAsync("bulk", "undo", batch, "--reason", "Wrong search")).ShouldBe(2, "1 accounts go back");
        (await tool.RunAsync("bulk", "undo", batch, "--yes", "--reason", "Wrong search"))
            .ShouldBe(0)
            .Out.ShouldContain("useradmin bulk get ");

        await ToolSession.UntilAsync(async () => await StateAsync() == "active", "the account is active again");
        (await tool.RunAsync("bulk", "start", "disable", "-q", "user-name:nobody-at-all", "--yes")).ShouldBe(3);

        async Task<string> StateAsync() =>
            (await client.CallAsync("GET", $"users/{id}")).Json["value"]!["state"]!.GetValue<string>();
    }

    [Fact]
    public async Task EmptyId_InAnAnswer_IsSaid()
    {
        using var server = new FakeServer(
            (_, _) =>
                FakeServer.Json(
                    """{"items":[{"id":"","userName":"ada","email":"a@example.com"}],"total":1,"next":null}"""
                )
        );
        using var tool = ToolSession.Of(server);

        (await tool.RunAsync("users", "disable", "ada")).ShouldBe(1, "has an id that cannot be used");
    }

    [Fact]
    public async Task Activity_IsListed()
    {
        using var tool = await ToolSession.OfAsync(host);
        using var client = await host.ApplicationAsync();
        await client.CreateUserAsync("listed");

        var list = await tool.RunAsync("activity", "list", "--limit", "1", "--output", "json");

        list.ShouldBe(0).Json["items"]!.AsArray().Single()!["what"]!.GetValue<string>().ShouldBe("Account created");
        list.Json["next"].ShouldNotBeNull();
        (await tool.RunAsync("activity", "list", "--limit", "2")).ShouldBe(0, "there are more").Lines.Count.ShouldBe(3);
        using var blind = await ToolSession.OfAsync(host, "users.read");
        (await blind.RunAsync("activity", "tail")).ShouldBe(4);
    }

    private async Task<long> SignInAsync() =>
        await host.SendAsync(
            new SignIn(
                Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)),
                "ada@example.com",
                "correct horse battery staple"
            )
            {
                UserAgent = "Test",
            }
        );

    private async Task WaitAsync(long position)
    {
        using var client = await host.ApplicationAsync();
        var reply = await client.CallAsync("GET", "users?limit=1", null, ("UserAdmin-At-Least", $"{position}"));
        reply.ShouldBe(200).Header("UserAdmin-Stale").ShouldBeNull();
    }
}
