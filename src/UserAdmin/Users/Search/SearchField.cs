namespace UserAdmin.Users.Search;

/// <summary>What a filter of the search language compares, and how.</summary>
public enum SearchKind
{
    /// <summary>One of a few fixed words, such as <c>state:locked</c>.</summary>
    Choice,

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    YesNo,

    /// <summary>
    /// A value that has to be the same but for case, such as <c>department:sales</c>; <c>none</c> for those without
    /// one.
    /// </summary>
    Value,

    /// <summary>A part of a text, such as <c>email:example.org</c>.</summary>
    Text,

    /// <summary>A moment or a span of time, such as <c>created&gt;2025-01-01</c>.</summary>
    Moment,
}

/// <summary>A filter of the search language.</summary>
/// <param name="Key">Its name as it is written back, in lower case.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Kind">How it compares.</param>
/// <param name="Meaning">What it finds, for the completion list.</param>
public sealed record SearchField(string Key, string Title, SearchKind Kind, string Meaning)
{
    /// <summary>Other names it answers to.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// The words a <see cref="SearchKind.Choice"/> knows; for <see cref="SearchKind.YesNo"/> yes and no; otherwise
    /// empty.
    /// </summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether a bare span such as <c>30d</c> lies ahead of now rather than behind it.</summary>
    public bool LiesAhead { get; init; }

    /// <summary>Whether it is offered with counts beside the list.</summary>
    public bool IsFacet { get; init; }

    /// <summary>
    /// For a <see cref="SearchKind.Moment"/> what the panel offers at one click, as the search writes it and in words;
    /// empty when the panel does not offer the filter.
    /// </summary>
    public IReadOnlyList<(string Value, string Label)> Quick { get; init; } = [];

    /// <summary>Whether the panel offers two dates too.</summary>
    public bool HasRange { get; init; }

    /// <summary>Whether it can ask for those who have no value.</summary>
    internal bool KnowsNone => Kind is SearchKind.Value or SearchKind.Text;

    /// <summary>An example of a value, for the message about a value that makes no sense.</summary>
    internal string Example =>
        Kind switch
        {
            SearchKind.Choice or SearchKind.YesNo => string.Join(", ", Choices.Select(choice => $"{Key}:{choice}")),
            SearchKind.Moment => $"{Key}<2026-01-31, {Key}>30d or {Key}:2026-01-01..2026-03-31",
            _ => $"{Key}:word or {Key}:\"several words\"",
        };
}
