using UserAdmin.Users.Index;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Fields;

/// <summary>
/// A field of a user. Its declaration in <see cref="UserFields"/> says everything that lists, searches, forms, imports,
/// exports and the history have to know of it; none of them names a field by itself.
/// </summary>
public abstract class UserField
{
    private readonly SearchField? _filter;

    private protected UserField(string name, string title) => (Name, Title, Label) = (name, title, title);

    /// <summary>
    /// Name in commands, events, the history and sorts, such as <c>JobTitle</c>. It never changes, because logs hold it.
    /// </summary>
    public string Name { get; }

    /// <summary>Heading of the column and title of the filter, such as “Job title”.</summary>
    public string Title { get; }

    /// <summary>Label in forms and in the history; the title unless said otherwise.</summary>
    public string Label { get; init; }

    /// <summary>Key of its column in addresses, saved views and JSON Lines; null when it is no column.</summary>
    public string? ColumnKey { get; init; }

    /// <summary>Whether the list shows the column until somebody chooses otherwise.</summary>
    public bool IsDefaultColumn { get; init; }

    /// <summary>Pixels that the column needs to be read.</summary>
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

    /// <summary>How it is typed, checked and stored; null when nobody edits it.</summary>
    public FieldEditing? Editing { get; init; }

    /// <summary>
    /// Titles by which a column of an imported file is recognised, without case, spaces and punctuation, separated by
    /// spaces; empty when it is not imported.
    /// </summary>
    public string ImportTitles { get; init; } = "";

    /// <summary>Whether lists can be sorted by it.</summary>
    public virtual bool IsSortable => true;

    /// <summary>What sorts by it.</summary>
    public UserSort Sort => new(Name);

    /// <summary>Whether a whole number too long for a spreadsheet is no value that anybody meant.</summary>
    public bool MayLookLikeNumber { get; init; }

    /// <summary>Whether the words of a search are looked for in it.</summary>
    internal virtual bool IsFoundByWords => false;

    /// <summary>Whether whom the filter finds changes as time goes by.</summary>
    internal virtual bool DependsOnTime => false;

    /// <summary>The kinds of filter that it can have.</summary>
    private protected abstract IReadOnlyList<SearchKind> Kinds { get; }

    /// <summary>
    /// What it holds for a row, at a moment, as a program reads it back: moments as ISO 8601 in a time zone, with its
    /// offset, <c>yes</c> or <c>no</c>; null for nothing.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="now">The moment.</param>
    /// <param name="zone">The time zone.</param>
    public abstract string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone);

    /// <summary>Makes the part of the index that finds and sorts by it.</summary>
    internal abstract FieldIndex CreateIndex(UserIndex index);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
