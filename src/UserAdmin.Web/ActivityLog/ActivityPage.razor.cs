using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Audit.Search;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Undoing;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.ActivityLog;

/// <summary>
/// Every event, newest first. Its address determines search and page. New events join the first page while nobody is
/// reading further down; otherwise a button says how many there are.
/// </summary>
public sealed partial class ActivityPage
{
    /// <summary>The most new events that are counted or added at once.</summary>
    internal const int MostNew = 100;

    /// <summary>The most events on the first page, which grows while it is open.</summary>
    internal const int MostRows = 200;

    private UserSearch _search = UserSearch.Parse("", ActivityFields.All);
    private (string Uri, ActivityAddress Address) _readAddress = ("", new());
    private ActivityAddress? _askedAddress;
    private ActivityAddress? _shownAddress;
    private IReadOnlyList<HistoryRow>? _rows;
    private IReadOnlyDictionary<string, string>? _names;
    private ActivitySummary? _summary;
    private readonly HashSet<long> _chosen = [];
    private ElementReference _list;
    private ElementReference _filterButton;
    private IJSObjectReference? _module;
    private string? _said;
    private long? _searchedTo;
    private long _known;
    private long _glowAfter = long.MaxValue;
    private bool _hasMore;
    private int _newCount;
    private int _loads;
    private bool _isFiltering;
    private bool _isUnderstood = true;
    private bool _hasNews = true;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Handover<Answer<ActivityEvents>>? Carried { get; set; }

    /// <summary>The counts of the prerendered page.</summary>
    [PersistentState]
    public Handover<Answer<ActivitySummary>>? CarriedSummary { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    private string? After { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewId { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    private Answer<ActivityEvents>? Shown { get; set; }

    private ActivityAddress Address =>
        _readAddress.Uri == Navigation.Uri
            ? _readAddress.Address
            : (_readAddress = (Navigation.Uri, ActivityAddress.Parse(Navigation.Uri))).Address;

    private string? Problem => _search.IsValid ? Shown?.Refusal?.Message : _search.Errors[0].Message;

    private bool MayUndo => SignedIn?.May(Permissions.AuditRead) is true && SignedIn.May(Permissions.UsersRead);

    private bool IsDimmed =>
        _rows is not null && (!_isUnderstood || (_shownAddress is not null && _shownAddress != _askedAddress));

    private static string Number(long number) => number.ToString("N0", WrittenIn);

    private ActivityAddress Current => _shownAddress ?? Address;

    private string? Older =>
        _searchedTo is { } end && Current.After is null ? (Current with { Before = end, After = null }).Uri()
        : _rows is [.., var last] && (_hasMore || Current.After is not null)
            ? (Current with { Before = last.Position, After = null }).Uri()
        : _rows is { Count: 0 } && Current.After is { } after
            ? (Current with { Before = after + 1, After = null }).Uri()
        : null;

    private string? Newer =>
        _searchedTo is { } end && Current.After is not null ? (Current with { After = end }).Uri()
        : _rows is [var first, ..] && (Current.Before is not null || _hasMore)
            ? (Current with { Before = null, After = first.Position }).Uri()
        : _rows is { Count: 0 } && Current.Before is { } before
            ? (Current with { Before = null, After = before - 1 }).Uri()
        : null;

    /// <inheritdoc/>
    protected override bool HasNews => _hasNews;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _search = UserSearch.Parse(Address.Search, ActivityFields.All);
        if (Carried?.Take() is { } answer)
        {
            Take(answer, Address);
            _summary = CarriedSummary?.Take()?.Value;
        }
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Address == _askedAddress ? Task.CompletedTask : ReloadAsync();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./ActivityLog/ActivityPage.razor.js");
        }
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var address = _askedAddress = Address;
        _search = UserSearch.Parse(address.Search, ActivityFields.All);
        _hasNews = true;
        if (SearchZones.In(address.Search, Zone.Id, ActivityFields.All) is var zoned && zoned != address.Search)
        {
            // Put into the address, so that anyone who gets the link sees the same events.
            Navigation.NavigateTo(
                (address with { Search = zoned }).Uri(),
                new NavigationOptions { ReplaceHistoryEntry = true }
            );
        }
        else if (!_search.IsValid)
        {
            (_shownAddress, _rows, Shown, _summary) = (address, null, null, null);
        }
        else if (address == _shownAddress && _rows is not null && Shown?.Refusal is null)
        {
            await FollowAsync(load, address);
        }
        else
        {
            await ShowAsync(load, address);
        }
    }

    private async Task ShowAsync(int load, ActivityAddress address)
    {
        var answer = await Acting.AskAsync(address.ToQuery(), Disposal);
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load != _loads)
        {
            return;
        }

        // Somebody went back to the newest events by pages, the last of which is not full.
        if (answer.Value is { HasMore: false, SearchedTo: null } && address.After is not null)
        {
            Navigation.NavigateTo(
                (address with { After = null }).Uri(),
                new NavigationOptions { ReplaceHistoryEntry = true }
            );
            return;
        }

        var isOther = _shownAddress is { } before && before.Search != address.Search;
        if (_summary is null || _shownAddress?.Search != address.Search || address.IsNewest)
        {
            await SummariseAsync(load, address);
        }

        if (load != _loads)
        {
            return;
        }

        if (isOther)
        {
            _chosen.Clear();
        }

        if (isOther && _summary is { } summary)
        {
            Announcer.Announce(T($"{ActivityText.Count(summary)} found"));
        }

        Take(answer, address);
        // In the circuit, it would keep its own rows for as long as the page is open.
        Carried = RendererInfo.IsInteractive ? null : new() { Value = answer };
    }

