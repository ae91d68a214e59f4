using System.Collections.Frozen;
using UserAdmin.Storage;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Fields;

/// <summary>
/// The fields of the users of one database: those declared in <see cref="UserFields"/>, and the columns that an
/// application added to its table of users.
/// </summary>
public sealed class UserFieldSet : ISearchLanguage
{
    private readonly FrozenDictionary<string, UserField> _byName;
    private readonly FrozenDictionary<string, SearchField> _filters;
    private readonly FrozenDictionary<string, UserField> _byFilter;

    /// <summary>The fields of a database whose users have these attributes.</summary>
    /// <param name="attributes">The attributes; none in a database of the program's own.</param>
    public UserFieldSet(IReadOnlyList<AccountAttribute> attributes)
    {
        Attributes = [.. attributes.Select(AttributeField.Of)];
        All = [.. UserFields.All, .. Attributes];
        Columns =
        [
            .. All.Where(field => field.ColumnKey is not null).Select(field => new UserColumn(field.ColumnKey!, field)),
        ];
        var added = Attributes.Select(field => field.Filter).OfType<SearchField>().ToList();
        Filters = [.. SearchFields.All, .. added];
        _byName = All.ToFrozenDictionary(field => field.Name);
        _byFilter = All.Where(field => field.Filter is not null).ToFrozenDictionary(field => field.Filter!.Key);
        _filters = Filters
            .SelectMany(filter => filter.Aliases.Prepend(filter.Key).Select(name => (name, filter)))
            .ToFrozenDictionary(pair => pair.name, pair => pair.filter, StringComparer.OrdinalIgnoreCase);
        // What an index or a snapshot of it depends on.
        Signature = string.Join(' ', attributes.Select(attribute => $"{attribute.Name}:{attribute.Type}"));
    }

    /// <summary>The fields of a database of the program's own.</summary>
    public static UserFieldSet Stock { get; } = new([]);

    /// <summary>All fields, the declared ones first.</summary>
    public IReadOnlyList<UserField> All { get; }

    /// <summary>The columns that an application added, in the order of its table.</summary>
    public IReadOnlyList<UserField> Attributes { get; }

    /// <summary>The columns of the list, exports and saved views, in the order in which they are offered.</summary>
    public IReadOnlyList<UserColumn> Columns { get; }

    /// <summary>The filters of the search language, in the order in which they are offered.</summary>
    public IReadOnlyList<SearchField> Filters { get; }

    /// <inheritdoc/>
    public bool ListsPeople => true;

    /// <summary>A text that differs from that of any other set of fields.</summary>
    internal string Signature { get; }

    /// <summary>Returns a field by its name, or null if there is none.</summary>
    /// <param name="name">The name, in its exact case.</param>
    public UserField? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// Finds a filter by its key or one of its aliases, ignoring case. Returns null if there is none.
    /// </summary>
    /// <param name="name">The name.</param>
    public SearchField? FindFilter(string name) => _filters.GetValueOrDefault(name);

    /// <summary>Finds a column by its key, ignoring case. Returns null if there is none.</summary>
    /// <param name="key">The key.</param>
    public UserColumn? FindColumn(string key) =>
        Columns.FirstOrDefault(column => string.Equals(column.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds the sort with a name, ignoring case. Returns null if there is none.</summary>
    /// <param name="name">Name of a field that can be sorted by, or <c>Best</c>.</param>
    public UserSort? FindSort(string? name) =>
        UserSort.Best.Field.Equals(name, StringComparison.OrdinalIgnoreCase) ? UserSort.Best
        : All.FirstOrDefault(field =>
            field.IsSortable && string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)
        )
            is { } found
            ? found.Sort
        : null;

    /// <summary>Returns the field that a filter tests.</summary>
    internal UserField FieldOf(SearchField filter) => _byFilter[filter.Key];
}
