using UserAdmin.Messaging;
using UserAdmin.Users.Search;

namespace UserAdmin.Views;

/// <summary>The lists that have views. The log stores the numbers, so add new members only at the end.</summary>
public enum ViewList
{
    /// <summary>The list of users.</summary>
    Users,

    /// <summary>The activity. Its views have no sort and no columns, and cannot be pinned.</summary>
    Activity,
}

/// <summary>What views need to know of a list.</summary>
/// <param name="List">Which list.</param>
/// <param name="Permission">The permission to see the list, and with it its views.</param>
/// <param name="Language">The filters of its search box.</param>
internal sealed record ViewedList(ViewList List, string Permission, ISearchLanguage Language);

/// <summary>All lists that have views.</summary>
internal sealed class ViewedLists(IEnumerable<ViewedList> lists)
{
    private readonly Dictionary<ViewList, ViewedList> _lists = lists.ToDictionary(one => one.List);

    /// <summary>Returns a list, or null for a value that is not one.</summary>
    public ViewedList? Find(ViewList list) => _lists.GetValueOrDefault(list);

    /// <summary>Returns why the sender of the current message may not see a list, or null.</summary>
    public Error? RefusalOf(ViewList list, CurrentMessage current) =>
        Find(list) is not { } known ? ViewErrors.NotFound
        : current.Access.Permissions.Contains(known.Permission) ? null
        : MessagingErrors.NotPermitted(known.Permission);
}
