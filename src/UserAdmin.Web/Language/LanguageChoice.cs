using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace UserAdmin.Web.Language;

/// <summary>
/// Decides in which language a page is written: the one that the person has chosen in this browser, else the first of
/// the browser's own that the console has, else English.
/// </summary>
internal static class LanguageChoice
{
    /// <summary>
    /// The cookie with the tag of the chosen language. The menu's script sets it, as it does the theme's.
    /// </summary>
    public const string Cookie = "language";

    /// <summary>Whether the mirrored language for tests is there.</summary>
    public const string PseudoSetting = "UserAdmin:PseudoLanguage";

    /// <summary>
    /// Adds the choice to the requests. A circuit has the language of the request that began it. Only the language is
    /// chosen; the culture is the invariant one, so that addresses, styles and files are the same in all languages.
    /// </summary>
    public static void UseLanguage(this WebApplication app)
    {
        var languages = ConsoleLanguage.All.ToList();
        if (app.Configuration.GetValue<bool>(PseudoSetting))
        {
            languages.Add(ConsoleLanguage.Mirrored);
        }

        List<CultureInfo> cultures = [.. languages.Select(language => CultureInfo.GetCultureInfo(language.Tag))];
        app.UseRequestLocalization(
            new RequestLocalizationOptions
            {
                DefaultRequestCulture = new RequestCulture("", ConsoleLanguage.English.Tag),
                SupportedCultures = [CultureInfo.InvariantCulture],
                // Every culture's parent is the invariant one, which would make each list of the browser's fit.
                FallBackToParentCultures = false,
                SupportedUICultures = cultures,
                RequestCultureProviders =
                [
                    new CustomRequestCultureProvider(http =>
                        Task.FromResult(
                            http.Request.Cookies[Cookie] is { Length: > 0 and < 20 } tag
                                ? new ProviderCultureResult(tag)
                                : null
                        )
                    ),
                    new AcceptLanguageHeaderRequestCultureProvider(),
                ],
            }
        );
    }
}
