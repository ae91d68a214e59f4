using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Applications.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Applications;

/// <summary>One application: its details, permissions, keys and history.</summary>
public sealed partial class ApplicationView
{
    private int _loads;
    private bool _isDeleted;

    /// <summary>Key of the application.</summary>
    [Parameter, EditorRequired]
    public string ApplicationId { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<ApplicationRow>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private Answer<ApplicationRow>? Shown { get; set; }

    private bool MayStop => SignedIn?.May(Permissions.ApplicationsManage) is true;

    private bool MayChange =>
        SignedIn?.May(Permissions.ApplicationsManage) is true
        && Shown?.Value?.PermissionNames.All(SignedIn.May) is true;

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(ApplicationId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var before = Shown?.Value;
        var answer = await Acting.AskAsync(new GetApplication(ApplicationId), Disposal);
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load != _loads || (answer.Refusal == MessagingErrors.NotSignedIn && before is not null))
        {
            return;
        }

        if (answer.IsStale && before is not null)
        {
            // This answer does not include the person's own change, which the form already shows.
            Shown = answer with
            {
                Value = before,
                Position = Shown!.Position,
            };
            return;
        }

        _isDeleted = before is not null && answer is { Value: null, Refusal: null };
        if (changed.Count > 0 && before is not null && answer.Value?.Version != before.Version)
        {
            Announcer.Announce(
                _isDeleted ? T($"Application {before.Name} was deleted") : T($"Application {before.Name} changed")
            );
        }

        Shown = Carried = answer;
    }

    private Task<bool> OnDisableAsync() =>
        AskAsync(
            T($"Disable application {Shown!.Value!.Name}?"),
            T("Its keys open nothing from now on, and bulk actions and imports that it has started stop."),
            T("Disable application"),
            isDangerous: true,
            new DisableApplication(ApplicationId),
            T($"Application {Shown.Value.Name} disabled")
        );

    private Task<bool> OnEnableAsync() =>
        AskAsync(
            T($"Enable application {Shown!.Value!.Name}?"),
            T("Its keys open again what its permissions allow."),
            T("Enable application"),
            isDangerous: false,
            new EnableApplication(ApplicationId),
            T($"Application {Shown.Value.Name} enabled")
        );

    private async Task OnDeleteAsync()
    {
        var name = Shown!.Value!.Name;
        if (
            await AskAsync(
                T($"Delete application {name}?"),
                T("All its keys open nothing from now on. This cannot be undone; what it did stays in the history."),
                T("Delete application"),
                isDangerous: true,
                new DeleteApplication(ApplicationId),
                T($"Application {name} deleted")
            )
        )
        {
            Navigation.NavigateTo("applications");
        }
    }

    private async Task<bool> AskAsync(
        string title,
        string text,
        string action,
        bool isDangerous,
        ICommand command,
        string done
    )
    {
        if (
            !await ReasonDialog.AskAsync(
                Dialogs,
                title,
                text,
                action,
                isDangerous,
                (reason, commandId, cancellationToken) =>
                    Acting.SendAsync(command, reason, commandId, cancellationToken)
            )
        )
        {
            return false;
        }

        Snackbar.Add(done, Severity.Success);
        await ReloadAsync();
        return true;
    }
}
