using UserAdmin.Audit.Search;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Web.ActivityLog;
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

    /// <summary>Returns the address of the list, whichever it is, as saved in the view.</summary>
    /// <param name="view">The view.</param>
    public static string Href(this ViewRow view) =>
        view.List == ViewList.Activity
            ? new ActivityAddress(view.Search) { ViewId = view.Id }.Uri()
            : view.Address().Uri();

    /// <summary>
    /// Returns whether the list differs from the view in search, sort or columns; the page number does not count.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="address">The state of the list.</param>
    /// <param name="fields">The fields of the users.</param>
    public static bool DiffersFrom(this ViewRow view, IViewAddress address, UserFieldSet fields) =>
        view.List != address.List
        || (
            view.List == ViewList.Activity
                ? Differs(view, address, ActivityFields.All)
                : DiffersAsListOfUsers(view, address, fields)
        );

    // In a view that was saved before days had a time zone, days are in the viewer's zone.
    private static bool Differs(ViewRow view, IViewAddress address, ISearchLanguage language) =>
        view.Search != address.Search && view.Search != SearchZones.Without(address.Search, language);

    private static bool DiffersAsListOfUsers(ViewRow view, IViewAddress address, UserFieldSet fields) =>
        view.Address() is var saved
        && (
            Differs(view, address, fields)
            || (saved.Sort, saved.Descending, Known(saved.Columns, fields))
                != (address.Sort, address.Descending, Known(address.Columns, fields))
        );

    // The list leaves out a column that the application has dropped since.
    private static string? Known(string? columns, UserFieldSet fields) =>
        columns is null
            ? null
            : string.Join(',', columns.Split(',').Where(column => fields.FindColumn(column) is not null));
}
