using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Roles;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Settings;

/// <summary>Edits the policy.</summary>
public sealed partial class PolicyEditor
{
    private PolicyForm? _made;

    [Inject]
    private IEnumerable<IHostLockout> Lockouts { get; set; } = default!;

    [Inject]
    private IBreachList Breaches { get; set; } = default!;

    /// <inheritdoc/>
    protected override MergingForm<PolicyRow> Form => Edited;

    private PolicyForm Edited => _made ??= new(Lockouts.Any());

    private IHostLockout? Lockout => Lockouts.SingleOrDefault();

    /// <inheritdoc/>
    protected override bool MayEdit =>
        RendererInfo.IsInteractive && Row is not null && SignedIn?.May(Permissions.SettingsManage) is true;

    /// <inheritdoc/>
    protected override ICommand? Change(PolicyRow row) =>
        new ChangePolicy(Edited.Wanted(row.Policy), Edited.SeenVersion);

    private string? HintOf(PolicyField field) =>
        field.Name != nameof(Policy.ChecksBreachedPasswords)
            ? field.Hint
            : Breaches.Status switch
            {
                { IsUsed: true, File: { } file } => T($"Passwords are checked against {file}."),
                { Problem: { } problem } => T($"Passwords are not checked at the moment: {FromCore(problem)}"),
                _ => T(
                    "No list is configured, so this has no effect. The setting UserAdmin:BreachedPasswordsFile "
                        + "names one; see docs/SETTINGS.md."
                ),
            };
}
