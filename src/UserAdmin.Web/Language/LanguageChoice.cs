using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Localization;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Language;

/// <summary>
/// Decides in which language a page is written: the one that the person has chosen in this browser, or that the account
/// had when the person signed in; else the first of the browser's own that the console has, else English.
/// </summary>
internal static class LanguageChoice
{
    /// <summary>The cookie with the tag of the chosen language.</summary>
    public const string Cookie = "language";

    /// <summary>Whether the mirrored language for tests is there.</summary>
    public const string PseudoSetting = "UserAdmin:PseudoLanguage";

    /// <summary>
    /// Where the form of a choice is sent, without the slash. Not under <c>/account</c>, where sign-ins are counted.
    /// </summary>
    public const string Address = "language";

    /// <summary>Returns the languages that can be chosen.</summary>
    public static IReadOnlyList<ConsoleLanguage> Offered(IConfiguration configuration) =>
        configuration.GetValue<bool>(PseudoSetting)
            ? [.. ConsoleLanguage.All, ConsoleLanguage.Mirrored]
            : ConsoleLanguage.All;

    /// <summary>
    /// Adds the choice to the requests. A circuit has the language of the request that began it. Only the language is
    /// chosen; the culture is the invariant one, so that addresses, styles and files are the same in all languages.
    /// </summary>
    public static void UseLanguage(this WebApplication app)
    {
        List<CultureInfo> cultures =
        [
            .. Offered(app.Configuration).Select(language => CultureInfo.GetCultureInfo(language.Tag)),
        ];
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

    /// <summary>Adds the endpoint that takes a choice.</summary>
    public static void MapLanguage(this WebApplication app) => app.MapPost($"/{Address}", ChooseAsync).AllowAnonymous();

    /// <summary>
    /// Keeps the account's language in a browser where none has been chosen, so that it follows the person.
    /// </summary>
    /// <param name="http">The request that has opened the session.</param>
    /// <param name="session">The session.</param>
    public static void Follow(HttpContext http, Session session)
    {
        if (OfAccount(http, session) is { } language)
        {
            Keep(http, language);
        }
    }

    /// <summary>
    /// Has the rest of the request, in the same method as the call, speak the account's language if none has been
    /// chosen: for a page that is drawn by the request that opens its session.
    /// </summary>
    /// <param name="http">The request that has opened the session.</param>
    /// <param name="session">The session.</param>
    public static void Speak(HttpContext http, Session session)
    {
        if (OfAccount(http, session) is { } language)
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Tag);
        }
    }

    private static ConsoleLanguage? OfAccount(HttpContext http, Session session) =>
        string.IsNullOrEmpty(http.Request.Cookies[Cookie]) ? ConsoleLanguage.OfTag(session.Locale) : null;

    private static void Keep(HttpContext http, ConsoleLanguage language) =>
        http.Response.Cookies.Append(
            Cookie,
            language.Tag,
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                Path = http.Request.PathBase is { HasValue: true, Value: var path } ? path : "/",
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
            }
        );

    private static async Task<IResult> ChooseAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        IConfiguration configuration,
        ICommandBus commands
    )
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.BadRequest();
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var tag = form["language"].ToString();
        if (Offered(configuration).FirstOrDefault(one => one.Tag == tag) is not { } language)
        {
            return TypedResults.BadRequest();
        }

        Keep(http, language);
        if (BrowserSession.ActorOf(http) is { Kind: ActorKind.User } person && ConsoleLanguage.All.Contains(language))
        {
            // Where it is refused, the choice holds for this browser.
            await commands.SendAsync(
                new ChooseLanguage(language.Tag),
                BrowserSession.Context(http, person),
                http.RequestAborted
            );
        }

        return TypedResults.LocalRedirect("~" + LocalAddress.OrOverviewFromAnywhere(form["returnUrl"]));
    }
}
