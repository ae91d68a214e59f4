using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Create;

/// <summary>
/// Creates a user, and invites the person unless a password is set here. The account's key is created with the form,
/// and a command keeps its id until it is answered, so a second click is harmless.
/// </summary>
public sealed partial class NewUserPage : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly string _userId = Guid.CreateVersion7().ToString();
    private readonly UserForm _form = new();
    private readonly FormField _password = new(nameof(CreateUser.Password), "Initial password");
    private readonly HashSet<string> _roles = [];
    private IReadOnlyList<ICommand> _tried = [];
    private Guid _commandId;
    private string _rule = "";
    private bool _invites = true;
    private bool _isUserNameChosen;
    private bool _isPasswordShown;
    private bool _isBusy;
    private bool _isCreated;

    /// <summary>How the password is set: “password” to set one here, anything else to invite.</summary>
    [SupplyParameterFromQuery(Name = "how")]
    private string? How { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IMailDelivery Delivery { get; set; } = default!;

    [Inject]
    private IPasswordRules Rules { get; set; } = default!;

    [Inject]
    private ILogger<NewUserPage> Logger { get; set; } = default!;

    private bool HasChanges => !_isCreated && (_form.IsDirty || _password.IsTouched || _roles.Count > 0);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _invites = How != "password";
        _rule = await Rules.DescribeAsync(_disposal.Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private void OnEmailTyped()
    {
        if (!_isUserNameChosen)
        {
            _form.UserName.Value = Suggestion(_form.Email.Value);
        }
    }

    private void OnUserNameTyped() => _isUserNameChosen = _form.UserName.Value.Length > 0;

    private void OnGenerate()
    {
        _password.Value = GeneratedPassword.Make();
        (_password.Error, _isPasswordShown) = (null, true);
    }

    private void OnShow() => _isPasswordShown = !_isPasswordShown;

    private async Task OnSubmitAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var commands = Commands();
            if (!commands.SequenceEqual(_tried))
            {
                (_tried, _commandId) = (commands, Guid.CreateVersion7());
            }

            var (done, invites) = (_form.DisplayName.Wanted, _invites);
            // Sent alone if possible, because in a command set a password is hashed inside the transaction.
            var command = commands.Count == 1 ? commands[0] : new CommandSet(commands);
            var result = await Acting.SendAsync(command, commandId: _commandId, cancellationToken: _disposal.Token);
            if (result.IsAccepted)
            {
                var isDelivered = !invites || Delivery.HasServer;
                await LeaveAsync(
                    isDelivered ? Severity.Success : Severity.Warning,
                    !invites ? $"{done} created"
                        : Delivery.HasServer ? $"Invitation sent to {_form.Email.Wanted}"
                        : $"{done} created. Nothing was delivered: no mail server is set"
                );
            }
            else
            {
                // “No such user” only follows from the refusal to create the user, so it is not shown.
                var first = result.Errors.Where(error => error.Code != UserErrors.NotFound.Code).ToList();
                _form.Refuse(first.Count > 0 ? first : result.Errors, _password);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "Creating a user failed.");
            _form.Refuse([
                new Error(
                    "web.no-answer",
                    "The program did not answer, so the user may or may not have been created. Everything "
                        + "you typed is kept. It can be sent again: that never creates two."
                ),
            ]);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task LeaveAsync(Severity severity, string done)
    {
        _isCreated = true;
        // Rendered first, because the old page would ask about unsaved changes. The yield allows rendering even if the
        // answer came at once.
        StateHasChanged();
        await Task.Yield();
        Snackbar.Add(done, severity);
        Navigation.NavigateTo($"users/{_userId}");
    }

    private List<ICommand> Commands()
    {
        List<ICommand> commands =
        [
            _form.Creation(_userId, _invites ? "" : _password.Value),
            .. _roles.Select(roleId => new AssignRole(_userId, roleId)),
        ];
        if (_invites)
        {
            commands.Add(new InviteUser(_userId));
        }

        return commands;
    }

    private static string Suggestion(string email) =>
        string.Concat(
            email
                .Split('@')[0]
                .Where(letter => char.IsAsciiLetterOrDigit(letter) || "-._+".Contains(letter, StringComparison.Ordinal))
        );
}
