using UserAdmin.Users.Queries;
using UserAdmin.Views;

namespace UserAdmin.Web.Views;

/// <summary>The state of a list as given by its address, as far as a view keeps it.</summary>
public interface IViewAddress
{
    /// <summary>Which list.</summary>
    ViewList List { get; }

    /// <summary>Key of the saved view that is shown, or null.</summary>
    string? ViewId { get; }

    /// <summary>Words and filters; empty for everything.</summary>
    string Search { get; }

    /// <summary>The column to sort by, or null.</summary>
    UserSort? Sort { get; }

    /// <summary>Whether the order is descending.</summary>
    bool Descending { get; }

    /// <summary>Keys of the columns, in order, joined with commas, or null.</summary>
    string? Columns { get; }

    /// <summary>Returns the address of the same state, as that of a view.</summary>
    /// <param name="viewId">Key of the view.</param>
    /// <param name="columns">Keys of the columns that the view keeps, joined with commas, or null.</param>
    string UriInView(string viewId, string? columns);
}
