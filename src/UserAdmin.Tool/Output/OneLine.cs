using Spectre.Console;
using Spectre.Console.Rendering;

namespace UserAdmin.Tool.Output;

/// <summary>A cell that is cut instead of going on in a second line.</summary>
/// <param name="text">The text, as <see cref="CleanText"/> returns it.</param>
/// <param name="style">How it looks.</param>
internal sealed class OneLine(string text, Style style) : IRenderable
{
    // A column is not made narrower than this while others can be.
    private const int Narrowest = 6;

    private readonly Segment _segment = new(text, style, null);

    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth)
    {
        var cells = Math.Min(_segment.CellCount(), maxWidth);
        return new Measurement(Math.Min(cells, Narrowest), cells);
    }

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (_segment.CellCount() <= maxWidth)
        {
            return [_segment];
        }

        var cut = Segment.Truncate(new Segment(text, style, null), maxWidth - 1)?.Text.TrimEnd() ?? "";
        return [new Segment(cut + "…", style, null)];
    }
}
