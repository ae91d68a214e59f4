using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Account;

/// <summary>
/// Creates the first administrator with the one-time link that the program printed, and signs that person in.
/// </summary>
public sealed partial class SetUpPage(
    IFirstAdministratorSetup setup,
    ICommandBus commands,
    BrowserSession browser,
    IPasswordRules rules,
    NavigationManager navigation
)
{
    private static readonly string[] _fields = ["DisplayName", "Email", "Password"];

    private State _state;
    private string? _rule;
    private IReadOnlyList<Error> _errors = [];

    [SupplyParameterFromForm(FormName = "set-up")]
    private Typed? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Form ??= new Typed();
        _rule = await rules.DescribeAsync(Http.RequestAborted);
        Form.Token ??= Token;
        _state =
            !await setup.IsNeededAsync(Http.RequestAborted) ? State.NotNeeded
            : !IsToken(Form.Token) ? State.WrongToken
            : State.Open;
        Http.Response.StatusCode = _state switch
        {
            State.NotNeeded => StatusCodes.Status410Gone,
            State.WrongToken => StatusCodes.Status403Forbidden,
            State.Open => StatusCodes.Status200OK,
            _ => throw new InvalidOperationException($"No status for {_state}."),
        };
        // The address contains the token.
        Http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private async Task OnSubmitAsync()
    {
        if (_state != State.Open || Form is null)
        {
            return;
        }

        var command = new SetUpFirstAdministrator(
            Guid.CreateVersion7().ToString(),
            Form.Token ?? "",
            Form.DisplayName?.Trim() ?? "",
            Form.Email?.Trim() ?? "",
            Form.Password ?? ""
        );
        var result = await commands.SendAsync(
            command,
            BrowserSession.Context(Http, Actor.Anonymous),
            Http.RequestAborted
        );
        if (!result.IsAccepted)
        {
            // The address is the user name too; there is one field for both.
            _errors =
            [
                .. result
                    .Errors.Select(error => error.Field == "UserName" ? error with { Field = "Email" } : error)
                    .DistinctBy(error => error.Field),
            ];
            return;
        }

        navigation.NavigateTo(
            await browser.OpenAsync(Http, command.Email, command.Password) is { } session
                ? SessionSteps.AddressOf(session, null)
                : "/account/sign-in"
        );
    }

    private string? Message(string field) =>
        _errors
            .FirstOrDefault(error => field.Length > 0 ? error.Field == field : !_fields.Contains(error.Field))
            ?.Message;

    private string? Invalid(string field) => Message(field) is null ? null : "true";

    private bool HasFocus(string field) =>
        Message("") is null
        && field == (_fields.FirstOrDefault(candidate => Message(candidate) is not null) ?? _fields[0]);

    private bool IsToken(string? token) =>
        token is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(setup.Token));

    private enum State
    {
        Open,
        NotNeeded,
        WrongToken,
    }

    /// <summary>The form's input.</summary>
    public sealed class Typed
    {
        /// <summary>The token from the link, kept across attempts.</summary>
        public string? Token { get; set; }

        /// <summary>Name as people read it.</summary>
        public string? DisplayName { get; set; }

        /// <summary>Address.</summary>
        public string? Email { get; set; }

        /// <summary>Password; never sent back to the browser.</summary>
        public string? Password { get; set; }
    }
}
