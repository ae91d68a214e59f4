using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using UserAdmin.Account;
using UserAdmin.Roles;

namespace UserAdmin.Web.Account;

/// <summary>
/// Leads a person whose session does not count yet to the page of what is still asked for, whatever page they want.
/// </summary>
internal static class SessionSteps
{
    public const string SecondFactorPage = "/account/second-factor";

    public const string NewPasswordPage = "/account/new-password";

    public const string SetUpPage = "/account/set-up-two-factor";

    /// <summary>Where a session goes on: the page that was wanted, or that of the step before it.</summary>
    public static string AddressOf(Session session, string? returnUrl) =>
        PageOf(session.Step) is { } page ? $"{page}?returnUrl={Uri.EscapeDataString(LocalAddress.OrUsers(returnUrl))}"
        // Whoever may not see the list has nothing here but their own account.
        : LocalAddress.OrUsers(returnUrl) is var wanted
        && wanted == LocalAddress.OrUsers(null)
        && !session.Permissions.Contains(Permissions.UsersRead)
            ? "/account"
        : wanted;

    /// <summary>Middleware, after the cookie was read and before anybody asks for a sign-in.</summary>
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
