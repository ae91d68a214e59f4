using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Create;

/// <summary>Creates a user, and invites the person unless a password is set here.</summary>
public sealed partial class NewUserPage
{
    private UserForm? _made;
    private readonly FormField _password = new(nameof(CreateUser.Password), T("Initial password"));
    private readonly HashSet<string> _roles = [];
    private string _rule = "";
    private string? _userId;
    private bool _invites = true;
    private bool _isUserNameChosen;
    private bool _isPasswordShown;

    /// <summary>How the password is set: “password” to set one here, anything else to invite.</summary>
    [SupplyParameterFromQuery(Name = "how")]
    private string? How { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private UserActing UserActing { get; set; } = default!;

    [Inject]
    private IMailDelivery Delivery { get; set; } = default!;

    [Inject]
    private IAttachedDatabase Database { get; set; } = default!;

    [Inject]
    private INewKeys Keys { get; set; } = default!;

    [Inject]
    private IPasswordRules Rules { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Unanswered =>
        T(
            "The program did not answer, so the user may or may not have been created. Everything you typed is kept. "
                + "It can be sent again: that never creates two."
        );

    private UserForm Form => _made ??= Make();

    private bool HasChanges => !IsCreated && (Form.IsDirty || _password.IsTouched || _roles.Count > 0);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _invites = How != "password";
        _rule = await Rules.DescribeAsync(Disposal);
    }

    /// <inheritdoc/>
    protected override async Task SubmitAsync()
    {
        _userId ??= (await Keys.OfUsersAsync(1, Disposal))[0];
        var commands = Commands(_userId);
        var (done, invites) = (Form.DisplayName.Wanted, _invites);
        // Sent alone if possible, because in a command set a password is hashed inside the transaction.
        var command = commands.Count == 1 ? commands[0] : new CommandSet(commands);
        if ((await SendAsync(command, commands)).IsAccepted)
        {
            var isDelivered = !invites || Delivery.HasServer;
            var undo = UserActing.UndoOf(T($"Creation of {done}"), _userId);
            await LeaveAsync(
                $"users/{_userId}",
                !invites ? T($"{done} created")
                    : isDelivered ? T($"Invitation sent to {Form.Email.Wanted}")
                    : T($"{done} created. Nothing was delivered: no mail server is set"),
                isDelivered ? Severity.Success : Severity.Warning,
                undo
            );
        }
    }

    /// <inheritdoc/>
    protected override void Refuse(IReadOnlyList<Error> errors)
    {
        // “No such user” only follows from the refusal to create the user, so it is not shown.
        var first = errors.Where(error => error.Code != UserErrors.NotFound.Code).ToList();
        Form.Refuse(first.Count > 0 ? first : errors, _password);
    }

    private UserForm Make()
    {
        var form = new UserForm([
            .. Database.Attributes.Where(attribute => attribute.IsEditable || attribute.IsRequired),
        ]);
        foreach (var field in form.Attributes)
        {
            field.Prefill(Clock.GetUtcNow());
        }

        return form;
    }

    private void OnEmailTyped()
    {
        if (!_isUserNameChosen)
        {
            Form.UserName.Value = UserNames.From(Form.Email.Value);
        }
    }

    private void OnUserNameTyped() => _isUserNameChosen = Form.UserName.Value.Length > 0;

    private void OnGenerate()
    {
        _password.Value = GeneratedPassword.Make();
        (_password.Error, _isPasswordShown) = (null, true);
    }

    private void OnShow() => _isPasswordShown = !_isPasswordShown;

    private List<ICommand> Commands(string userId)
    {
        List<ICommand> commands =
        [
            Form.Creation(userId, _invites ? "" : _password.Value),
            .. _roles.Select(roleId => new AssignRole(userId, roleId)),
        ];
        if (_invites)
        {
            commands.Add(new InviteUser(userId));
        }

        return commands;
    }
}
