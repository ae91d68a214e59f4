namespace UserAdmin.Web.Palette;

/// <summary>
/// An entry of the palette that opens a page or runs an action. Exactly one of the three targets is set.
/// </summary>
/// <param name="Id">Its id in the page; letters, digits and hyphens.</param>
/// <param name="Label">Its title.</param>
/// <param name="Glyph">Name of its glyph.</param>
/// <param name="Note">A text that distinguishes it from others of the same name; may be empty.</param>
public sealed record PaletteEntry(string Id, string Label, string Glyph, string Note = "")
{
    /// <summary>The address it opens, or null.</summary>
    public string? Href { get; init; }

    /// <summary>
    /// The selector of an element that the browser clicks, or null; so actions that work without the server still do.
    /// </summary>
    public string? Presses { get; init; }

    /// <summary>The action it runs, or null.</summary>
    public Func<Task>? RunAsync { get; init; }

    /// <summary>Whether the action is destructive.</summary>
    public bool IsDangerous { get; init; }
}

/// <summary>Entries of one kind.</summary>
/// <param name="Title">The heading of the group.</param>
/// <param name="Entries">The entries, best first.</param>
public sealed record PaletteGroup(string Title, IReadOnlyList<PaletteEntry> Entries);
