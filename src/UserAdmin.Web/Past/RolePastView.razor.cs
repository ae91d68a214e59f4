using Microsoft.AspNetCore.Components;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users.Search;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Past;

/// <summary>One role as of a moment: what it was called, what it allowed, and what is different now.</summary>
public sealed partial class RolePastView
{
    private int _loads;
    private string? _shownAt;
    private PastMoment? _moment;
    private string? _problem;

    /// <summary>Key of the role.</summary>
    [Parameter, EditorRequired]
    public string RoleId { get; set; } = "";

    /// <summary>The moment as the address has it.</summary>
    [Parameter, EditorRequired]
    public string At { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<RoleState>? CarriedThen { get; set; }

    /// <summary>The role now, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Answer<RoleState>? CarriedNow { get; set; }

    /// <summary>The timeline, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Answer<Timeline>? CarriedTimeline { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private Answer<RoleState>? Past { get; set; }

    private Answer<RoleState>? Now { get; set; }

    private Answer<Timeline>? Marks { get; set; }

    private Error? Refusal => Past?.Refusal ?? Now?.Refusal;

    private RoleState? Then => _problem is null ? Past?.Value : null;

    private string Name => Then?.Row?.Name ?? Now?.Value?.Row?.Name ?? T("Role");

    // The moment of the page may be the number of an event; the list takes its time.
    private string MembersHref(string role) =>
        new UsersAddress(SearchTerm.Of(SearchFields.Role, role).ToString())
        {
            At = PastAddress.Of(new(Then!.At)),
        }.Uri();

    private IEnumerable<ComparedField> Texts =>
        [
            Text("Name", Then?.Row?.Name, Now?.Value?.Row?.Name),
            Text("Description", Then?.Row?.Description, Now?.Value?.Row?.Description),
        ];

    private ComparedField Permitted =>
        new("Permissions", "Permissions", Names(Then?.Row), Names(Now?.Value?.Row)) { IsList = true };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        (Past, Now, Marks) = (CarriedThen, CarriedNow, CarriedTimeline);
        ReadAddress();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shownAt is not null && _shownAt != At)
        {
            ReadAddress();
            await ReloadAsync();
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(RoleId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var past = _moment is { } moment ? await Acting.AskAsync(new GetRoleAsOf(RoleId, moment), Disposal) : null;
        var now = await Acting.AskAsync(new GetRoleAsOf(RoleId), Disposal);
        var marks = await Acting.AskAsync(new GetUserTimeline(RoleId), Disposal);
        if (load == _loads)
        {
            (Past, Now, Marks) = (CarriedThen, CarriedNow, CarriedTimeline) = (past, now, marks);
        }
    }

    private void ReadAddress()
    {
        _shownAt = At;
        (_moment, _problem) = PastAddress.Read(At, Clock.GetUtcNow(), TimeZoneInfo.Utc);
    }

    private static ComparedField Text(string name, string? then, string? now) =>
        new(name, name, Value(then), Value(now));

    private static ComparedValue[] Value(string? text) =>
        string.IsNullOrEmpty(text) ? [] : [new ComparedValue(text, text)];

    private static ComparedValue[] Names(RoleRow? row) =>
        [.. (row?.PermissionNames ?? []).Order(StringComparer.Ordinal).Select(name => new ComparedValue(name, name))];
}
