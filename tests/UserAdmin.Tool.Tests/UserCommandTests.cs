using System.Globalization;
using System.Text.Json;
using UserAdmin.Tool.Commands;
using UserAdmin.Users;
using UserAdmin.Web.Tests.Api;

namespace UserAdmin.Tool.Tests;

/// <summary>Accounts: found, created, edited, and what is refused.</summary>
public sealed class UserCommandTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Users_AreCreatedFoundEditedAndListed()
    {
        using var tool = await ToolSession.OfAsync(host);

        var made = await CreateAsync(tool, "grace", "--department", "Navy", "--reason", "Joins – on 1 May");
        made.ShouldBe(0).Out.ShouldContain("grace was created with the id ");
        foreach (var name in new[] { "grace", "GRACE@example.com", await IdAsync(tool, "grace") })
        {
            (await tool.RunAsync("users", "get", name)).ShouldBe(0).Out.ShouldContain("grace@example.com");
        }

        (
            await tool.RunAsync(
                "users",
                "update",
                "grace",
                "--display-name",
                "Grace Hopper",
                "--phone-number",
                "+49 30 1234567",
                "--user-name",
                "amazing",
                "--email",
                "amazing@example.com"
            )
        ).ShouldBe(0);
        var read = (await tool.RunAsync("users", "get", "amazing", "--output", "json")).ShouldBe(0).Json["value"]!;
        read["displayName"]!.GetValue<string>().ShouldBe("Grace Hopper");
        read["department"]!.GetValue<string>().ShouldBe("Navy");
        read["phoneNumber"]!.GetValue<string>().ShouldBe("+49 30 1234567");
        read["email"]!.GetValue<string>().ShouldBe("amazing@example.com");
        (await tool.RunAsync("users", "update", "amazing", "--department", "")).ShouldBe(0);
        (await tool.RunAsync("users", "get", "amazing")).ShouldBe(0).Out.ShouldNotContain("department");

        var list = await tool.RunAsync("users", "list", "--query", "amazing", "--columns", "userName,email");
        list.ShouldBe(0).Lines[0].ShouldBe("USER NAME  EMAIL");
        list.Lines[1].ShouldBe("amazing    amazing@example.com");
        list.Error.ShouldContain("1 of 1.");
        (await tool.RunAsync("users", "history", "amazing")).ShouldBe(0).Out.ShouldContain("Joins – on 1 May");
        var permissions = (await tool.RunAsync("users", "permissions", "amazing", "--output", "json")).ShouldBe(0).Json;
        permissions["items"]!.AsArray().Count.ShouldBeGreaterThan(20);
        permissions["items"]!.AsArray().ShouldNotContain(row => row!["isHeld"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Lists_LongerThanAPage_AreWalkedToTheirEnd()
    {
        using var tool = await ToolSession.OfAsync(host);
        foreach (var number in Enumerable.Range(1, 205))
        {
            (await CreateAsync(tool, $"walk{number}")).ShouldBe(0);
        }

        var all = (await tool.RunAsync("users", "list", "-q", "walk", "--all", "--output", "json")).ShouldBe(0).Json;
        all["items"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()).Distinct().Count().ShouldBe(205);
        all["total"]!.GetValue<int>().ShouldBe(205);
        all["next"].ShouldBeNull();
        var some = await tool.RunAsync("users", "list", "-q", "walk", "--limit", "201", "--sort=-createdAt");
        some.ShouldBe(0, "201 of 205.").Lines.Count.ShouldBe(202);
        some.Lines.Count(line => line.StartsWith("USER NAME", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Actions_OnAnAccount_AreDoneAndSaidSo()
    {
        using var tool = await ToolSession.OfAsync(host);
        (await CreateAsync(tool, "acted")).ShouldBe(0);

        await DoAsync("disable", "disabled");
        await DoAsync("enable", "active");
        await DoAsync("lock", "locked", "--until", "2099-01-31T18:00Z");
        await DoAsync("unlock", "active");
        await DoAsync("invite", "invited");
        await DoAsync("resend-invitation", "invited");
        await DoAsync("revoke-invitation", "disabled");
        await DoAsync("enable", "active");
        tool.Typed = "correct horse battery\n";
        await DoAsync("set-password", "active");
        await DoAsync("require-password-change", "active");
        await DoAsync("confirm-email", "active");
        await DoAsync("reset-password", "active");
        await DoAsync("reset-two-factor", "active", "--yes");
        await DoAsync("delete", "deleted", "--yes");
        await DoAsync("restore", "active");
        await DoAsync("delete", "deleted", "--yes");
        (await tool.RunAsync("users", "purge", "acted", "--yes")).ShouldBe(0).Out.ShouldContain("acted is erased.");
        (await tool.RunAsync("users", "get", "acted")).ShouldBe(3, "There is no account");

        async Task DoAsync(string action, string state, params string[] more)
        {
            var done = await tool.RunAsync(["users", action, "acted", "--reason", "Ticket 4711", .. more]);
            done.ShouldBe(0).Out.ShouldContain("acted");
            var shown = (await tool.RunAsync("users", "get", "acted")).ShouldBe(0);
            shown.Lines[0].Split(' ')[^1].ShouldBe(state, action);
        }
    }

    [Fact]
    public async Task Refusals_HaveTheirSentenceAndTheirExitCode()
    {
        using var tool = await ToolSession.OfAsync(host);
        using var reader = await ToolSession.OfAsync(host, "users.read");
        (await CreateAsync(tool, "taken")).ShouldBe(0);
        (await CreateAsync(tool, "other")).ShouldBe(0);

        (await tool.RunAsync("users", "disable", "nobody")).ShouldBe(3, "“nobody”");
        (await reader.RunAsync("users", "disable", "taken")).ShouldBe(4, "permission");
        (await tool.RunAsync("users", "update", "other", "--email", "taken@example.com")).ShouldBe(5, "email: ");
        (await tool.RunAsync("users", "update", "other", "--email", "no address")).ShouldBe(1, "email: ");
        (await tool.RunAsync("users", "unlock", "other")).ShouldBe(0).Out.ShouldContain("nothing changed");
        (await tool.RunAsync("users", "update", "other")).ShouldBe(2, "Say what to change");
        (await tool.RunAsync("users", "create", "--user-name", "x")).ShouldBe(2, "--email");
        (await tool.RunAsync("users", "list", "-q", "state:nowhere")).ShouldBe(1);
        (await tool.RunAsync("users", "list", "--columns", "colour")).ShouldBe(2, "colour");
        (await tool.RunAsync("users", "list", "--limit", "0")).ShouldBe(2, "--limit");
        (await tool.RunAsync("users", "lsit")).ShouldBe(2, "lsit");
        tool.Variables["USERADMIN_KEY"] = "ua_" + new string('a', 12) + "_" + new string('b', 43);
        (await tool.RunAsync("users", "list")).ShouldBe(4);
    }

    [Fact]
    public async Task Update_OfAFieldThatAnotherHasChanged_SaysWhoAndWhatToDo()
    {
        using var tool = await ToolSession.OfAsync(host);
        (await CreateAsync(tool, "stale")).ShouldBe(0);
        var version = await VersionAsync();
        (await tool.RunAsync("users", "update", "stale", "--display-name", "Theirs")).ShouldBe(0);

        var refused = await tool.RunAsync(
            "users",
            "update",
            "stale",
            "--display-name",
            "Mine",
            "--if-version",
            version.ToString(CultureInfo.InvariantCulture)
        );

        refused.ShouldBe(5, "changed this to “Theirs” at 20").Error.ShouldContain("displayName: Application ");
        var offered = refused.Error.Split("--if-version ")[1].Split('.')[0];
        (await tool.RunAsync("users", "update", "stale", "--display-name", "Mine", "--if-version", offered)).ShouldBe(
            0
        );
        (await tool.RunAsync("users", "get", "stale")).Out.ShouldContain("Mine");

        async Task<long> VersionAsync() =>
            (await tool.RunAsync("users", "get", "stale", "--output", "json")).Json["value"]![
                "version"
            ]!.GetValue<long>();
    }

    [Fact]
    public async Task Deletion_IsAskedFor_AndRefusedWhereNobodyCanAnswer()
    {
        using var tool = await ToolSession.OfAsync(host);
        (await CreateAsync(tool, "kept")).ShouldBe(0);

        (await tool.RunAsync("users", "delete", "kept")).ShouldBe(2, "--yes");
        (tool.IsTerminal, tool.Typed) = (true, "no\n");
        (await tool.RunAsync("users", "delete", "kept")).ShouldBe(1, "Delete kept (Person kept)? [y/N]");
        (await tool.RunAsync("users", "get", "kept")).ShouldBe(0).Lines[0].ShouldEndWith("active");
        tool.Typed = "y\n";
        (await tool.RunAsync("users", "delete", "kept")).ShouldBe(0);
        (await tool.RunAsync("users", "get", "kept")).ShouldBe(0).Lines[0].ShouldEndWith("deleted");
    }

    [Fact]
    public async Task Name_OfTwoAccounts_IsNotGuessed()
    {
        using var tool = await ToolSession.OfAsync(host);
        (await CreateAsync(tool, "double@example.net")).ShouldBe(0);
        (await CreateAsync(tool, "second", "--email", "double@example.net")).ShouldBe(0);

        var refused = await tool.RunAsync("users", "disable", "double@example.net");

        refused.ShouldBe(1, "means several accounts");
        refused.Error.Split('\n').Count(line => line.Contains("  second  ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Key_ThatIsSentTwice_ChangesOnce()
    {
        using var tool = await ToolSession.OfAsync(host);

        var first = await CreateAsync(tool, "once", "--idempotency-key", "import-1-row-7");
        var again = await CreateAsync(tool, "once", "--idempotency-key", "import-1-row-7");

        first.ShouldBe(0);
        again.ShouldBe(0).Out.ShouldBe(first.Out);
    }

    [Fact]
    public async Task Update_WithAKey_NeedsTheVersion_AndIsRepeatable()
    {
        using var tool = await ToolSession.OfAsync(host);
        (await CreateAsync(tool, "keyed")).ShouldBe(0);
        string[] update = ["users", "update", "keyed", "--display-name", "New", "--idempotency-key", "ticket-4711"];
        var version = (await tool.RunAsync("users", "get", "keyed", "--output", "json")).Json["value"]!["version"]!;

        (await tool.RunAsync(update)).ShouldBe(2, "--if-version");
        var first = (await tool.RunAsync([.. update, "--if-version", $"{version}"])).ShouldBe(0);
        (await tool.RunAsync([.. update, "--if-version", $"{version}"])).ShouldBe(0).Out.ShouldBe(first.Out);
    }

    [Fact]
    public void State_IsThatOfTheCore()
    {
        var now = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        DateTimeOffset?[] moments = [null, now.AddDays(-1), now.AddDays(1)];
        var seen = new HashSet<string>();
        foreach (var deleted in moments)
        foreach (var disabled in moments)
        foreach (var locked in moments)
        foreach (var invited in moments)
        {
            var row = new UserRow();
            Set(row, nameof(UserRow.DeletedAt), deleted);
            Set(row, nameof(UserRow.DisabledAt), disabled);
            Set(row, nameof(UserRow.LockedUntil), locked);
            Set(row, nameof(UserRow.InvitedAt), invited);
            var json = JsonSerializer.SerializeToElement(row, JsonSerializerOptions.Web);
            var state = UserCommands.StateOf(json, now);

            state.ShouldBe(row.StateAt(now).ToString().ToLowerInvariant());
            seen.Add(state);
        }

        seen.Count.ShouldBe(Enum.GetValues<UserState>().Length);

        // Only projections may.
        static void Set(UserRow row, string property, DateTimeOffset? value) =>
            typeof(UserRow).GetProperty(property)!.SetValue(row, value);
    }

    private static Task<ToolReply> CreateAsync(ToolSession tool, string name, params string[] more) =>
        tool.RunAsync([
            "users",
            "create",
            "--user-name",
            name,
            .. more.Contains("--email")
                ? Array.Empty<string>()
                : ["--email", name.Contains('@') ? $"own.{name}" : $"{name}@example.com"],
            "--display-name",
            $"Person {name}",
            .. more,
        ]);

    private static async Task<string> IdAsync(ToolSession tool, string name) =>
        (await tool.RunAsync("users", "get", name, "--output", "json")).Json["value"]!["id"]!.GetValue<string>();
}
