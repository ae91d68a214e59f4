using Microsoft.AspNetCore.Components;
using UserAdmin.Account;

namespace UserAdmin.Web.Account;

/// <summary>Opens a session with an email and a password.</summary>
public sealed partial class SignInPage(
    BrowserSession browser,
    IFirstAdministratorSetup setup,
    NavigationManager navigation
)
{
    private string? _error;
    private bool _needsSetUp;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private Typed? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    // The person whose page sent the browser here, if known.
    [SupplyParameterFromQuery]
    private string? Asker { get; set; }

    [SupplyParameterFromQuery]
    private string? Reason { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private string? ErrorId => _error is null ? null : "sign-in-error";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Form ??= new Typed();
        // Continue to the requested page, unless that page was another person's. Where the host application signs
        // people in, it has said who goes on.
        if (
            HttpMethods.IsGet(Http.Request.Method)
            && BrowserSession.Of(Http) is { Step: not SessionStep.SecondFactor } session
            && (Host.IsHosts || (ReturnUrl is not null && (Asker ?? session.UserId) == session.UserId))
        )
        {
            navigation.NavigateTo(LocalAddress.FromBase(LocalAddress.OrOverview(ReturnUrl)));
            return;
        }

        _needsSetUp = await setup.IsNeededAsync(Http.RequestAborted);
    }

    private async Task OnSubmitAsync()
    {
        if (await browser.OpenAsync(Http, Form?.Email?.Trim() ?? "", Form?.Password ?? "") is { } session)
        {
            navigation.NavigateTo(LocalAddress.FromBase(SessionSteps.AddressOf(session, ReturnUrl)));
        }
        else
        {
            _error = FromCore(AccountErrors.SignInRefused.Message);
        }
    }

    /// <summary>The form's input.</summary>
    public sealed class Typed
    {
        /// <summary>Address or user name.</summary>
        public string? Email { get; set; }

        /// <summary>Password; never sent back to the browser.</summary>
        public string? Password { get; set; }
    }
}
