using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace UserAdmin.Web.Account.External;

/// <summary>Sends people to a provider, to sign in or to link their account.</summary>
internal static class ExternalEndpoints
{
    public static void MapExternalLogins(this IEndpointRouteBuilder app)
    {
        app.MapPost("/account/external/{scheme}", SignInAsync);
        app.MapPost("/account/external/{scheme}/link", LinkAsync).RequireAuthorization();
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http,
        string scheme,
        IAntiforgery antiforgery,
        ExternalProviders providers,
        ILogger<ExternalSignIn> logger
    ) =>
        !await antiforgery.IsRequestValidAsync(http) ? TypedResults.BadRequest()
        : providers.Find(scheme) is not { } provider ? TypedResults.NotFound()
        : await LeaveAsync(
            http,
            provider,
            ExternalSignIn.ToSignIn((await http.Request.ReadFormAsync())["returnUrl"]),
            logger
        );

    private static async Task<IResult> LinkAsync(
        HttpContext http,
        string scheme,
        IAntiforgery antiforgery,
        ExternalProviders providers,
        ILogger<ExternalSignIn> logger
    ) =>
        !await antiforgery.IsRequestValidAsync(http)
        || http.User.FindFirstValue(ActingUser.SessionClaim) is not { } sessionId
            ? TypedResults.BadRequest()
        : providers.Find(scheme) is not { } provider ? TypedResults.NotFound()
        : await LeaveAsync(http, provider, ExternalSignIn.ToLink(sessionId), logger);

    private static async Task<IResult> LeaveAsync(
        HttpContext http,
        ExternalProvider provider,
        AuthenticationProperties properties,
        ILogger<ExternalSignIn> logger
    )
    {
        try
        {
            await http.ChallengeAsync(provider.Scheme, properties);
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException or IOException)
        {
            logger.LogError(
                fault,
                "{Provider} cannot be reached at {Authority}.",
                provider.DisplayName,
                provider.Authority
            );
            return TypedResults.Redirect(ExternalOutcomePage.Address(http, ExternalOutcome.Unreachable));
        }

        // A redirect counts as part of the form submission, which our policy (form-action) restricts to this site, and
        // a provider may itself redirect to other hosts. A page with a refresh does not count.
        var address = http.Response.Headers.Location.ToString();
        http.Response.Headers.Remove("Location");
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<LeavePage>(new { Provider = provider.DisplayName, Address = address })
        {
            StatusCode = StatusCodes.Status200OK,
        };
    }
}
