using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Queries;

/// <summary>
/// What a list of users is sorted by: a sortable field. Rows with equal values are sorted by display name, then by id.
/// </summary>
/// <param name="Field">Name of the field (<see cref="UserField.Name"/>), in its exact case. A list that has no such
/// attribute is sorted by display name.</param>
public readonly record struct UserSort(string Field) : INamedChoice
{
    /// <summary>
    /// Best match first: users who have a field that equals the search, then users with texts in which every word of
    /// the search begins a word, then the others. Without words in the search it is the same as the display name. Never
    /// descending.
    /// </summary>
    public static UserSort Best { get; } = new(nameof(Best));

    /// <summary>
    /// Finds the sort with a name, ignoring case. Returns null if there is none. Whether the database has an attribute
    /// of that name is not known here.
    /// </summary>
    /// <param name="name">Name of a field that can be sorted by, or <c>Best</c>.</param>
    public static UserSort? Find(string? name) =>
        UserFieldSet.Stock.FindSort(name)
        ?? (
            name?.StartsWith(AccountAttribute.Prefix, StringComparison.OrdinalIgnoreCase) is true && name.Length <= 200
                ? new(AccountAttribute.Prefix + name[AccountAttribute.Prefix.Length..])
                : null
        );

    /// <inheritdoc/>
    public bool IsKnown() =>
        Find(Field) == this || Field?.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal) is true;

    /// <summary>Name of the field.</summary>
    public override string ToString() => Field;
}
