using Microsoft.AspNetCore.Components;
using UserAdmin.Account.External;

namespace UserAdmin.Web.Account.External;

/// <summary>The reasons why a sign-in through a provider failed.</summary>
internal enum ExternalOutcome
{
    /// <summary>The provider's answer was invalid, or does not belong to a sign-in that this browser started.</summary>
    Failed,

    /// <summary>The login belongs to no account here, or to a closed one.</summary>
    Refused,

    /// <summary>The person or the provider cancelled the sign-in.</summary>
    Cancelled,

    /// <summary>The provider did not answer.</summary>
    Unreachable,

    /// <summary>The session that started linking is not the one that returned.</summary>
    OtherSession,

    /// <summary>The login is linked to another account.</summary>
    UsedByAnother,
}

/// <summary>Shows why a sign-in through a provider failed, in fixed texts: the address carries no text.</summary>
public sealed partial class ExternalOutcomePage
{
    private string _title = "";
    private string _text = "";

    [SupplyParameterFromQuery]
    private string? Reason { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private bool IsSignedIn => Http.User.Identity?.IsAuthenticated is true;

    internal static string Address(HttpContext http, ExternalOutcome outcome) =>
        $"{http.Request.PathBase.ToUriComponent()}/account/external/outcome"
        + $"?reason={outcome.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        (_title, _text) = (
            Enum.TryParse<ExternalOutcome>(Reason, ignoreCase: true, out var outcome) ? outcome : ExternalOutcome.Failed
        ) switch
        {
            ExternalOutcome.Refused => (T("Not signed in"), FromCore(ExternalLoginErrors.SignInRefused.Message)),
            ExternalOutcome.Cancelled => (
                T("Not signed in"),
                T("The sign-in was cancelled at the provider. Nothing has changed here. Try again when you are ready.")
            ),
            ExternalOutcome.Unreachable => (
                T("The provider is not responding"),
                T("The provider of your login cannot be reached. Try again later, or sign in another way.")
            ),
            ExternalOutcome.OtherSession => (
                T("Not linked"),
                T(
                    "You were signed out or signed in again meanwhile. Nothing was linked; sign in and start "
                        + "again on your account page."
                )
            ),
            ExternalOutcome.UsedByAnother => (T("Not linked"), FromCore(ExternalLoginErrors.UsedByAnother.Message)),
            _ => (
                T("Not signed in"),
                T(
                    "The provider's answer could not be used: it took too long, or was started in another "
                        + "window or browser. Start again here."
                )
            ),
        };
}
