using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Policies.Queries;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Settings;

/// <summary>
/// The policy for passwords, signing in, links and deleted accounts; live, and edited field by field.
/// </summary>
public sealed partial class SettingsPage
{
    private readonly PolicyForm _form = new();
    private Answer<PolicyRow>? _answer;
    private Policy? _tried;
    private Guid _commandId;
    private string _reason = "";
    private bool _isBusy;

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private IBreachList Breaches { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ILogger<SettingsPage> Log { get; set; } = default!;

    private PolicyRow? Row => _answer?.Value;

    private bool MayEdit =>
        RendererInfo.IsInteractive && Row is not null && SignedIn?.May(Permissions.SettingsManage) is true;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns("policy");

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        _answer = await Acting.AskAsync(new GetPolicy(), Disposal);
        if (Row is not null)
        {
            _form.Merge(Row);
        }
    }

    private string? DescribedBy(PolicyField field) =>
        string.Join(
            ' ',
            new[]
            {
                field.IsSwitch ? null : $"{field.Name}-unit",
                HintOf(field) is null ? null : $"{field.Name}-hint",
                field.Error is null ? null : $"{field.Name}-error",
                field.Theirs is null ? null : $"{field.Name}-other",
            }.Where(id => id is not null)
        );

    private string? HintOf(PolicyField field) =>
        field.Name != nameof(Policy.ChecksBreachedPasswords)
            ? field.Hint
            : Breaches.Status switch
            {
                { IsUsed: true, File: { } file } => $"They are looked up in {file}.",
                { Problem: { } problem } => $"They are not looked up at the moment: {problem}",
                _ => "The program is given no list at the moment, so this has no effect. The setting "
                    + "UserAdmin:BreachedPasswordsFile names one; docs/SETTINGS.md says how.",
            };

    private async Task OnSubmitAsync()
    {
        if (_isBusy || !MayEdit || _form.Wanted(Row!.Policy) is not { } wanted)
        {
            return;
        }

        if (!_form.IsDirty)
        {
            Snackbar.Add("Nothing has changed");
            return;
        }

        if (wanted != _tried)
        {
            (_tried, _commandId) = (wanted, Guid.CreateVersion7());
        }

        _isBusy = true;
        try
        {
            var result = await Acting.SendAsync(
                new ChangePolicy(wanted, _form.SeenVersion),
                _reason.Trim() is { Length: > 0 } text ? text : null,
                _commandId,
                Disposal
            );
            if (result.IsAccepted)
            {
                _form.Saved();
                _reason = "";
                Snackbar.Add("Saved", Severity.Success);
            }
            else
            {
                _form.Refuse(result.Errors);
            }

            await ReloadAsync();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.LogError(fault, "Saving the policy failed.");
            _form.Refuse([
                new Error(
                    "web.no-answer",
                    "The program did not answer, so the changes may or may not be saved. Everything you "
                        + "typed is kept; save again, it does no harm."
                ),
            ]);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
