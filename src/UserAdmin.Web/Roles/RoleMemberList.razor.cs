using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Messaging;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Roles;

/// <summary>The members of a role, in pages; the address names the page.</summary>
public sealed partial class RoleMemberList
{
    private const int PageSize = 15;

    private static readonly TimeSpan _searchPause = TimeSpan.FromMilliseconds(200);

    private (string Search, int PageNumber)? _asked;
    private string _typed = "";
    private int _keystrokes;
    private int _loads;

    /// <summary>Key of the role.</summary>
    [Parameter, EditorRequired]
    public string RoleId { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<Page<RoleMemberRow>>? Carried { get; set; }

    [SupplyParameterFromQuery(Name = "member")]
    private string? SearchText { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private Answer<Page<RoleMemberRow>>? Shown { get; set; }

    private string Search => SearchText?.Trim() ?? "";

    private int PageNumber =>
        int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : 1;

    /// <inheritdoc/>
    protected override bool ListsUsers => true;

    /// <inheritdoc/>
    protected override void OnInitialized() => (Shown, _typed) = (Carried, Search);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_asked is { } asked && asked != (Search, PageNumber))
        {
            await ReloadAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        _asked = (Search, PageNumber);
        var answer = await Acting.AskAsync(new ListRoleMembers(RoleId, PageNumber, PageSize, Search), Disposal);
        if (load == _loads)
        {
            Shown = Carried = answer;
        }
    }

    private async Task OnTypedAsync()
    {
        var keystroke = ++_keystrokes;
        await Task.Delay(_searchPause, Clock, Disposal);
        var search = UserSearch.Parse(_typed).Compact;
        if (keystroke == _keystrokes && search != Search)
        {
            // Typing does not add entries to the browser's history.
            Navigation.NavigateTo(Address(search, 1), new NavigationOptions { ReplaceHistoryEntry = true });
        }
    }

    private string Address(string search, int page)
    {
        Dictionary<string, string?> query = [];
        if (search.Length > 0)
        {
            query["member"] = search;
        }

        if (page > 1)
        {
            query["page"] = page.ToString(CultureInfo.InvariantCulture);
        }

        return QueryHelpers.AddQueryString($"roles/{Uri.EscapeDataString(RoleId)}", query);
    }

    private static int Pages(int total) => (total + PageSize - 1) / PageSize;

    private static string Count(int number) => number.ToString("N0", WrittenIn);
}
