namespace UserAdmin.Users.Search;

/// <summary>What a filter of the search language compares, and how.</summary>
public enum SearchKind
{
    /// <summary>One of a few fixed words, such as <c>state:locked</c>.</summary>
    Choice,

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    YesNo,

    /// <summary>
    /// A value that must be equal, ignoring case, such as <c>department:sales</c>; <c>none</c> finds users without a
    /// value.
    /// </summary>
    Value,

    /// <summary>A part of a text, such as <c>email:example.org</c>.</summary>
    Text,

    /// <summary>A number, such as <c>balance&gt;100</c> or <c>balance:10..20</c>; <c>none</c> for no value.</summary>
    Number,

    /// <summary>A point in time or a span of time, such as <c>created&gt;2025-01-01</c>.</summary>
    Moment,
}

/// <summary>A filter of the search language.</summary>
/// <param name="Key">The name of the filter in the search language, in lower case.</param>
/// <param name="Title">The name shown to people.</param>
/// <param name="Kind">The kind of comparison.</param>
/// <param name="Meaning">What the filter finds, shown in the completion list.</param>
public sealed record SearchField(string Key, string Title, SearchKind Kind, string Meaning)
{
    /// <summary>Other names of the filter.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// The words that a <see cref="SearchKind.Choice"/> accepts; yes and no for a <see cref="SearchKind.YesNo"/> and
    /// for a <see cref="SearchKind.Value"/> that is one of them or none; otherwise empty.
    /// </summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>
    /// Whether a span without an operator, such as <c>30d</c>, lies in the future instead of the past.
    /// </summary>
    public bool LiesAhead { get; init; }

    /// <summary>Whether the filter is offered beside the list, with counts.</summary>
    public bool IsFacet { get; init; }

    /// <summary>
    /// For a <see cref="SearchKind.Moment"/>, the values that the filter panel offers at one click, with their labels;
    /// empty if the panel does not offer the filter.
    /// </summary>
    public IReadOnlyList<(string Value, string Label)> Quick { get; init; } = [];

    /// <summary>What <c>never</c> means in a filter of this <see cref="SearchKind.Moment"/>.</summary>
    public string Never { get; init; } = "Never";

    /// <summary>
    /// Whether the values of this <see cref="SearchKind.Moment"/> are days, such as a birthday, which are the same in
    /// every time zone.
    /// </summary>
    public bool HoldsDays { get; init; }

    /// <summary>
    /// Whether a filter of this <see cref="SearchKind.Moment"/> can find what never happened, with <c>never</c>.
    /// </summary>
    public bool KnowsNever { get; init; } = true;

    /// <summary>Whether the filter panel also offers a range between two dates.</summary>
    public bool HasRange { get; init; }

    /// <summary>Whether the filter can find users who have no value.</summary>
    internal bool KnowsNone => Kind is SearchKind.Value or SearchKind.Text or SearchKind.Number;

    /// <summary>Whether the filter is offered to people; otherwise only links use it.</summary>
    public bool IsOffered { get; init; } = true;

    /// <summary>An example of the filter, for the message about a value that is not valid.</summary>
    internal string Example =>
        Kind switch
        {
            _ when Choices.Count > 0 => string.Join(", ", Choices.Select(choice => $"{Key}:{choice}")),
            SearchKind.Number => $"{Key}:120, {Key}>100 or {Key}:10..20",
            SearchKind.Moment => $"{Key}<2026-01-31, {Key}>30d or {Key}:2026-01-01..2026-03-31",
            _ => $"{Key}:word or {Key}:\"several words\"",
        };
}
