using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Roles;

/// <summary>
/// Shows what deleting a role does to its members, lets the person choose another role for them, and deletes it.
/// </summary>
public sealed partial class DeleteRoleDialog : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private IReadOnlyList<RoleRow> _targets = [];
    private IReadOnlyList<string> _errors = [];
    private RoleDeletionPreview? _preview;
    private DeleteRole? _tried;
    private Guid _commandId;
    private string _targetId = "";
    private string _reason = "";
    private int _looks;
    private bool _isBusy;

    /// <summary>The role.</summary>
    [Parameter, EditorRequired]
    public RoleRow Role { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private ILogger<DeleteRoleDialog> Logger { get; set; } = default!;

    private string? TargetId => _targetId.Length == 0 ? null : _targetId;

    private string Action =>
        _preview is { Members: > 0 } preview
            ? TargetId is null
                ? T(
                    preview.Members,
                    "Delete role and remove it from 1 member",
                    $"Delete role and remove it from {Count(preview.Members)} members"
                )
                : T(
                    preview.Members,
                    "Delete role and move 1 member",
                    $"Delete role and move {Count(preview.Members)} members"
                )
            : T("Delete role");

    /// <summary>Opens the dialog.</summary>
    /// <returns>True if the role was deleted.</returns>
    public static async Task<bool> AskAsync(IDialogService dialogs, RoleRow role)
    {
        var parameters = new DialogParameters<DeleteRoleDialog> { { dialog => dialog.Role, role } };
        var dialog = await dialogs.ShowAsync<DeleteRoleDialog>(T($"Delete role {role.Name}?"), parameters);
        return await dialog.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await OnChosenAsync();
        await TryAsync(
            Marked("Looking up roles"),
            async () =>
                _targets = [
                    .. ((await Acting.AskAsync(new ListRoles(), _disposal.Token)).Value?.Items ?? []).Where(role =>
                        role.Id != Role.Id
                    ),
                ]
        );
    }

    private Task OnChosenAsync() =>
        TryAsync(
            Marked("The preview"),
            async () =>
            {
                var look = ++_looks;
                _preview = null;
                var answer = await Acting.AskAsync(new PreviewRoleDeletion(Role.Id, TargetId), _disposal.Token);
                if (look == _looks)
                {
                    _preview = answer.Value;
                    _errors =
                        answer.Refusal is { } refusal ? [FromCore(refusal.Message)]
                        : answer.Value is null ? [FromCore(RoleErrors.NotFound.Message)]
                        : [];
                }
            }
        );

    private void OnCancel() => Dialog.Cancel();

    private async Task OnConfirmAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        await TryAsync(
            Marked("Deleting the role"),
            async () =>
            {
                var command = new DeleteRole(Role.Id, TargetId);
                if (command != _tried)
                {
                    (_tried, _commandId) = (command, Guid.CreateVersion7());
                }

                var result = await Acting.SendAsync(
                    command,
                    _reason.Trim() is { Length: > 0 } reason ? reason : null,
                    _commandId,
                    _disposal.Token
                );
                if (result.IsAccepted)
                {
                    Dialog.Close();
                }

                _errors = [.. result.Errors.Select(error => error.Message)];
            }
        );
        _isBusy = false;
    }

    private async Task TryAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "{What} failed.", what);
            _errors = [T($"{T(what)} failed: the program did not answer. You can safely try again.")];
        }
    }

    private string What(RoleDeletionPreview preview)
    {
        if (preview.Members == 0)
        {
            return T("Nobody has this role. It is deleted for good, here and in every application that uses it.");
        }

        var who = T(
            preview.Members,
            "Its one member loses it and is signed out.",
            $"Its {Count(preview.Members)} members lose it and are signed out."
        );
        var end = T("The role is deleted for good, here and in every application that uses it.");
        return _targets.FirstOrDefault(role => role.Id == _targetId) is { } target
            ? $"{who} {Instead(preview, target)} {end}"
            : $"{who} {end}";
    }

    private static string Instead(RoleDeletionPreview preview, RoleRow target)
    {
        if (preview.AlreadyHold == 0)
        {
            return T(preview.Members, $"That member gets {target.Name} for it.", $"They get {target.Name} for it.");
        }

        var others = Count(preview.Members - preview.AlreadyHold);
        return T(
            preview.AlreadyHold,
            $"{others} of them get {target.Name} for it, 1 holds that already.",
            $"{others} of them get {target.Name} for it, {Count(preview.AlreadyHold)} hold that already."
        );
    }

    private static string Count(int number) => number.ToString("N0", WrittenIn);
}
