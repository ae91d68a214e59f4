using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Projections;
using UserAdmin.Users.Fields;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Past;

/// <summary>Two moments of one account, or two accounts, side by side.</summary>
public sealed partial class UserCompareView
{
    private readonly Dictionary<int, string> _problems = [];
    private int _loads;
    private (string, string, string)? _shown;
    private string _fromTyped = "";
    private string _toTyped = "";

    // What the fields were filled with. A field that nobody typed in means the moment of the address, which may be more
    // exact than what it shows.
    private (string From, string To) _filled = ("", "");
    private string _withTyped = "";

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>The one moment as the address has it; empty for now.</summary>
    [Parameter]
    public string From { get; set; } = "";

    /// <summary>The other moment; empty for now, or for the same moment if two accounts are compared.</summary>
    [Parameter]
    public string To { get; set; } = "";

    /// <summary>Key of the account to compare with; empty for two moments of one account.</summary>
    [Parameter]
    public string With { get; set; } = "";

    /// <summary>Whether fields are shown that do not differ.</summary>
    [Parameter]
    public bool ShowsAll { get; set; }

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<AccountState>? CarriedLeft { get; set; }

    /// <summary>The other side, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Answer<AccountState>? CarriedRight { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private Answer<AccountState>? LeftAnswer { get; set; }

    private Answer<AccountState>? RightAnswer { get; set; }

    private Error? Refusal => LeftAnswer?.Refusal ?? RightAnswer?.Refusal;

    private bool IsLoaded => LeftAnswer is not null && RightAnswer is not null;

    private AccountState? Left => LeftAnswer?.Value;

    private AccountState? Right => RightAnswer?.Value;

    private bool IsOfTwo => With.Length > 0;

    private string Href => $"users/{Uri.EscapeDataString(UserId)}";

    private string Name => Left?.Row?.DisplayName ?? (IsOfTwo ? null : Right?.Row?.DisplayName) ?? T("The user");

    private string OtherName => IsOfTwo ? Right?.Row?.DisplayName ?? T("The other user") : Name;

    private IReadOnlyList<ComparedField> Compared { get; set; } = [];

    private List<ComparedField> Rows =>
        [.. Compared.Where(one => one.Differs || (ShowsAll && one.From.Count + one.To.Count > 0))];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        (LeftAnswer, RightAnswer) = (CarriedLeft, CarriedRight);
        TakeAddress();
        Compare();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown is not null && _shown != (From, To, With))
        {
            TakeAddress();
            await ReloadAsync();
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) =>
        change.ChangesRoles || change.Concerns(UserId) || change.Concerns(With);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var (from, to) = (Read(From), Read(IsOfTwo && To.Length == 0 ? From : To));
        if (from is null || to is null)
        {
            return;
        }

        var left = await Acting.AskAsync(new GetUserAsOf(UserId, from), Disposal);
        var right = await Acting.AskAsync(new GetUserAsOf(IsOfTwo ? With : UserId, to), Disposal);
        if (load == _loads)
        {
            (LeftAnswer, RightAnswer) = (CarriedLeft, CarriedRight) = (left, right);
            Compare();
            Fill();
        }
    }

    // A time without a zone is UTC in an address: it must mean the same to everybody.
    private PastMoment? Read(string text) => PastAddress.Read(text, Clock.GetUtcNow(), TimeZoneInfo.Utc).Moment;

    private void TakeAddress()
    {
        _shown = (From, To, With);
        _withTyped = With;
        _problems.Clear();
        Check(From, 0);
        Check(To, 1);
        (_fromTyped, _toTyped) = _filled = (From, To);
        Fill();
    }

    private void Fill()
    {
        if ((_fromTyped, _toTyped) == _filled)
        {
            (_fromTyped, _toTyped) = _filled = (Shown(From, 0, Left), Shown(To, 1, Right));
        }
    }

    private string Shown(string text, int side, AccountState? state) =>
        _problems.ContainsKey(side) ? text
        : text.Length > 0 && state is not null ? PastAddress.Local(state.At, Zone)
        : "";

    private void Check(string text, int side)
    {
        if (PastAddress.Read(text, Clock.GetUtcNow(), TimeZoneInfo.Utc).Problem is { } problem)
        {
            _problems[side] = problem;
        }
    }

    private void Compare() =>
        Compared = Left is { } left && Right is { } right ? AccountComparison.Of(Fields, left, right) : [];

    private void OnCompare()
    {
        _problems.Clear();
        var from = _fromTyped == _filled.From && Read(From) is not null ? From : Chosen(_fromTyped, 0);
        var to = _toTyped == _filled.To && Read(To) is not null ? To : Chosen(_toTyped, 1);
        if (_problems.Count == 0)
        {
            Navigation.NavigateTo(Address(from, to, _withTyped.Trim(), ShowsAll));
        }
    }

    private string Chosen(string typed, int side)
    {
        var (moment, problem) = PastAddress.Read(typed, Clock.GetUtcNow(), Zone.Zone);
        if (problem is not null)
        {
            _problems[side] = problem;
        }

        return moment is null ? "" : PastAddress.Of(moment);
    }

    private string Address(string from, string to, string with, bool all)
    {
        List<string> parts = [];
        Add("from", from);
        Add("to", to);
        Add("with", with);
        Add("all", all ? "1" : "");
        return $"{Href}/compare{(parts.Count == 0 ? "" : "?" + string.Join('&', parts))}";

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }
}
