using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Views;

/// <summary>Where a saved view is shown, and whether the list still shows it as it was saved.</summary>
public static class ViewAddress
{
    /// <summary>The list as the view has it.</summary>
    /// <param name="view">The view.</param>
    public static UsersAddress Address(this ViewRow view) =>
        new(view.Search, view.Sort, view.IsDescending)
        {
            Columns = view.ColumnKeys is { Count: > 0 } keys ? string.Join(',', keys) : null,
            ViewId = view.Id,
        };

    /// <summary>
    /// Whether the list shows something else than the view: another search, order or columns. The page within it does
    /// not count.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="address">What the list shows.</param>
    public static bool DiffersFrom(this ViewRow view, UsersAddress address) =>
        view.Address() is var saved
        // A view from before days had a zone is shown in the reader's.
        && (
            (saved.Search != address.Search && saved.Search != SearchZones.Without(address.Search))
            || (saved.Sort, saved.Descending, saved.Columns) != (address.Sort, address.Descending, address.Columns)
        );
}
