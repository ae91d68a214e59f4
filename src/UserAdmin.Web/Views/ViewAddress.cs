using UserAdmin.Users.Fields;
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
    /// <param name="fields">The fields of the users.</param>
    public static bool DiffersFrom(this ViewRow view, UsersAddress address, UserFieldSet fields) =>
        view.Address() is var saved
        // In a view that was saved before days had a time zone, days are in the viewer's zone.
        && (
            (saved.Search != address.Search && saved.Search != SearchZones.Without(address.Search, fields))
            || (saved.Sort, saved.Descending, Known(saved.Columns, fields))
                != (address.Sort, address.Descending, Known(address.Columns, fields))
        );

    // The list leaves out a column that the application has dropped since.
    private static string? Known(string? columns, UserFieldSet fields) =>
        columns is null
            ? null
            : string.Join(',', columns.Split(',').Where(column => fields.FindColumn(column) is not null));
}
