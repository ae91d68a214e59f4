using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Roles;

/// <summary>All roles, each with its description, its number of permissions and its number of members.</summary>
public sealed partial class RolesPage
{
    private readonly Dictionary<string, int> _changes = [];
    private int _loads;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<Page<RoleRow>>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    private Answer<Page<RoleRow>>? Shown { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new ListRoles(), Disposal);
        if (load != _loads)
        {
            return;
        }

        if (Shown?.Value is { } before && answer.Value is { } now)
        {
            Mark(before.Items.ToDictionary(row => row.Id), now.Items);
        }

        Shown = Carried = answer;
    }

    private void Mark(Dictionary<string, RoleRow> before, IReadOnlyList<RoleRow> now)
    {
        var marked = 0;
        foreach (var row in now)
        {
            if (
                !before.TryGetValue(row.Id, out var old)
                || (old.Version, old.MemberCount) != (row.Version, row.MemberCount)
            )
            {
                _changes[row.Id] = _changes.GetValueOrDefault(row.Id) + 1;
                marked++;
            }
        }

        if (marked > 0)
        {
            Announcer.Announce(T(marked, "1 role changed", $"{marked} roles changed"));
        }
    }

    // Two names for the same animation: changing the name restarts it.
    private string? GlowOf(string id) =>
        !_changes.TryGetValue(id, out var times) ? null
        : times % 2 == 1 ? "glow"
        : "glow glow-again";
}
