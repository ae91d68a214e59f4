using Microsoft.AspNetCore.Components;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Projections;
using UserAdmin.Users.Fields;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Past;

/// <summary>
/// One user as of a moment: what the account was like, and what is different now. Nothing can be changed.
/// </summary>
public sealed partial class UserPastView
{
    private int _loads;
    private string? _shownAt;
    private PastMoment? _moment;
    private string? _problem;
    private bool _isTravelling;

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>The moment as the address has it.</summary>
    [Parameter, EditorRequired]
    public string At { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<AccountState>? CarriedThen { get; set; }

    /// <summary>The account now, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Answer<AccountState>? CarriedNow { get; set; }

    /// <summary>The timeline, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Answer<Timeline>? CarriedTimeline { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private Answer<AccountState>? Past { get; set; }

    private Answer<AccountState>? Now { get; set; }

    private Answer<Timeline>? Marks { get; set; }

    private Error? Refusal => Past?.Refusal ?? Now?.Refusal;

    private AccountState? Then => _problem is null ? Past?.Value : null;

    private Timeline? Timeline => Marks?.Value;

    private IReadOnlyList<ComparedField> Compared { get; set; } = [];

    private int Differing => Compared.Count(one => one.Differs);

    private bool IsGoneNow => Now?.Value is { Row: null };

    private string Href => $"users/{Uri.EscapeDataString(UserId)}";

    private string Name => Then?.Row?.DisplayName ?? Now?.Value?.Row?.DisplayName ?? T("User");

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        (Past, Now, Marks) = (CarriedThen, CarriedNow, CarriedTimeline);
        ReadAddress();
        Compare();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shownAt is not null && _shownAt != At)
        {
            ReadAddress();
            _isTravelling = true;
            await ReloadAsync();
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.ChangesRoles || change.Concerns(UserId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var past = _moment is { } moment ? await Acting.AskAsync(new GetUserAsOf(UserId, moment), Disposal) : null;
        var (now, marks) = (Now, Marks);
        // Going from moment to moment asks only for the past.
        if (!_isTravelling || now is null || marks is null)
        {
            now = await Acting.AskAsync(new GetUserAsOf(UserId), Disposal);
            marks = await Acting.AskAsync(new GetUserTimeline(UserId), Disposal);
        }

        if (load == _loads)
        {
            _isTravelling = false;
            (Past, Now, Marks) = (CarriedThen, CarriedNow, CarriedTimeline) = (past, now, marks);
            Compare();
        }
    }

    private void ReadAddress()
    {
        _shownAt = At;
        // A time without a zone is UTC: an address must mean the same to everybody.
        (_moment, _problem) = PastAddress.Read(At, Clock.GetUtcNow(), TimeZoneInfo.Utc);
    }

    private void Compare() =>
        Compared = Past?.Value is { } then && Now?.Value is { } now ? AccountComparison.Of(Fields, then, now) : [];
}
