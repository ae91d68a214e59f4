using UserAdmin.Messaging;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Queries;

/// <summary>
/// What a list of users is sorted by: a field that has an order. Equal rows follow each other by display name, then by
/// id.
/// </summary>
/// <param name="Field">Name of the field (<see cref="UserField.Name"/>), in its exact case.</param>
public readonly record struct UserSort(string Field) : INamedChoice
{
    /// <summary>
    /// Best match first: those of whom a whole field is the search, those of whom some word begins with each word of
    /// it, the others. The same as the display name where no words are searched for. Never descending.
    /// </summary>
    public static UserSort Best { get; } = new(nameof(Best));

    /// <summary>The sort that a text names, whatever its case, or null.</summary>
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
