using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Person;

/// <summary>The roles of one user, with buttons to assign and remove them.</summary>
public sealed partial class UserRoles
{
    private IReadOnlyList<string> _errors = [];
    private string _roleId = "";
    private AssignRole? _tried;
    private Guid _commandId;
    private bool _isBusy;
    private int _asks;

    /// <summary>The existing roles, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Answer<Page<RoleRow>>? CarriedKnown { get; set; }

    [Inject]
    private ILogger<UserRoles> Log { get; set; } = default!;

    private Answer<Page<RoleRow>>? Known { get; set; }

    private bool MayAssign => !IsReadOnly && SignedIn?.May(Permissions.RolesAssign) is true;

    private IReadOnlyList<RoleRow> Assignable =>
        [.. (Known?.Value?.Items ?? []).Where(role => Shown?.Value?.Items.All(held => held.RoleId != role.Id) is true)];

    private RoleRow? Chosen => Assignable.FirstOrDefault(role => role.Id == _roleId);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Known = CarriedKnown;
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.ChangesRoles || change.Concerns(UserId);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // The signed-in person, and with it the permission to choose a role, may become known after the first load.
        if (MayAssign && Shown is not null && Known is null)
        {
            await ReloadAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task<Answer<Page<UserRoleRow>>> AskAsync()
    {
        var ask = ++_asks;
        var held = await Acting.AskAsync(new ListUserRoles(UserId), Disposal);
        var known = MayAssign ? await Acting.AskAsync(new ListRoles(), Disposal) : null;
        if (ask == _asks)
        {
            Known = CarriedKnown = known;
        }

        return held;
    }

    private async Task OnAssignAsync()
    {
        if (_isBusy || Chosen is not { } role)
        {
            _errors = Chosen is null ? [T("Choose a role first.")] : _errors;
            return;
        }

        _isBusy = true;
        try
        {
            var command = new AssignRole(UserId, role.Id);
            if (command != _tried)
            {
                (_tried, _commandId) = (command, Guid.CreateVersion7());
            }

            var result = await Acting.SendAsync(command, commandId: _commandId, cancellationToken: Disposal);
            // The command was answered. Assigning the same role again, after somebody removed it, is a new command with
            // a new id.
            _tried = null;
            _errors = [.. result.Errors.Select(error => error.Message)];
            if (result.IsAccepted)
            {
                _roleId = "";
                Asking.SayChanged(T($"Role {role.Name} assigned"), UserId);
                await ReloadAsync();
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.LogError(fault, "Assigning a role failed.");
            _errors =
            [
                T("The program did not answer, so the role may or may not be assigned. You can safely try again."),
            ];
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task OnRemoveAsync(UserRoleRow role)
    {
        var question = new Question(
            T($"Remove role {role.RoleName}?"),
            T($"The user loses what only {role.RoleName} allows: here at once, elsewhere at " + $"the next check."),
            T("Remove role"),
            IsDangerous: true
        );
        if (
            await Asking.AskAsync(
                question,
                new RemoveRole(UserId, role.RoleId),
                T($"Role {role.RoleName} removed"),
                UserId
            )
        )
        {
            await ReloadAsync();
        }
    }
}
