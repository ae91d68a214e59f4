using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Web.FirstRun;

namespace UserAdmin.Web.Account;

/// <summary>
/// Creates the first administrator with the one-time link that the program printed, and signs that person in. In an
/// attached database, an account of the application can be chosen instead.
/// </summary>
public sealed partial class SetUpPage(
    IFirstAdministratorSetup setup,
    ICommandBus commands,
    INewKeys keys,
    BrowserSession browser,
    IPasswordRules rules,
    IAttachedDatabase database,
    NavigationManager navigation
)
{
    private static readonly string[] _fields = ["DisplayName", "Email", "Password"];

    private State _state;
    private string? _rule;
    private long _accounts;
    private IReadOnlyList<Error> _errors = [];
    private Error? _choiceError;

    [SupplyParameterFromForm(FormName = "set-up")]
    private Typed? Form { get; set; }

    [SupplyParameterFromForm(FormName = "choose")]
    private Chosen? Choice { get; set; }

    [Inject]
    private FirstAttachment Attachment { get; set; } = default!;

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Form ??= new Typed();
        Choice ??= new Chosen();
        _rule = await rules.DescribeAsync(Http.RequestAborted);
        Form.Token ??= Choice.Token ?? Token;
        _state =
            !await setup.IsNeededAsync(Http.RequestAborted) ? State.NotNeeded
            : !SetUpLink.IsToken(setup, Form.Token) ? State.WrongToken
            : State.Open;
        Http.Response.StatusCode = _state switch
        {
            State.NotNeeded => StatusCodes.Status410Gone,
            State.WrongToken => StatusCodes.Status403Forbidden,
            State.Open or State.Chosen => StatusCodes.Status200OK,
            _ => throw new InvalidOperationException($"No status for {_state}."),
        };
        // The address contains the token.
        Http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (_state == State.Open && database.Shape is not null)
        {
            _accounts = await setup.CountAccountsAsync(Http.RequestAborted);
        }
    }

    private async Task OnChooseAsync()
    {
        if (_state != State.Open || database.Shape is null)
        {
            return;
        }

        var result = await commands.SendAsync(
            new ChooseFirstAdministrator(Form!.Token ?? "", Choice!.Email?.Trim() ?? ""),
            BrowserSession.Context(Http, Actor.Anonymous),
            Http.RequestAborted
        );
        (_state, _choiceError) = result.IsAccepted ? (State.Chosen, null) : (State.Open, result.Errors[0]);
    }

    private async Task OnSubmitAsync()
    {
        if (_state != State.Open || Form is null)
        {
            return;
        }

        var command = new SetUpFirstAdministrator(
            (await keys.OfUsersAsync(1, Http.RequestAborted))[0],
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
                ? LocalAddress.FromBase(SessionSteps.AddressOf(session, null))
                : "account/sign-in"
        );
    }

    private string Attached =>
        T(
            _accounts,
            "The console is attached to the database of your application, with 1 account. Whoever you choose can do "
                + "everything here, and signs in with the password of the application.",
            $"The console is attached to the database of your application, with {_accounts:N0} accounts. Whoever you "
                + $"choose can do everything here, and signs in with the password of the application."
        );

    private bool IsAttached => database.Shape is not null;

    // This page asks for nothing of the application's.
    private List<string> Required =>
        [
            .. database.Required.Select(column => column.Name),
            .. database.Attributes.Where(attribute => attribute.IsRequired).Select(attribute => attribute.Column.Name),
        ];

    private string? Message(string field) =>
        FromCore(
            _errors
                .FirstOrDefault(error => field.Length > 0 ? error.Field == field : !_fields.Contains(error.Field))
                ?.Message
        );

    private string? Invalid(string field) => Message(field) is null ? null : "true";

    private bool HasFocus(string field) =>
        Message("") is null
        && (!IsAttached || _errors.Count > 0)
        && field == (_fields.FirstOrDefault(candidate => Message(candidate) is not null) ?? _fields[0]);

    private enum State
    {
        Open,
        NotNeeded,
        WrongToken,
        Chosen,
    }

    /// <summary>The input of the form that chooses an account.</summary>
    public sealed class Chosen
    {
        /// <summary>The token from the link, kept across attempts.</summary>
        public string? Token { get; set; }

        /// <summary>Address of the account.</summary>
        public string? Email { get; set; }
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
