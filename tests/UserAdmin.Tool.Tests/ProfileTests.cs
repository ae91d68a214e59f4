using UserAdmin.Web.Tests.Api;

namespace UserAdmin.Tool.Tests;

/// <summary>Where the server and the key come from, and who can read them.</summary>
public sealed class ProfileTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Key = "ua_abcdefghijkl_secret";

    [Fact]
    public async Task Login_TriesTheKey_AndKeepsItForItsOwnerOnly()
    {
        using var tool = await ToolSession.OfAsync(host);
        using var client = await host.ApplicationAsync();
        await client.CreateUserAsync("seen");
        var key = tool.Variables["USERADMIN_KEY"];
        tool.Variables.Clear();
        tool.Typed = key + "\n";

        (await tool.RunAsync("users", "list")).ShouldBe(2, "useradmin login");
        var login = await tool.RunAsync("login", host.Address.ToString(), "--name", "mine");
        login.ShouldBe(0).Out.ShouldNotContain(key);
        (await tool.RunAsync("users", "list")).ShouldBe(0).Out.ShouldContain("seen@example.com");
        (await tool.RunAsync("profile", "list")).ShouldBe(0).Out.ShouldNotContain(key);
        if (!OperatingSystem.IsWindows())
        {
            var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.GetUnixFileMode(Path.Combine(tool.Folder, "profiles.json")).ShouldBe(owner);
            new DirectoryInfo(tool.Folder).UnixFileMode.ShouldBe(owner | UnixFileMode.UserExecute);
        }

        tool.Typed = Key;
        (await tool.RunAsync("login", host.Address.ToString(), "--name", "wrong")).ShouldBe(4);
        (await tool.RunAsync("profile", "list")).Out.ShouldNotContain("wrong");
    }

    [Fact]
    public async Task Login_OfAnApplicationThatMayNotReadUsers_IsPossible()
    {
        using var tool = await ToolSession.OfAsync(host, "roles.read");
        tool.Typed = tool.Variables["USERADMIN_KEY"];
        tool.Variables.Clear();

        (await tool.RunAsync("login", host.Address.ToString())).ShouldBe(0);

        (await tool.RunAsync("roles", "list")).ShouldBe(0);
    }

    /// <summary>Something before the server may answer 403, too; that says nothing about the key.</summary>
    [Theory]
    [InlineData("<html>", "text/html")]
    [InlineData("""{"title":"Not from here.","status":403,"code":"blocked"}""", "application/problem+json")]
    public async Task Login_ThatIsForbiddenForAnotherReason_KeepsNothing(string body, string type)
    {
        using var server = new FakeServer((_, _) => FakeServer.Json(body, 403, type));
        using var tool = new ToolSession { Server = server, Typed = Key };

        (await tool.RunAsync("login", "https://one.example.com")).ShouldBe(4);

        server.Requests.Count.ShouldBe(1);
        (await tool.RunAsync("profile", "list")).ShouldBe(0, "There are no profiles.");
    }

    [Fact]
    public async Task File_ThatOthersCanRead_IsNotUsed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions.");
        using var tool = new ToolSession { Typed = Key };
        await tool.RunAsync("profile", "add", "one", "https://one.example.com", "--no-check");
        var file = Path.Combine(tool.Folder, "profiles.json");

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        (await tool.RunAsync("users", "list")).ShouldBe(2, $"chmod 600 {file}");
        (await tool.RunAsync("profile", "list")).ShouldBe(2);
    }

    [Theory]
    [InlineData("http://console.example.com", "not encrypted")]
    [InlineData("console.example.com", "no address")]
    [InlineData("ftp://console.example.com", "no address")]
    [InlineData("https://ada:secret@console.example.com", "no address")]
    [InlineData("https://console.example.com/?a=b", "no address")]
    public async Task Servers_ThatMustNotGetAKey_AreRefused(string server, string why)
    {
        using var tool = new ToolSession { Typed = Key };

        (await tool.RunAsync("profile", "add", "one", server, "--no-check")).ShouldBe(2, why);
        tool.Use(server, Key);
        (await tool.RunAsync("users", "list")).ShouldBe(2, why);
    }

    [Fact]
    public async Task Key_IsNoArgument_AndNotRepeatedWhenItIsNone()
    {
        using var tool = new ToolSession { Typed = "hunter2" };

        var refused = await tool.RunAsync("profile", "add", "one", "https://one.example.com", "--no-check");
        refused.ShouldBe(2, "no key").Error.ShouldNotContain("hunter2");
        (await tool.RunAsync("profile", "add", "one", "https://one.example.com", "--key", Key)).ShouldBe(2);
        tool.Typed = null;
        (await tool.RunAsync("profile", "add", "one", "https://one.example.com")).ShouldBe(2, "standard input");
        (await tool.RunAsync("profile", "add", "../one", "https://one.example.com")).ShouldBe(2, "no name");
    }

    [Fact]
    public async Task Profile_IsTheNamedOne_ElseTheEnvironment_ElseTheCurrentOne()
    {
        using var server = new FakeServer((_, _) => FakeServer.Json("""{"items":[],"total":0,"next":null}"""));
        using var tool = new ToolSession { Server = server };
        await AddAsync("first", "ua_abcdefghijkl_first");
        await AddAsync("second", "ua_abcdefghijkl_second");

        (await SentAsync()).ShouldBe("https://first.example.com ua_abcdefghijkl_first");
        (await tool.RunAsync("profile", "use", "second")).ShouldBe(0);
        (await SentAsync()).ShouldBe("https://second.example.com ua_abcdefghijkl_second");
        tool.Variables["USERADMIN_KEY"] = "ua_abcdefghijkl_other";
        (await SentAsync()).ShouldBe("https://second.example.com ua_abcdefghijkl_other");
        tool.Variables["USERADMIN_SERVER"] = "https://third.example.com/accounts";
        (await SentAsync()).ShouldBe("https://third.example.com ua_abcdefghijkl_other");
        server.Requests[^1].Request.RequestUri!.AbsolutePath.ShouldBe("/accounts/api/v1/roles");
        (await SentAsync("--profile", "first")).ShouldBe("https://first.example.com ua_abcdefghijkl_first");
        tool.Variables.Remove("USERADMIN_KEY");
        // The key of a profile is not for another server.
        (await tool.RunAsync("roles", "list")).ShouldBe(2, "USERADMIN_KEY");
        (await tool.RunAsync("roles", "list", "--profile", "none")).ShouldBe(2, "There are: first, second.");
        tool.Variables.Clear();
        (await tool.RunAsync("profile", "remove", "second")).ShouldBe(0);
        (await tool.RunAsync("roles", "list")).ShouldBe(2, "No server is known");

        async Task AddAsync(string name, string key)
        {
            tool.Typed = key;
            (await tool.RunAsync("profile", "add", name, $"https://{name}.example.com", "--no-check")).ShouldBe(0);
        }

        async Task<string> SentAsync(params string[] more)
        {
            (await tool.RunAsync(["roles", "list", .. more])).ShouldBe(0);
            var (request, _) = server.Requests[^1];
            var key = request.Headers.Authorization!.Parameter;
            return $"{request.RequestUri!.GetLeftPart(UriPartial.Authority)} {key}";
        }
    }

    [Fact]
    public void Folder_IsWhereTheSystemKeepsSettings()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has a folder of its own.");
        FolderWith(("XDG_CONFIG_HOME", "/etc/mine"), ("HOME", "/home/ada")).ShouldBe("/etc/mine/useradmin");
        FolderWith(("XDG_CONFIG_HOME", "relative"), ("HOME", "/home/ada")).ShouldBe("/home/ada/.config/useradmin");
        FolderWith(("HOME", "/home/ada")).ShouldBe("/home/ada/.config/useradmin");

        static string FolderWith(params (string Name, string Value)[] variables) =>
            ToolEnvironment.ConfigurationFolder(name => variables.FirstOrDefault(one => one.Name == name).Value);
    }
}
