using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Roles;

/// <summary>The permissions of one user, each with the roles that grant it.</summary>
public sealed partial class UserPermissionsView
{
    private int _loads;

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<Page<UserPermissionRow>>? Carried { get; set; }

    /// <summary>The user, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Answer<UserRow>? CarriedUser { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private Answer<Page<UserPermissionRow>>? Shown { get; set; }

    private Answer<UserRow>? User { get; set; }

    /// <summary>The reason why the permissions cannot be used now, or null.</summary>
    private string? WhyUnusable =>
        User?.Value is { } user && user.StateAt(Clock.GetUtcNow()) is var state and not UserState.Active
            ? $"The account is {state.ToString().ToLowerInvariant()}, so none of this can be used now."
            : null;

    private IEnumerable<(string Title, IReadOnlyList<UserPermissionRow> Rows)> Groups =>
        PermissionGroups.All.Select(group =>
            (
                group.Title,
                (IReadOnlyList<UserPermissionRow>)
                    [
                        .. (Shown?.Value?.Items ?? [])
                            .Where(row => group.Permissions.Any(permission => permission.Name == row.Name))
                            .OrderByDescending(row => row.IsHeld),
                    ]
            )
        );

    /// <inheritdoc/>
    protected override void OnInitialized() => (Shown, User) = (Carried, CarriedUser);

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.ChangesRoles || change.Concerns(UserId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var user = await Acting.AskAsync(new GetUser(UserId), Disposal);
        var answer = await Acting.AskAsync(new GetUserPermissions(UserId), Disposal);
        if (load == _loads)
        {
            (Shown, User) = (Carried, CarriedUser) = (answer, user);
        }
    }
}
