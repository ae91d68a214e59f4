using System.Collections.Frozen;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Search;

/// <summary>The filters that the search language knows: those that <see cref="UserFields"/> declares.</summary>
public static class SearchFields
{
    /// <summary>
    /// The value that stands for "has no value" in a filter by value or text. No value of a user is empty.
    /// </summary>
    public const string None = "";

    /// <summary>
    /// How <see cref="None"/> is typed. In quotation marks the same word is a value that is called so.
    /// </summary>
    public const string NoneWord = "none";

    /// <summary>The value for a moment that never was.</summary>
    public const string Never = "never";

    /// <summary>The state that stands for all of them, the deleted ones included.</summary>
    public const string AnyState = "any";

    /// <summary>All of them, in the order in which people look for them.</summary>
    public static IReadOnlyList<SearchField> All { get; } =
    [
        .. UserFields
            .All.Where(field => field.Filter is not null)
            .OrderBy(field =>
                field.Filter switch
                {
                    { Kind: SearchKind.Choice } => 0,
                    // What gives access comes before what describes the person.
                    { IsFacet: true } when field == UserFields.Roles || field == UserFields.Permission => 1,
                    { IsFacet: true, Kind: SearchKind.YesNo } => 2,
                    { IsFacet: true } => 3,
                    { Kind: SearchKind.Moment } => 4,
                    _ => 5,
                }
            )
            .Select(field => field.Filter!),
    ];

    /// <summary>State of the account.</summary>
    public static SearchField State { get; } = UserFields.State.Filter!;

    /// <summary>A role by its name.</summary>
    public static SearchField Role { get; } = UserFields.Roles.Filter!;

    /// <summary>A permission that one of the roles gives.</summary>
    public static SearchField Permission { get; } = UserFields.Permission.Filter!;

    private static readonly FrozenDictionary<string, SearchField> _byName = All.SelectMany(field =>
            field.Aliases.Prepend(field.Key).Select(name => (name, field))
        )
        .ToFrozenDictionary(pair => pair.name, pair => pair.field, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, UserField> _fields = UserFields
        .All.Where(field => field.Filter is not null)
        .ToFrozenDictionary(field => field.Filter!.Key);

    /// <summary>A filter by its key or another of its names, whatever their case; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public static SearchField? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The field that a filter asks about.</summary>
    internal static UserField FieldOf(SearchField filter) => _fields[filter.Key];
}
