using System.Collections.Frozen;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Search;

/// <summary>The filters of the search language, as declared in <see cref="UserFields"/>.</summary>
public static class SearchFields
{
    /// <summary>The value that means "has no value" in a filter by value or text. No real value is empty.</summary>
    public const string None = "";

    /// <summary>
    /// The word for <see cref="None"/> in the search language. In quotation marks, the same word is an ordinary value.
    /// </summary>
    public const string NoneWord = "none";

    /// <summary>The value that finds users for whom something never happened.</summary>
    public const string Never = "never";

    /// <summary>The value that means every state, including deleted.</summary>
    public const string AnyState = "any";

    /// <summary>All filters, in the order in which they are offered.</summary>
    public static IReadOnlyList<SearchField> All { get; } =
    [
        .. UserFields
            .All.Where(field => field.Filter is not null)
            .OrderBy(field =>
                field.Filter switch
                {
                    { Kind: SearchKind.Choice } => 0,
                    // Filters about access come before filters about the person.
                    { IsFacet: true } when field == UserFields.Roles || field == UserFields.Permission => 1,
                    { IsFacet: true, Kind: SearchKind.YesNo } => 2,
                    { IsFacet: true } => 3,
                    { Kind: SearchKind.Moment } => 4,
                    _ => 5,
                }
            )
            .Select(field => field.Filter!),
    ];

    /// <summary>Everything that a filter can be called: keys and aliases.</summary>
    public static IReadOnlySet<string> Names { get; } =
        All.SelectMany(field => field.Aliases.Prepend(field.Key)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The filter by state of the account.</summary>
    public static SearchField State { get; } = UserFields.State.Filter!;

    /// <summary>The filter by name of a role.</summary>
    public static SearchField Role { get; } = UserFields.Roles.Filter!;

    /// <summary>The filter by a permission that one of the user's roles grants.</summary>
    public static SearchField Permission { get; } = UserFields.Permission.Filter!;

    private static readonly FrozenDictionary<string, SearchField> _byName = All.SelectMany(field =>
            field.Aliases.Prepend(field.Key).Select(name => (name, field))
        )
        .ToFrozenDictionary(pair => pair.name, pair => pair.field, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, UserField> _fields = UserFields
        .All.Where(field => field.Filter is not null)
        .ToFrozenDictionary(field => field.Filter!.Key);

    /// <summary>
    /// Finds a filter by its key or one of its aliases, ignoring case. Returns null if there is none.
    /// </summary>
    /// <param name="name">The name.</param>
    public static SearchField? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns the field that a filter tests.</summary>
    internal static UserField FieldOf(SearchField filter) => _fields[filter.Key];
}
