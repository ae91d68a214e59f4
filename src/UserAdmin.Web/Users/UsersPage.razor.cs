using System.Globalization;
using Microsoft.AspNetCore.Components;
using UserAdmin.Bulk;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Users;

/// <summary>The list of users: found, sorted and paged by its address, and followed live.</summary>
public sealed partial class UsersPage
{
    /// <summary>Pause in typing after which the search runs.</summary>
    internal static readonly TimeSpan SearchPause = TimeSpan.FromMilliseconds(200);

    private RowGlow _glow = default!;
    private UsersAddress? _askedAddress;
    private UsersAddress? _shownAddress;
    private string _typed = "";
    private string _searched = "";
    private int _keystrokes;
    private int _loads;

    /// <summary>What the prerendered page showed, so that nothing flashes. Blazor sets it again later: read it once.</summary>
    [PersistentState]
    public Answer<UserListing>? Carried { get; set; }

    // The parts of the address: told one by one, the page hears of each change of any.
    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "desc")]
    private string? Descending { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? Cursor { get; set; }

    [SupplyParameterFromQuery(Name = "cols")]
    private string? Columns { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewId { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    [Inject]
    private UserSelection Selection { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private Answer<UserListing>? Shown { get; set; }

    private UsersAddress Address => UsersAddress.Parse(Navigation.Uri);

    private bool MaySelect => SignedIn is { } user && BulkActions.All.Any(action => user.May(BulkActions.PermissionOf(action)));

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _glow = new RowGlow(Clock);
        Shown = Carried;
        _typed = _searched = Address.Search;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Address == _askedAddress)
        {
            return;
        }

        // Back, forward or a link, not the typing itself, which may be ahead of the address by now.
        if (Address.Search != _searched)
        {
            _typed = _searched = Address.Search;
        }

        await ReloadAsync();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var address = _askedAddress = Address;
        var answer = await Acting.AskAsync(address.ToQuery(), Disposal);
        // A later load has begun: its answer counts, however the two arrive.
        if (load != _loads)
        {
            return;
        }

        if (address == _shownAddress && Shown?.Value is { } before && answer.Value is { } now)
        {
            Announce(_glow.Mark(before.Items, now.Items, changed));
        }
        else
        {
            _glow.Clear();
        }

        _shownAddress = address;
        Shown = Carried = answer;
    }

    private void Announce(int rows)
    {
        if (rows > 0)
        {
            Announcer.Announce(rows == 1 ? "1 user changed" : $"{Count(rows)} users changed");
        }
    }

    private async Task OnTypedAsync()
    {
        var keystroke = ++_keystrokes;
        await Task.Delay(SearchPause, Clock, Disposal);
        var search = _typed.Trim();
        if (keystroke != _keystrokes || search == Address.Search)
        {
            return;
        }

        _searched = search;
        // Each word typed is not a place to come back to.
        Navigation.NavigateTo(Address.SearchedFor(search).Uri(), new NavigationOptions { ReplaceHistoryEntry = true });
    }

    private void OnSort(UserSort column) => Navigation.NavigateTo(Address.SortedBy(column).Uri());

    private static int LastPage(int total) => Math.Max(1, (total + UsersAddress.PageSize - 1) / UsersAddress.PageSize);

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
