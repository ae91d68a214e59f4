using Microsoft.AspNetCore.Http;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class HostCookiesTests
{
    [Fact]
    public async Task Cookie_UnderHttps_IsSentAsAHostCookie()
    {
        var http = await RequestAsync("https");
        http.Response.Cookies.Append("useradmin", "value", new CookieOptions { HttpOnly = true, Path = "/" });

        http.Response.Headers.SetCookie.ToString().ShouldBe("__Host-useradmin=value; path=/; secure; httponly");
    }

    [Fact]
    public async Task Cookie_ForPartOfTheConsole_IsSentForAllOfIt()
    {
        var http = await RequestAsync("https");
        http.Response.Cookies.Append(
            "useradmin-step",
            "value",
            new CookieOptions { Path = "/account", Domain = "example" }
        );

        http.Response.Headers.SetCookie.ToString().ShouldBe("__Host-useradmin-step=value; path=/; secure");
    }

    [Fact]
    public async Task Cookie_OfSomeoneElse_KeepsItsNameAndPath()
    {
        var http = await RequestAsync("https");
        http.Response.Cookies.Append(
            ".AspNetCore.Correlation.x",
            "value",
            new CookieOptions { Path = "/account/external/work/callback" }
        );

        http.Response.Headers.SetCookie.ToString()
            .ShouldBe(".AspNetCore.Correlation.x=value; path=/account/external/work/callback; secure");
    }

    [Fact]
    public async Task Cookie_Deleted_IsTheOneThatWasSent()
    {
        var http = await RequestAsync("https");
        http.Response.Cookies.Delete("useradmin", new CookieOptions { Path = "/" });

        http.Response.Headers.SetCookie.ToString().ShouldStartWith("__Host-useradmin=; expires=");
        http.Response.Headers.SetCookie.ToString().ShouldContain("secure");
    }

    [Fact]
    public async Task Cookie_UnderHttps_IsReadByItsPlainName()
    {
        var cookies = (await RequestAsync("https", "__Host-useradmin=mine; theme=dark")).Request.Cookies;

        cookies["useradmin"].ShouldBe("mine");
        cookies["theme"].ShouldBe("dark");
        cookies
            .Select(cookie => (cookie.Key, cookie.Value))
            .ShouldBe([("useradmin", "mine"), ("theme", "dark")], ignoreOrder: true);
    }

    [Fact]
    public async Task Cookie_PlantedByAnotherHost_IsNotRead()
    {
        var cookies = (await RequestAsync("https", "useradmin=planted; useradmin-form=planted")).Request.Cookies;

        cookies["useradmin"].ShouldBeNull();
        cookies.ContainsKey("useradmin-form").ShouldBeFalse();
        cookies.TryGetValue("useradmin-form", out _).ShouldBeFalse();
        cookies.Keys.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cookie_WithoutHttps_KeepsItsName()
    {
        var http = await RequestAsync("http", "useradmin=mine");
        http.Response.Cookies.Append("useradmin", "value");

        http.Request.Cookies["useradmin"].ShouldBe("mine");
        http.Response.Headers.SetCookie.ToString().ShouldStartWith("useradmin=value");
    }

    [Fact]
    public async Task Cookie_BelowAPath_IsAHostCookieThatNamesThePath()
    {
        var http = await RequestAsync("https", pathBase: "/admin/users");
        http.Response.Cookies.Append("useradmin", "value", new CookieOptions { Path = "/admin/users" });

        http.Response.Headers.SetCookie.ToString().ShouldBe("__Host-useradmin!admin!users=value; path=/; secure");
    }

    [Fact]
    public async Task Language_BelowAPath_IsThatConsolesOwn()
    {
        var http = await RequestAsync("https", "language=fr; language!a=de; language!b=en", "/a");
        http.Response.Cookies.Append("language", "en", new CookieOptions { Path = "/a" });

        http.Request.Cookies["language"].ShouldBe("de");
        http.Response.Headers.SetCookie.ToString().ShouldBe("language!a=en; path=/a; secure");
    }

    [Fact]
    public async Task Cookie_BelowAPathWithoutHttps_NamesThePathAndIsSentOnlyThere()
    {
        var http = await RequestAsync("http", pathBase: "/admin/users");
        http.Response.Cookies.Append("useradmin", "value", new CookieOptions { Path = "/admin/users" });

        http.Response.Headers.SetCookie.ToString().ShouldBe("useradmin!admin!users=value; path=/admin/users");
    }

    [Theory]
    [InlineData("https", "__Host-useradmin=root; __Host-useradmin!a=mine; __Host-useradmin!b=other; theme!a=dark")]
    [InlineData("http", "useradmin=root; useradmin!a=mine; useradmin!b=other; theme=light; theme!a=dark")]
    public async Task Cookies_OfAnotherConsoleOnTheHost_AreNotRead(string scheme, string sent)
    {
        var cookies = (await RequestAsync(scheme, sent, "/a")).Request.Cookies;

        cookies["useradmin"].ShouldBe("mine");
        cookies["theme"].ShouldBe("dark");
        cookies
            .Where(cookie => !cookie.Key.Contains('!', StringComparison.Ordinal))
            .Select(cookie => (cookie.Key, cookie.Value))
            .ShouldBe([("useradmin", "mine"), ("theme", "dark")], ignoreOrder: true);
    }

    private static async Task<HttpContext> RequestAsync(string scheme, string? cookies = null, string pathBase = "")
    {
        var http = new DefaultHttpContext();
        (http.Request.Scheme, http.Request.PathBase) = (scheme, pathBase);
        http.Request.Headers.Cookie = cookies;
        await HostCookies.TranslateAsync(http, _ => Task.CompletedTask);
        return http;
    }
}
