using Microsoft.AspNetCore.Components;
using UserAdmin.Account.External;

namespace UserAdmin.Web.Account.External;

/// <summary>Why a way through a provider led nowhere.</summary>
internal enum ExternalOutcome
{
    /// <summary>The provider's word was not good, or did not come from a way that this browser began.</summary>
    Failed,

    /// <summary>The login opens no account here, or one that is shut.</summary>
    Refused,

    /// <summary>The person or the provider said no there.</summary>
    Cancelled,

    /// <summary>The provider did not answer.</summary>
    Unreachable,

    /// <summary>The session that began to link is not the one that came back.</summary>
    OtherSession,

    /// <summary>Another account is linked to the login.</summary>
    UsedByAnother,
}

/// <summary>Says why a way through a provider led nowhere, in fixed words: the address carries no text.</summary>
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
        $"{http.Request.PathBase.ToUriComponent()}/account/external/outcome?reason={outcome.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        (_title, _text) = (
            Enum.TryParse<ExternalOutcome>(Reason, ignoreCase: true, out var outcome) ? outcome : ExternalOutcome.Failed
        ) switch
        {
            ExternalOutcome.Refused => ("Not signed in", ExternalLoginErrors.SignInRefused.Message),
            ExternalOutcome.Cancelled => (
                "Not signed in",
                "The sign-in was cancelled at the provider. Nothing has changed here. Try again when you are ready."
            ),
            ExternalOutcome.Unreachable => (
                "The provider is not responding",
                "The provider of your login cannot be reached. Try again later, " + "or sign in another way."
            ),
            ExternalOutcome.OtherSession => (
                "Not linked",
                "You were signed out or signed in again meanwhile. Nothing was linked; sign in and start "
                    + "again on your account page."
            ),
            ExternalOutcome.UsedByAnother => ("Not linked", ExternalLoginErrors.UsedByAnother.Message),
            _ => (
                "Not signed in",
                "The provider's answer could not be used: it took too long, or was started in another "
                    + "window or browser. Start again here."
            ),
        };
}
