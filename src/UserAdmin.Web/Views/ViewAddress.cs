using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Views;

/// <summary>Returns the address of a saved view, and whether the list still shows the view as it was saved.</summary>
public static class ViewAddress
{
    /// <summary>Returns the address of the list as saved in the view.</summary>
    /// <param name="view">The view.</param>
    public static UsersAddress Address(this ViewRow view) =>
        new(view.Search, view.Sort, view.IsDescending)
        {
            Columns = view.ColumnKeys is { Count: > 0 } keys ? string.Join(',', keys) : null,
            ViewId = view.Id,
        };

    /// <summary>
    /// Returns whether the list differs from the view in search, sort or columns; the page number does not count.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="address">The state of the list.</param>
    public static bool DiffersFrom(this ViewRow view, UsersAddress address) =>
        view.Address() is var saved
        // In a view that was saved before days had a time zone, days are in the viewer's zone.
        && (
            (saved.Search != address.Search && saved.Search != SearchZones.Without(address.Search))
            || (saved.Sort, saved.Descending, saved.Columns) != (address.Sort, address.Descending, address.Columns)
        );
}
