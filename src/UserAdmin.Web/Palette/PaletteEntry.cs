namespace UserAdmin.Web.Palette;

/// <summary>Something to go to or to run from the palette. Exactly one of the three ways is set.</summary>
/// <param name="Id">Names it in the page; letters, digits and hyphens.</param>
/// <param name="Label">Its title.</param>
/// <param name="Glyph">Name of its glyph.</param>
/// <param name="Note">What tells it from others of the same name; may be empty.</param>
public sealed record PaletteEntry(string Id, string Label, string Glyph, string Note = "")
{
    /// <summary>Where it leads, or null.</summary>
    public string? Href { get; init; }

    /// <summary>
    /// Selector of an element of the page that the browser presses for it, or null: what works without the server stays
    /// so.
    /// </summary>
    public string? Presses { get; init; }

    /// <summary>What it does, or null.</summary>
    public Func<Task>? RunAsync { get; init; }

    /// <summary>Whether the action is destructive.</summary>
    public bool IsDangerous { get; init; }
}

/// <summary>Entries of one kind.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Entries">The entries, best first.</param>
public sealed record PaletteGroup(string Title, IReadOnlyList<PaletteEntry> Entries);
