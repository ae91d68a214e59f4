using UserAdmin.Messaging;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Queries;

/// <summary>
/// What a list of users is sorted by: a sortable field. Rows with equal values are sorted by display name, then by id.
/// </summary>
/// <param name="Field">Name of the field (<see cref="UserField.Name"/>), in its exact case.</param>
public readonly record struct UserSort(string Field) : INamedChoice
{
    /// <summary>
    /// Best match first: users who have a field that equals the search, then users with texts in which every word of
    /// the search begins a word, then the others. Without words in the search it is the same as the display name. Never
    /// descending.
    /// </summary>
    public static UserSort Best { get; } = new(nameof(Best));

    /// <summary>Finds the sort with a name, ignoring case. Returns null if there is none.</summary>
    /// <param name="name">Name of a field that can be sorted by, or <c>Best</c>.</param>
    public static UserSort? Find(string? name) =>
        string.Equals(name, Best.Field, StringComparison.OrdinalIgnoreCase) ? Best
        : UserFields.All.FirstOrDefault(field =>
            field.IsSortable && string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)
        )
            is { } found
            ? found.Sort
        : null;

    /// <inheritdoc/>
    public bool IsKnown() => Find(Field) == this;

    /// <summary>Name of the field.</summary>
    public override string ToString() => Field;
}