    private async Task SummariseAsync(int load, ActivityAddress address)
    {
        var answer = await Acting.AskAsync(new SummariseActivity(address.Search, Zone.Id), Disposal);
        if (load == _loads)
        {
            _summary = answer.Value;
            CarriedSummary = RendererInfo.IsInteractive ? null : new() { Value = answer };
        }
    }

    private void Take(Answer<ActivityEvents> answer, ActivityAddress address)
    {
        (Shown, _shownAddress) = (answer with { Value = null }, address);
        _rows = answer.Value?.Items;
        _names = answer.Value?.Names;
        _hasMore = answer.Value?.HasMore is true;
        _searchedTo = answer.Value?.SearchedTo;
        _known = Math.Max(answer.Position, address.IsNewest && _rows is [var first, ..] ? first.Position : 0);
        _glowAfter = long.MaxValue;
        _newCount = 0;
    }

    private async Task FollowAsync(int load, ActivityAddress address)
    {
        var answer = await Acting.AskAsync(new GetActivity(address.Search, After: _known, Take: MostNew), Disposal);
        if (load != _loads)
        {
            return;
        }

        var (wasStale, wasNew) = (Shown!.IsStale, _newCount);
        Shown = Shown with { Refusal = answer.Refusal, IsStale = answer.IsStale, Position = answer.Position };
        if (answer.Value is not { } news || news.Items.Count == 0)
        {
            _hasNews = answer.Refusal is not null || wasStale != answer.IsStale;
            return;
        }

        if (address.IsNewest && !news.HasMore && !await IsReadingAsync())
        {
            _glowAfter = _known;
            _known = news.Items[0].Position;
            _newCount = 0;
            IReadOnlyList<HistoryRow> rows = [.. news.Items, .. _rows!];
            _hasMore |= rows.Count > MostRows;
            _rows = rows.Count > MostRows ? [.. rows.Take(MostRows)] : rows;
            Say(T($"{ActivityText.Events(news.Items.Count)} added"));
        }
        else
        {
            _newCount = news.HasMore ? MostNew + 1 : news.Items.Count;
            if (_newCount != wasNew)
            {
                Say(T($"{ActivityText.Events(Math.Min(_newCount, MostNew))} new", "events"));
            }
        }

        await SummariseAsync(load, address);
    }

    // Setting the same text again would not change the page, and the screen reader would not read it.
    private void Say(string text) => _said = text == _said ? text + "\u00a0" : text;

    private async Task<bool> IsReadingAsync()
    {
        try
        {
            return _module is not null && await _module.InvokeAsync<bool>("isReading", Disposal, _list);
        }
        catch (Exception fault) when (fault is JSException or JSDisconnectedException)
        {
            return false;
        }
    }

    private string Href(string search) =>
        Address.SearchedFor(SearchZones.In(search, Zone.Id, ActivityFields.All)).Uri();

    private string? Word(SearchField field, string value) =>
        ActivityText.Word(field, value, _names)
        ?? (
            field == ActivityFields.By
                ? _summary?.Actors.FirstOrDefault(actor => SameText(actor.Value, value))?.Label
                : null
        );

    private static bool SameText(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // Typing does not add entries to the browser's history for every word; setting or removing a filter does.
    private void OnTyped(string search) =>
        Navigation.NavigateTo(Address.SearchedFor(search).Uri(), new NavigationOptions { ReplaceHistoryEntry = true });

    private void OnSearch(string search) => Navigation.NavigateTo(Href(search));

    private void OnUnderstood(bool isUnderstood) => _isUnderstood = isUnderstood;

    private void OnChoose((long Position, bool IsChosen) change)
    {
        if (!change.IsChosen)
        {
            _chosen.Remove(change.Position);
        }
        else if (_chosen.Count < UndoSelection.MostPositions)
        {
            _chosen.Add(change.Position);
        }
    }

    private async Task OnFilterAsync()
    {
        _isFiltering = !_isFiltering;
        if (!_isFiltering)
        {
            await _filterButton.FocusAsync(preventScroll: true);
        }
    }

    private async Task OnShowNewAsync()
    {
        var known = _known;
        if (Address.IsNewest)
        {
            _shownAddress = null;
            await ReloadAsync();
            _glowAfter = known;
        }
        else
        {
            Navigation.NavigateTo((Address with { Before = null, After = null }).Uri());
        }

        if (_module is not null)
        {
            await _module.InvokeVoidAsync("toTop", Disposal);
        }
    }

    private async Task<SearchSuggestions?> SuggestAsync(string text, int caret)
    {
        Answer<SearchSuggestions>? answer = null;
        await TryAsync(async () => answer = await Acting.AskAsync(new SuggestActivity(text, caret), Disposal));
        return answer?.Value;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has disconnected, so the module no longer exists.
        }
    }
}
