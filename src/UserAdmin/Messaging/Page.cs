namespace UserAdmin.Messaging;

/// <summary>One page of a longer list.</summary>
/// <param name="Items">The rows of this page, in order.</param>
/// <param name="Total">The exact number of rows on all pages.</param>
/// <typeparam name="TRow">The view model of a row.</typeparam>
public sealed record Page<TRow>(IReadOnlyList<TRow> Items, int Total);
