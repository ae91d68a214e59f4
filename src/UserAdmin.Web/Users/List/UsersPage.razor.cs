using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Bulk;
using UserAdmin.Messaging;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Live;
using UserAdmin.Web.Past;

namespace UserAdmin.Web.Users.List;

/// <summary>
/// The list of users. Its address determines search, sort and page; the person's layout determines the columns. It is
/// updated live without moving rows.
/// </summary>
public sealed partial class UsersPage
{
    private static readonly FrozenDictionary<string, string> _nobody = FrozenDictionary<string, string>.Empty;

    private RowGlow _glow = default!;
    private string? _said;
    private UserSearch _search = UserSearch.Everybody;
    private UsersLayout? _layout;
    private (string Uri, UsersAddress Address) _readAddress = ("", new());
    private ((UsersLayout, string?) From, UsersLayout Layout) _madeLayout = (
        (UsersLayout.Default, null),
        UsersLayout.Default
    );
    private UsersAddress? _askedAddress;
    private UsersAddress? _shownAddress;
    private FollowedListing? _followed;
    private DateTimeOffset _loadedAt;
    private ElementReference _filterButton;
    private bool _hasNews = true;
    private DateTimeOffset? _moment;
    private string? _momentProblem;
    private bool _isFiltering;
    private bool _isUnderstood = true;
    private int _loads;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Handover<Answer<UserListing>>? Carried { get; set; }

    /// <summary>The layout of the prerendered page.</summary>
    [PersistentState]
    public Answer<ListLayoutRow>? CarriedLayout { get; set; }

