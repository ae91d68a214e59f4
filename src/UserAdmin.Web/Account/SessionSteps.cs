using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using UserAdmin.Account;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Account;

/// <summary>Redirects a person whose sign-in is not complete to the page of the step that is still required.</summary>
internal static class SessionSteps
{
    public const string SecondFactorPage = "/account/second-factor";

    public const string NewPasswordPage = "/account/new-password";

    public const string SetUpPage = "/account/set-up-two-factor";

    /// <summary>
    /// Returns the next page of a session: the requested page, or the page of a step that is still required.
    /// </summary>
    public static string AddressOf(Session session, string? returnUrl) =>
        PageOf(session.Step) is { } page
            ? $"{page}?returnUrl={Uri.EscapeDataString(LocalAddress.OrOverview(returnUrl))}"
        // A person for whom the overview is empty can only use their own account here.
        : LocalAddress.OrOverview(returnUrl) is var wanted
        && wanted == LocalAddress.OrOverview(null)
        && !Place.OfOverview.Any(session.Permissions.Contains)
            ? "/account"
        : wanted;

    /// <summary>Redirects as middleware, after authentication and before authorisation.</summary>
    public static Task LeadAsync(HttpContext http, RequestDelegate next)
    {
        if (
            BrowserSession.Of(http) is { Step: not SessionStep.None } session
            && http.GetEndpoint()?.Metadata is { } metadata
            && metadata.GetMetadata<ComponentTypeMetadata>() is not null
            && metadata.GetMetadata<IAllowAnonymous>() is null
            && !http.Request.Path.Equals(PageOf(session.Step), StringComparison.OrdinalIgnoreCase)
        )
        {
            var wanted = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : null;
            http.Response.Redirect(http.Request.PathBase + AddressOf(session, wanted));
            return Task.CompletedTask;
        }

        return next(http);
    }

    private static string? PageOf(SessionStep step) =>
        step switch
        {
            SessionStep.SecondFactor => SecondFactorPage,
            SessionStep.NewPassword => NewPasswordPage,
            SessionStep.SetUpSecondFactor => SetUpPage,
            _ => null,
        };
}
