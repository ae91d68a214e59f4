using Microsoft.AspNetCore.Components;
using UserAdmin.Applications;
using UserAdmin.Applications.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Applications;

/// <summary>All applications, each with its owner, its keys and when one of them was last used.</summary>
public sealed partial class ApplicationsPage
{
    private readonly Dictionary<string, int> _changes = [];
    private string _typed = "";
    private int _loads;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<Page<ApplicationRow>>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    private Answer<Page<ApplicationRow>>? Shown { get; set; }

    private bool MayManage => SignedIn?.May(Permissions.ApplicationsManage) is true;

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new ListApplications(_typed), Disposal);
        if (load != _loads)
        {
            return;
        }

        if (changed.Count > 0 && Shown?.Value is { } before && answer.Value is { } now)
        {
            Mark(before.Items.ToDictionary(row => row.Id), now.Items);
        }

        Shown = Carried = answer;
    }

    private void Mark(Dictionary<string, ApplicationRow> before, IReadOnlyList<ApplicationRow> now)
    {
        var marked = 0;
        foreach (var row in now)
        {
            if (
                !before.TryGetValue(row.Id, out var old)
                || (old.Version, old.State, old.LiveKeys) != (row.Version, row.State, row.LiveKeys)
            )
            {
                _changes[row.Id] = _changes.GetValueOrDefault(row.Id) + 1;
                marked++;
            }
        }

        if (marked > 0)
        {
            Announcer.Announce(T(marked, "1 application changed", $"{marked} applications changed"));
        }
    }

    // Two names for the same animation: changing the name restarts it.
    private string? GlowOf(string id) =>
        !_changes.TryGetValue(id, out var times) ? null
        : times % 2 == 1 ? "glow"
        : "glow glow-again";
}