    // The parts of the address, as single parameters, so that the page is notified when any of them changes.
    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "desc")]
    private string? Descending { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "size")]
    private string? Size { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? Cursor { get; set; }

    [SupplyParameterFromQuery(Name = "cols")]
    private string? Columns { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewId { get; set; }

    [SupplyParameterFromQuery(Name = "at")]
    private string? At { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    [Inject]
    private UserSelection Selection { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private Answer<UserListing>? Shown { get; set; }

    // Parsed once per address, because a refresh of a thousand pages reads it ten thousand times.
    private UsersAddress Address =>
        _readAddress.Uri == Navigation.Uri
            ? _readAddress.Address
            : (_readAddress = (Navigation.Uri, UsersAddress.Parse(Navigation.Uri, Fields))).Address;

    // The same object while nothing changes, so that the table can tell.
    private UsersLayout Layout
    {
        get
        {
            var from = (_layout ?? UsersLayout.Default, Address.Columns);
            return _madeLayout.From == from
                ? _madeLayout.Layout
                : (_madeLayout = (from, from.Item1.With(from.Columns, Fields))).Layout;
        }
    }

    private IReadOnlyList<string> ShownKeys => [.. Layout.Columns.Select(shown => shown.Column.Key)];

    // Of the list that is shown, and not of a search that is still being answered.
    private SearchHints? Hints => Shown?.Value?.Hints;

    private int PageSize => (_shownAddress ?? Address).PageSizeFor(Layout.PageSize);

    // The list is of a moment in the past, so nothing on it changes or can be changed.
    private bool IsPast => Address.At is not null;

    private bool MaySelect =>
        !IsPast && SignedIn is { } user && BulkActions.All.Any(action => user.May(BulkActions.PermissionOf(action)));

    // True while the typed search is invalid, and while another list is loading.
    private bool IsDimmed =>
        _followed is not null && (!_isUnderstood || (_shownAddress is not null && _shownAddress != _askedAddress));

    /// <inheritdoc/>
    protected override bool HasNews => _hasNews;

    /// <inheritdoc/>
    protected override bool ListsUsers => true;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _glow = new RowGlow(Clock);
        _search = UserSearch.Parse(Address.Search, Fields);
        (_moment, _momentProblem) = MomentOf(Address);
        _layout = CarriedLayout is { } layout ? UsersLayout.Of(layout.Value, Fields) : null;
        Shown = Carried?.Take();
        _followed = Shown?.Value is { } listing ? FollowedListing.Of(listing) : null;
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Address == _askedAddress ? Task.CompletedTask : ReloadAsync();

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var address = _askedAddress = Address;
        _search = UserSearch.Parse(address.Search, Fields);
        (_moment, _momentProblem) = MomentOf(address);
        _hasNews = true;
        if (_layout is null)
        {
            CarriedLayout = await Acting.AskAsync(new GetListLayout(), Disposal);
            _layout = UsersLayout.Of(CarriedLayout.Value, Fields);
        }

        if (address.OldRoleId is { } roleId)
        {
            await LeadFromAsync(address, roleId);
        }
        else if (SearchZones.In(address.Search, Zone.Id, Fields) is var zoned && zoned != address.Search)
        {
            // Put into the address, so that anyone who gets the link sees the same people.
            Navigation.NavigateTo(
                (address with { Search = zoned }).Uri(),
                new NavigationOptions { ReplaceHistoryEntry = true }
            );
        }
        else if (!_search.IsValid || _momentProblem is not null)
        {
            (_shownAddress, _followed, Shown) = (address, null, null);
        }
        else if (IsPast && (address == _shownAddress || !RendererInfo.IsInteractive))
        {
            // Nothing changes in the past; and a list that is not there yet may take longer than a page should.
            _hasNews = address != _shownAddress;
        }
        else if (address == _shownAddress && _followed is { Listing.Items.Count: > 0 })
        {
            await FollowAsync(load, address, changed);
        }
        else
        {
            await ShowAsync(load, address);
        }
    }

    private async Task ShowAsync(int load, UsersAddress address)
    {
        var at = Clock.GetUtcNow();
        var answer = await Acting.AskAsync(address.ToQuery(_layout!.PageSize) with { At = _moment }, Disposal);
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load != _loads)
        {
            return;
        }

        if (answer.Value is { } found && _shownAddress is { } before && before.Search != address.Search)
        {
            Announcer.Announce(T(found.Total, "1 user found", $"{Count(found.Total)} users found"));
        }

        _glow.Clear();
        (_shownAddress, _loadedAt) = (address, at);
        Shown = answer;
        // In the circuit, it would keep its own rows for as long as the page is open.
        Carried = RendererInfo.IsInteractive ? null : new() { Value = answer };
        _followed = answer.Value is { } listing ? FollowedListing.Of(listing) : null;
    }

    private (DateTimeOffset? At, string? Problem) MomentOf(UsersAddress address)
    {
        if (address.At is null)
        {
            return (null, null);
        }

        var (moment, problem) = PastAddress.Read(address.At, Clock.GetUtcNow(), Zone.Zone);
        return moment is { At: null }
            ? (null, T("A list needs a date and time; this is the number of an event. Write it like 2026-03-01 10:00."))
            : (moment?.At, problem);
    }

    private async Task FollowAsync(int load, UsersAddress address, IReadOnlySet<string> changed)
    {
        var before = _followed!;
        var answer = await Acting.AskAsync(new RefreshUsers(address.Search, before.UserIds, _loadedAt), Disposal);
        if (load != _loads)
        {
            return;
        }

        var wasStale = Shown!.IsStale;
        Shown = Shown with { Refusal = answer.Refusal, IsStale = answer.IsStale, Position = answer.Position };
        if (answer.Value is { } news)
        {
            _followed = before.With(news);
            Announce(
                ReferenceEquals(_followed, before)
                    ? 0
                    : _glow.Mark(before.Listing.Items, _followed.Listing.Items, changed),
                _followed.NewCount - before.NewCount
            );
        }

        _hasNews = answer.Refusal is not null || wasStale != answer.IsStale || !ReferenceEquals(_followed, before);
    }

    /// <summary>
    /// Announces the text in the page's own live region. The shared announcer would cause a second rendering for every
    /// open list and change.
    /// </summary>
    private void Announce(int rows, int newRows)
    {
        var said =
            rows > 0 ? T(rows, "1 user changed", $"{Count(rows)} users changed")
            : newRows > 0 ? T(newRows, "1 new user", $"{Count(newRows)} new users")
            : null;
        // Setting the same text again would not change the page, and the screen reader would not read it.
        _said =
            said is null ? _said
            : said == _said ? said + "\u00a0"
            : said;
    }

    private static string Count(int number) => number.ToString("N0", WrittenIn);
}
