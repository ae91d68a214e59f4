using Microsoft.AspNetCore.Components;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Create;

/// <summary>
/// Roles that can be assigned to a new user: only those that allow no more than the person may do. Shows nothing if
/// there are none.
/// </summary>
public sealed partial class RoleChoice
{
    private IReadOnlyList<RoleRow>? _known;
    private bool _isAsked;

    /// <summary>Keys of the chosen roles.</summary>
    [Parameter, EditorRequired]
    public ISet<string> Chosen { get; set; } = new HashSet<string>();

    /// <summary>Raised when a role was selected or deselected.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private ILogger<RoleChoice> Logger { get; set; } = default!;

    private IReadOnlyList<RoleRow> Offered =>
        [
            .. (_known ?? []).Where(role =>
                role.Permissions.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .All(name => SignedIn?.May(name) is true)
            ),
        ];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (
            _isAsked
            || !RendererInfo.IsInteractive
            || SignedIn?.May(Permissions.RolesAssign) is not true
            || !SignedIn.May(Permissions.RolesRead)
        )
        {
            return;
        }

        _isAsked = true;
        try
        {
            _known = (await Acting.AskAsync(new ListRoles())).Value?.Items;
        }
        catch (Exception fault)
        {
            // The user can be created without roles, which can be assigned later on the user's page.
            Logger.LogError(fault, "The roles could not be listed.");
        }
    }

    private async Task OnToggleAsync(RoleRow role)
    {
        if (!Chosen.Remove(role.Id))
        {
            Chosen.Add(role.Id);
        }

        await OnChanged.InvokeAsync();
    }
}
