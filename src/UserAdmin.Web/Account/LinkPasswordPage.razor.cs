using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Web.Account;

/// <summary>
/// The target of links for invitations and forgotten passwords: greets the person and asks for a password.
/// </summary>
public sealed partial class LinkPasswordPage(
    IAccountLinks links,
    ICommandBus commands,
    BrowserSession browser,
    IPasswordRules rules,
    NavigationManager navigation
)
{
    private IReadOnlyList<Error> _errors = [];
    private AccountLinkHolder? _holder;
    private string? _rule;

    [SupplyParameterFromForm(FormName = "link-password")]
    private Typed? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private bool IsInvitation =>
        Http.Request.Path.StartsWithSegments("/account/accept-invitation", StringComparison.OrdinalIgnoreCase);

    private LinkPurpose Purpose => IsInvitation ? LinkPurpose.Invitation : LinkPurpose.PasswordReset;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // The address contains the token.
        Http.Response.Headers["Referrer-Policy"] = "no-referrer";
        Form ??= new Typed();
        Form.Token ??= Token;
        _rule = await rules.DescribeAsync(Http.RequestAborted);
        _holder = await links.FindAsync(Form.Token, Purpose, Http.RequestAborted);
        if (_holder is null)
        {
            Http.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    private async Task OnSubmitAsync()
    {
        if (_holder is null || Form is not { Token: { } token })
        {
            return;
        }

        var password = Form.Password ?? "";
        ICommand command = IsInvitation ? new AcceptInvitation(token, password) : new ResetPassword(token, password);
        var result = await commands.SendAsync(
            command,
            BrowserSession.Context(Http, Actor.Anonymous),
            Http.RequestAborted
        );
        if (result.Errors.Contains(AccountErrors.BadLink))
        {
            _holder = null;
            Http.Response.StatusCode = StatusCodes.Status410Gone;
        }
        else if (!result.IsAccepted)
        {
            _errors = result.Errors;
        }
        else if (!IsInvitation)
        {
            // Another person's session may be open in this browser; the sign-in page would continue as that person.
            await browser.CloseAsync(Http);
            navigation.NavigateTo($"account/sign-in?reason={SignOutReason.NewPassword}");
        }
        else
        {
            var session = await browser.OpenAsync(Http, _holder.Email, password);
            navigation.NavigateTo(
                session is null
                    ? $"account/sign-in?reason={SignOutReason.Accepted}"
                    : LocalAddress.FromBase(SessionSteps.AddressOf(session, null))
            );
        }
    }

    // The two commands call the field by different names.
    private string? Message(string? field) =>
        _errors.FirstOrDefault(error => error.Field is null == field is null)?.Message;

    /// <summary>The form's input.</summary>
    public sealed class Typed
    {
        /// <summary>The token from the link, kept across attempts.</summary>
        public string? Token { get; set; }

        /// <summary>Password; never sent back to the browser.</summary>
        public string? Password { get; set; }
    }
}
