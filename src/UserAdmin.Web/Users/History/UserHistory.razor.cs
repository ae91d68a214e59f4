using Microsoft.AspNetCore.Components;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.History;

/// <summary>The history of one user: who changed what, when, from which value to which, and why.</summary>
public sealed partial class UserHistory
{
    /// <summary>The number of events shown beside the profile.</summary>
    internal const int Few = 6;

    private IReadOnlyList<HistoryRow> _entries = [];
    private long _glowAfter = long.MaxValue;
    private int _loads;
    private bool _isBusy;
    private bool _hasOlderFailed;

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>Which events.</summary>
    [Parameter]
    public HistoryKind Kind { get; set; }

    /// <summary>How many events to load at once.</summary>
    [Parameter]
    public int Take { get; set; } = 20;

    /// <summary>Whether it is the history of a role, which also has who was given it and who lost it.</summary>
    [Parameter]
    public bool IsOfRole { get; set; }

    /// <summary>Whether it is the history of something that has no past pages: the settings.</summary>
    [Parameter]
    public bool IsOfSettings { get; set; }

    /// <summary>
    /// Whether the account does not exist any more, if it ever did: nothing is left to travel to or to undo, and
    /// without recorded events nothing is shown.
    /// </summary>
    [Parameter]
    public bool IsGone { get; set; }

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<Page<HistoryRow>>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    private Answer<Page<HistoryRow>>? Newest { get; set; }

    private bool IsOfUser => !IsOfRole && !IsOfSettings;

    private bool HasOlder => Newest?.Value is { } newest && _entries.Count < newest.Total;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Newest = Carried;
        _entries = Newest?.Value?.Items ?? [];
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) =>
        // Any account may be given the role.
        change.Concerns(UserId) || IsOfRole;

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new GetUserHistory(UserId, Take: Take, Kind: Kind), Disposal);
        if (load != _loads)
        {
            return;
        }

        _glowAfter = _entries.Count == 0 ? long.MaxValue : _entries[0].Position;
        Newest = Carried = answer;
        _entries = Joined(answer.Value?.Items ?? [], _entries);
    }

    private async Task OnLoadOlderAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        _hasOlderFailed = !await TryAsync(async () =>
        {
            var answer = await Acting.AskAsync(new GetUserHistory(UserId, _entries[^1].Position, Take, Kind), Disposal);
            // Entries that were added at the top meanwhile stay; only older ones are added.
            _entries =
            [
                .. _entries,
                .. (answer.Value?.Items ?? []).Where(entry => entry.Position < _entries[^1].Position),
            ];
        });
        _isBusy = false;
    }

    /// <summary>
    /// Keeps the older entries that the person loaded, unless more events have occurred since than one load returns,
    /// which would leave a gap.
    /// </summary>
    private static IReadOnlyList<HistoryRow> Joined(IReadOnlyList<HistoryRow> newest, IReadOnlyList<HistoryRow> before)
    {
        if (newest.Count == 0 || before.Count == 0 || newest[^1].Position > before[0].Position)
        {
            return newest;
        }

        return [.. newest, .. before.Where(entry => entry.Position < newest[^1].Position)];
    }
}
