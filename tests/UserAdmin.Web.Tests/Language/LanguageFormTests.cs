using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using UserAdmin.Account;
using UserAdmin.Web.Account;
using UserAdmin.Web.Language;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Tests.Language;

public sealed class LanguageFormTests : ConsoleContext
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    [Theory]
    [InlineData("en", "Language", "English")]
    [InlineData("de-AT", "Sprache", "Deutsch")]
    public void Menu_HasEveryLanguageByItsOwnNameAndMarksTheCurrentOne(string culture, string title, string current)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

        var grace = new SignedInUser("grace", "Grace Hopper", []);
        var form = Show<UserMenu>(menu => menu.Add(it => it.User, grace)).Find("form[data-language]");

        (form.GetAttribute("method"), form.GetAttribute("action")).ShouldBe(("post", "language"));
        form.QuerySelector("legend")!.TextContent.ShouldBe(title);
        var buttons = form.QuerySelectorAll("button[type=submit][name=language]");
        buttons
            .Select(button => (button.TextContent, button.GetAttribute("value"), button.GetAttribute("lang")))
            .ShouldBe([("English", "en", "en"), ("Deutsch", "de", "de")]);
        buttons.Single(button => button.GetAttribute("aria-current") == "true").TextContent.ShouldBe(current);
    }

    [Fact]
    public void PlainPage_LeadsBackToItself() =>
        ShowPlain(Request("GET"))
            .Find("input[name=returnUrl]")
            .GetAttribute("value")
            .ShouldBe("/account/page?token=a%20b");

    [Fact]
    public void PlainPage_ThatAnswersAFormOrTellsOfAnError_HasNoChoice()
    {
        ShowPlain(Request("POST")).FindAll("form").ShouldBeEmpty();
        var failed = Request("GET");
        failed.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature());
        ShowPlain(failed).FindAll("form").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "de-AT", "language=de; max-age=31536000; path=/admin; samesite=lax; httponly")]
    [InlineData(null, "DE", "language=de; max-age=31536000; path=/admin; samesite=lax; httponly")]
    [InlineData(null, "fr", "")]
    [InlineData(null, "den", "")]
    [InlineData(null, null, "")]
    [InlineData("language=en", "de", "")]
    public void Follow_KeepsTheAccountsLanguageWhereNoneIsChosen(string? cookie, string? locale, string sent)
    {
        var http = Request("POST");
        http.Request.PathBase = "/admin";
        http.Request.Headers.Cookie = cookie;

        LanguageChoice.Follow(http, new Session("s", "grace", "Grace", new HashSet<string>(), Locale: locale));

        http.Response.Headers.SetCookie.ToString().ShouldBe(sent);
    }

    protected override void Dispose(bool disposing)
    {
        CultureInfo.CurrentUICulture = _before;
        base.Dispose(disposing);
    }

    private IRenderedComponent<PlainLayout> ShowPlain(HttpContext http) =>
        Render<PlainLayout>(layout =>
            layout
                .AddCascadingValue(http)
                .Add(it => it.Body, (RenderFragment)(builder => builder.AddContent(0, "Page")))
        );

    private static DefaultHttpContext Request(string method)
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Scheme, http.Request.Path) = (method, "http", "/account/page");
        http.Request.QueryString = new QueryString("?token=a%20b");
        return http;
    }
}
