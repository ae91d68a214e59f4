namespace UserAdmin.Messaging;

/// <summary>A part of a longer list.</summary>
/// <param name="Items">The rows of this page, in order.</param>
/// <param name="Total">How many rows there are on all pages, exact.</param>
/// <typeparam name="TRow">The view model of a row.</typeparam>
public sealed record Page<TRow>(IReadOnlyList<TRow> Items, int Total);
