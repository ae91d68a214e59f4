using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using UserAdmin.Web.Language;

namespace UserAdmin.Web.Tests.Language;

public sealed class RequestLanguageTests
{
    [Theory]
    [InlineData(null, "de-DE,de;q=0.9,en;q=0.8", "de")]
    [InlineData(null, "fr,de;q=0.5", "de")]
    [InlineData(null, "fr", "en")]
    [InlineData(null, "", "en")]
    [InlineData("en", "de", "en")]
    [InlineData("de", "en", "de")]
    // No language of the console: the browser's counts.
    [InlineData("xx", "de", "de")]
    public async Task Language_OfARequest_IsTheChosenOneElseTheBrowsers(
        string? cookie,
        string accepted,
        string language
    )
    {
        var (culture, texts) = await CulturesAsync(cookie, accepted);

        texts.ShouldBe(language);
        // Addresses, styles and files are the same in every language.
        culture.ShouldBe("");
    }

    private static async Task<(string Culture, string Texts)> CulturesAsync(string? cookie, string accepted)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var seen = ("", "");
        app.UseLanguage();
        app.Run(_ =>
        {
            seen = (CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name);
            return Task.CompletedTask;
        });
        var http = new DefaultHttpContext { RequestServices = app.Services };
        http.Request.Headers.AcceptLanguage = accepted;
        if (cookie is not null)
        {
            http.Request.Headers.Cookie = $"{LanguageChoice.Cookie}={cookie}";
        }

        await ((IApplicationBuilder)app).Build()(http);
        return seen;
    }
}
