using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Roles;

/// <summary>One role: its permissions, its members and its history.</summary>
public sealed partial class RoleView
{
    private int _loads;
    private bool _isDeleted;

    /// <summary>Key of the role.</summary>
    [Parameter, EditorRequired]
    public string RoleId { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<RoleRow>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private IAttachedDatabase Database { get; set; } = default!;

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

    private Answer<RoleRow>? Shown { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(RoleId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var before = Shown?.Value;
        var answer = await Acting.AskAsync(new GetRole(RoleId), Disposal);
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
            Announcer.Announce(_isDeleted ? T($"Role {before.Name} was deleted") : T($"Role {before.Name} changed"));
        }

        Shown = Carried = answer;
    }

    private async Task OnDeleteAsync()
    {
        var row = Shown!.Value!;
        if (await DeleteRoleDialog.AskAsync(Dialogs, row))
        {
            Snackbar.Add(T($"Role {row.Name} deleted"), Severity.Success);
            Navigation.NavigateTo("roles");
        }
    }
}
