using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Queries;

namespace UserAdmin.Web.Account;

/// <summary>Sets up an authenticator app, and shows the recovery codes once.</summary>
public sealed partial class TwoFactorPage(ActingUser acting, BrowserSession browser)
{
    private IReadOnlyList<string>? _codes;
    private string? _error;
    private string _address = "";
    private string _next = "account";
    private bool _isOn;

    [SupplyParameterFromForm(FormName = "two-factor")]
    private Typed? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private bool IsForced => BrowserSession.Of(Http)?.Step == SessionStep.SetUpSecondFactor;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Form ??= new Typed();
        Form.Key ??= TwoFactorSecrets.NewKey();
        var own = (await acting.AskAsync(new GetOwnAccount(), Http.RequestAborted)).Value;
        _isOn = own?.TwoFactorEnabled is true;
        _address = TwoFactorSecrets.SetUpAddress(Form.Key, own?.Email ?? "");
    }

    private async Task OnSubmitAsync()
    {
        if (_isOn)
        {
            return;
        }

        var wasForced = IsForced;
        var codes = TwoFactorSecrets.NewRecoveryCodes();
        var result = await acting.SendAsync(
            new EnableOwnTwoFactor(Form!.Key!, Form.Code ?? "", codes),
            cancellationToken: Http.RequestAborted
        );
        if (!result.IsAccepted)
        {
            _error = result.Errors[0].Message;
            return;
        }

        _codes = codes;
        if (wasForced && await browser.LookAgainAsync(Http) is { } session)
        {
            _next = LocalAddress.FromBase(SessionSteps.AddressOf(session, ReturnUrl));
        }
    }

    private static string Spaced(string key) => string.Join(' ', key.Chunk(4).Select(part => new string(part)));

    /// <summary>The form's input.</summary>
    public sealed class Typed
    {
        /// <summary>The key that the page shows, kept across attempts.</summary>
        public string? Key { get; set; }

        /// <summary>The app's code.</summary>
        public string? Code { get; set; }
    }
}
