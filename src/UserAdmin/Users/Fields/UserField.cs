using UserAdmin.Users.Index;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Fields;

/// <summary>
/// A field of a user. Its declaration in <see cref="UserFields"/> contains everything that lists, searches, forms,
/// imports, exports and the history need to know about it, so that none of them has to name a field.
/// </summary>
public abstract class UserField
{
    private readonly SearchField? _filter;

    private protected UserField(string name, string title) => (Name, Title, Label) = (name, title, title);

    /// <summary>
    /// The name in commands, events, the history and sorts, such as <c>JobTitle</c>. It must never change, because
    /// event logs contain it.
    /// </summary>
    public string Name { get; }

    /// <summary>The heading of the column and the title of the filter, such as “Job title”.</summary>
    public string Title { get; }

    /// <summary>The label in forms and in the history; by default the title.</summary>
    public string Label { get; init; }

    /// <summary>The key of the column in URLs, saved views and JSON Lines; null if the field is not a column.</summary>
    public string? ColumnKey { get; init; }

    /// <summary>Whether the list shows the column by default.</summary>
    public bool IsDefaultColumn { get; init; }

    /// <summary>The width that the column needs to be readable, in pixels.</summary>
    public int Room { get; init; } = 160;

    /// <summary>The filter of the search language, or null.</summary>
    public SearchField? Filter
    {
        get => _filter;
        init =>
            _filter =
                value is null || Kinds.Contains(value.Kind)
                    ? value
                    : throw new ArgumentException(
                        $"The field {Name} cannot be filtered by {value.Kind}, only by {string.Join(" or ", Kinds)}.",
                        nameof(value)
                    );
    }

    /// <summary>How the field is edited, validated and stored; null if it cannot be edited.</summary>
    public FieldEditing? Editing { get; init; }

    /// <summary>
    /// The titles by which a column of an imported file is recognised, without case, spaces and punctuation, separated
    /// by spaces; empty if the field is not imported.
    /// </summary>
    public string ImportTitles { get; init; } = "";

    /// <summary>Whether lists can be sorted by the field.</summary>
    public virtual bool IsSortable => true;

    /// <summary>The sort by this field.</summary>
    public UserSort Sort => new(Name);

    /// <summary>
    /// Whether values may be long numbers, such as a phone number. An imported value in scientific notation (1.23E+11)
    /// is then refused, because a spreadsheet has rounded the number.
    /// </summary>
    public bool MayLookLikeNumber { get; init; }

    /// <summary>
    /// Whether the values are numbers to calculate with, so that JSON Lines and workbooks hold them as such. A phone
    /// number is none.
    /// </summary>
    public virtual bool IsNumber => false;

    /// <summary>Whether the words of a search are looked for in this field.</summary>
    internal virtual bool IsFoundByWords => false;

    /// <summary>Whether the result of the filter changes as time passes.</summary>
    internal virtual bool DependsOnTime => false;

    /// <summary>The kinds of filter that the field can have.</summary>
    private protected abstract IReadOnlyList<SearchKind> Kinds { get; }

    /// <summary>
    /// Returns the value for a row in a form that programs can read back: times as ISO 8601 in a time zone, with the
    /// offset; flags as <c>yes</c> or <c>no</c>; null if there is no value.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="now">The current time.</param>
    /// <param name="zone">The time zone.</param>
    public abstract string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone);

    /// <summary>Creates the part of the index that finds and sorts by this field.</summary>
    internal abstract FieldIndex CreateIndex(UserIndex index);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
