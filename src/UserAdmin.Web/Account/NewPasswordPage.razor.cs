using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Account;

/// <summary>Chooses a new password, either voluntarily or because it is required.</summary>
public sealed partial class NewPasswordPage(
    ActingUser acting,
    BrowserSession browser,
    IPasswordRules rules,
    NavigationManager navigation
)
{
    private static readonly string[] _fields = ["CurrentPassword", "NewPassword"];

    private IReadOnlyList<Error> _errors = [];
    private string? _rule;
    private string? _email;
    private bool _hasPassword = true;

    [SupplyParameterFromForm(FormName = "new-password")]
    private Typed? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private bool IsForced => BrowserSession.Of(Http)?.Step == SessionStep.NewPassword;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Form ??= new Typed();
        _rule = await rules.DescribeAsync(Http.RequestAborted);
        if ((await acting.AskAsync(new GetOwnAccount(), Http.RequestAborted)).Value is { } own)
        {
            (_email, _hasPassword) = (own.Email, own.HasPassword);
        }
    }

    private async Task OnSubmitAsync()
    {
        var wasForced = IsForced;
        var result = await acting.SendAsync(
            new ChangeOwnPassword(await acting.SessionIdAsync(), Form?.Current, Form?.Password ?? ""),
            cancellationToken: Http.RequestAborted
        );
        if (!result.IsAccepted)
        {
            _errors = result.Errors;
            return;
        }

        var next = await browser.LookAgainAsync(Http);
        navigation.NavigateTo(
            next is null ? "account/sign-in"
            : wasForced ? LocalAddress.FromBase(SessionSteps.AddressOf(next, ReturnUrl))
            : "account"
        );
    }

    private string? Message(string field) =>
        _errors
            .FirstOrDefault(error => field.Length > 0 ? error.Field == field : !_fields.Contains(error.Field))
            ?.Message;

    /// <summary>The form's input.</summary>
    public sealed class Typed
    {
        /// <summary>The current password; never sent back to the browser.</summary>
        public string? Current { get; set; }

        /// <summary>New password; never sent back to the browser.</summary>
        public string? Password { get; set; }
    }
}
