using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Views.Commands;

namespace UserAdmin.Web.Users.List;

/// <content>What a person does with the list: each of it leads to another address, or to another layout that is
/// remembered.</content>
public sealed partial class UsersPage
{
    // An old address, from before the search language, names a role by its key.
    private async Task LeadFromAsync(UsersAddress address, string roleId)
    {
        var roles = await Acting.AskAsync(new ListRoles(), Disposal);
        var role = roles.Value?.Items.FirstOrDefault(role => role.Id == roleId);
        var search = role is null ? address.Search : _search.With(SearchTerm.Of(SearchFields.Role, role.Name));
        Navigation.NavigateTo(
            (address with { Search = search, OldRoleId = null }).Uri(),
            new NavigationOptions { ReplaceHistoryEntry = true }
        );
    }

    // Typing does not add entries to the browser's history for every word; setting or removing a filter does.
    private void OnTyped(string search) =>
        Navigation.NavigateTo(Address.SearchedFor(search).Uri(), new NavigationOptions { ReplaceHistoryEntry = true });

    private void OnSearch(string search) => Go(Address.SearchedFor(SearchZones.In(search, Zone.Id, Fields)));

    private void OnUnderstood(bool isUnderstood) => _isUnderstood = isUnderstood;

    private void OnSort(UserSort column) => Go(Address.SortedBy(column));

    private void Go(UsersAddress address) => Navigation.NavigateTo(address.Uri());

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
        var known = _followed!.UserIds.ToHashSet();
        var since = _loadedAt;
        _shownAddress = null;
        await ReloadAsync();
        if (_followed is { } followed)
        {
            var news = followed
                .Listing.Items.Where(row => !known.Contains(row.Id) && (row.CreatedAt > since || row.ChangedAt > since))
                .Select(row => row.Id)
                .ToHashSet();
            _glow.Mark([.. followed.Listing.Items.Where(row => !news.Contains(row.Id))], followed.Listing.Items, news);
            Announcer.Announce(
                T(news.Count, "1 new user is on this page", $"{Count(news.Count)} new users are on this page")
            );
        }
    }

    private async Task OnLayoutAsync(UsersLayout layout)
    {
        var address = Address;
        // Columns in the address belong to this list and not to the person's own layout, so they are changed in the
        // address.
        if (address.Columns is not null && layout.Keys != Layout.Keys)
        {
            Navigation.NavigateTo(
                (address with { Columns = layout.Keys }).Uri(),
                new NavigationOptions { ReplaceHistoryEntry = true }
            );
            return;
        }

        var before = _layout!;
        _layout = address.Columns is null
            ? layout
            : before with
            {
                Density = layout.Density,
                PageSize = layout.PageSize,
            };
        await RememberAsync(_layout);
        if (layout.PageSize != before.PageSize)
        {
            _shownAddress = null;
            Go(address.FromTheStart());
            await ReloadAsync();
        }
    }

    private async Task RememberAsync(UsersLayout layout)
    {
        CommandResult? result = null;
        var columns = layout.Columns.Select(shown => new LayoutColumn(shown.Column.Key, shown.Width)).ToList();
        var isAnswered = await TryAsync(async () =>
            result = await Acting.SendAsync(
                new SaveListLayout(columns, layout.Density, layout.PageSize),
                cancellationToken: Disposal
            )
        );
        if (!isAnswered || result is { IsAccepted: false })
        {
            Snackbar.Add(
                T($"The list shows it, but it could not be remembered. {FromCore(result?.Errors[0].Message ?? "")}")
                    .TrimEnd(),
                Severity.Warning
            );
        }
    }

    private async Task<SearchSuggestions?> SuggestAsync(string text, int caret)
    {
        Answer<SearchSuggestions>? answer = null;
        await TryAsync(async () => answer = await Acting.AskAsync(new SuggestSearch(text, caret), Disposal));
        return answer?.Value;
    }
}
