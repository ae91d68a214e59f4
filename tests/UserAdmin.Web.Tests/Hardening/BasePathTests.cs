using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using UserAdmin.Storage;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class BasePathTests
{
    [Theory]
    // Nothing set: the host is the console's.
    [InlineData("", "", "/users/5", "", "/users/5")]
    // The proxy passes the address on as it is.
    [InlineData("/admin/users", "", "/admin/users/users/5", "/admin/users", "/users/5")]
    [InlineData("/admin/users", "", "/admin/users", "/admin/users", "")]
    [InlineData("/users", "", "/users/users", "/users", "/users")]
    // The proxy takes the path off and says so.
    [InlineData("", "/admin/users", "/users/5", "/admin/users", "/users/5")]
    [InlineData("", "/admin/users/", "/users/5", "/admin/users", "/users/5")]
    [InlineData("", "/", "/users/5", "", "/users/5")]
    // Both are set.
    [InlineData("/admin/users", "/admin/users", "/admin/users/users/5", "/admin/users", "/users/5")]
    [InlineData("/admin/users", "/admin/users", "/users/5", "/admin/users", "/users/5")]
    [InlineData("/users", "/admin", "/users/users/5", "/admin/users", "/users/5")]
    // The health is asked for at the node.
    [InlineData("/admin/users", "", "/health/live", "", "/health/live")]
    [InlineData("/admin/users", "", "/admin/users/health/live", "/admin/users", "/health/live")]
    // Elsewhere there is nothing but a page that says so and leads to the console.
    [InlineData("/admin/users", "", "/users/5", "/admin/users", "/status")]
    [InlineData("/admin/users", "", "/admin/users2", "/admin/users", "/status")]
    [InlineData("/admin/users", "", "/Admin/Users/users", "/admin/users", "/status")]
    public async Task Address_IsDivided(string setting, string prefix, string path, string seenBase, string seenPath)
    {
        var http = await DividedAsync(setting, prefix, path);

        (http.Request.PathBase.Value, http.Request.Path.Value).ShouldBe((seenBase, seenPath));
        http.Response.StatusCode.ShouldBe(StatusCodes.Status200OK);
    }

    [Fact]
    public async Task Root_LeadsToTheConsole()
    {
        var http = await DividedAsync("/admin/users", "/outer", "/");

        http.Response.StatusCode.ShouldBe(StatusCodes.Status302Found);
        http.Response.Headers.Location.ToString().ShouldBe("/outer/admin/users/");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/a/../b")]
    [InlineData("/a b")]
    [InlineData("/a;x")]
    [InlineData("/a\"b")]
    public async Task Prefix_ThatIsNoPath_IsRefused(string prefix) =>
        (await DividedAsync("", prefix, "/users")).Response.StatusCode.ShouldBe(StatusCodes.Status400BadRequest);

    [Theory]
    [InlineData("admin/users")]
    [InlineData("/admin/users/")]
    [InlineData("/admin/users?x=1")]
    [InlineData("/admin/users#x")]
    [InlineData("/")]
    [InlineData("//admin")]
    [InlineData("/admin//users")]
    [InlineData("/admin/../users")]
    [InlineData("/./users")]
    [InlineData("/admin users")]
    [InlineData("/admin%20users")]
    [InlineData("/admin\n")]
    [InlineData("https://accounts.example.com/admin")]
    [InlineData("/health/users")]
    [InlineData("/metrics")]
    public void Setting_ThatIsNoPath_StopsTheProgramAndSaysWhatToDo(string value) =>
        Should
            .Throw<StartupException>(() => Web.Startup.Settings.Check(Settings.Of(("UserAdmin:PathBase", value))))
            .Message.ShouldContain("UserAdmin:PathBase has to be a path such as /admin/users");

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/users")]
    [InlineData("/a.b/c-d_e~f/.well")]
    [InlineData("/healthy")]
    [InlineData("")]
    public void Setting_ThatIsAPath_IsTaken(string value)
    {
        var settings = Settings.Of(("UserAdmin:PathBase", value));
        Web.Startup.Settings.Check(settings);

        BasePath.Of(settings).Value.ShouldBe(value);
        BasePath.Below("http://localhost:5080/", settings).ShouldBe("http://localhost:5080" + value);
    }

    [Theory]
    [InlineData("https://accounts.example.com/admin/users", true)]
    [InlineData("https://accounts.example.com/admin/users/", true)]
    [InlineData("https://accounts.example.com/outer/admin/users", true)]
    [InlineData("https://accounts.example.com", false)]
    [InlineData("https://accounts.example.com/users", false)]
    public void PublicUrl_HasToEndWithThePath(string url, bool isRight)
    {
        foreach (var name in new[] { "UserAdmin:PublicUrl", "UserAdmin:Mail:PublicUrl" })
        {
            Action check = () =>
                Web.Startup.Settings.Check(Settings.Of(("UserAdmin:PathBase", "/admin/users"), (name, url)));
            if (isRight)
            {
                check.ShouldNotThrow();
            }
            else
            {
                check.ShouldThrow<StartupException>().Message.ShouldStartWith($"{name} has to end with");
            }
        }
    }

    [Theory]
    [InlineData("http://localhost:5080/admin/users", false)]
    [InlineData("http://localhost:5080;http://*:5081/admin", false)]
    [InlineData("http://localhost:5080/;http://*:5081;http://unix:/run/useradmin.sock;nonsense", true)]
    public void Urls_WithAPath_AreRefused(string urls, bool isRight)
    {
        Action check = () => Web.Startup.Settings.Check(Settings.Of(("urls", urls)));
        if (isRight)
        {
            check.ShouldNotThrow();
        }
        else
        {
            check.ShouldThrow<StartupException>().Message.ShouldContain("UserAdmin:PathBase");
        }
    }

    private static async Task<HttpContext> DividedAsync(string setting, string prefix, string path)
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.PathBase, http.Request.Path) = ("GET", new PathString(prefix), path);
        var settings = Settings.Of(("UserAdmin:PathBase", setting));
        await new BasePath(settings, NullLogger<BasePath>.Instance).DivideAsync(http, _ => Task.CompletedTask);
        return http;
    }
}
