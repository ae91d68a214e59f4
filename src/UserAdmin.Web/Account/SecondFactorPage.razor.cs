using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Account.Commands;

namespace UserAdmin.Web.Account;

/// <summary>Asks for the second factor of a sign-in: the app's code, or a recovery code.</summary>
public sealed partial class SecondFactorPage(BrowserSession browser, NavigationManager navigation)
{
    private string? _error;

    [SupplyParameterFromForm(FormName = "second-factor")]
    private Typed? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private bool IsRecovery =>
        Http.Request.Path.StartsWithSegments("/account/recovery-code", StringComparison.OrdinalIgnoreCase);

    private string? Invalid => _error is null ? null : "true";

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Form ??= new Typed();
        if (BrowserSession.Of(Http) is not { } session)
        {
            Leave();
        }
        else if (session.Step != SessionStep.SecondFactor)
        {
            navigation.NavigateTo(LocalAddress.FromBase(SessionSteps.AddressOf(session, ReturnUrl)));
        }
    }

    private async Task OnSubmitAsync()
    {
        if (BrowserSession.Of(Http) is not { Step: SessionStep.SecondFactor })
        {
            return;
        }

        var code = Form?.Code?.Trim() ?? "";
        var session = await browser.GoOnAsync(
            Http,
            id => IsRecovery ? new SignInWithRecoveryCode(id, code) : new SignInWithCode(id, code)
        );
        if (session is null)
        {
            Leave();
        }
        else if (session.Step != SessionStep.SecondFactor)
        {
            navigation.NavigateTo(LocalAddress.FromBase(SessionSteps.AddressOf(session, ReturnUrl)));
        }
        else
        {
            _error = IsRecovery
                ? T("This is not one of your recovery codes, or it was used already. Try another one.")
                : T("This code is wrong or was used already. Type the one the app shows now.");
        }
    }

    private void Leave() =>
        navigation.NavigateTo(
            $"account/sign-in?returnUrl={Uri.EscapeDataString(LocalAddress.OrOverview(ReturnUrl))}"
                + $"&reason={SignOutReason.TooLate}"
        );

    private string Address(string page) =>
        $"{LocalAddress.FromBase(page)}?returnUrl={Uri.EscapeDataString(LocalAddress.OrOverview(ReturnUrl))}";

    /// <summary>The form's input.</summary>
    public sealed class Typed
    {
        /// <summary>The code; never sent back to the browser.</summary>
        public string? Code { get; set; }
    }
}
