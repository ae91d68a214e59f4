using System.Globalization;
using System.Net;
using System.Text;

namespace UserAdmin.Benchmarks.Charts;

/// <summary>
/// An SVG drawing, written by hand because a library would be a dependency for only four kinds of shapes. Its colours
/// follow the viewer's light or dark theme.
/// </summary>
internal sealed class SvgDrawing(int width, int height, string title)
{
    // The Okabe-Ito colours, which colour-blind people can distinguish; lighter ones on dark backgrounds.
    private const string Style = """
        svg { font-family: Inter, system-ui, sans-serif;
          --ink: #1b1f24; --soft: #57606a; --grid: #d9dee3; --paper: #ffffff;
          --aim: #b42318; --c0: #0072b2; --c1: #b45309; --c2: #047857; --c3: #9d3c87; }
        @media (prefers-color-scheme: dark) { svg {
          --ink: #e6edf3; --soft: #9aa4af; --grid: #30363d; --paper: #0d1117;
          --aim: #ff8a80; --c0: #56b4e9; --c1: #f0a04b; --c2: #3fce9b; --c3: #e38fd0; } }
        .paper { fill: var(--paper); } text { fill: var(--ink); font-size: 12px; font-variant-numeric: tabular-nums; }
        .head { font-size: 16px; font-weight: 600; } .title { font-size: 14px; font-weight: 600; } .tick { fill: var(--soft); }
        .grid { stroke: var(--grid); stroke-width: 1; }
          .aim { stroke: var(--aim); stroke-width: 1.5; stroke-dasharray: 6 4; }
          .aim-text { fill: var(--aim); }
        .line { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
          .dot { stroke: var(--paper); stroke-width: 1.5; }
        .c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); }
        .t0, .d0 { fill: var(--c0); } .t1, .d1 { fill: var(--c1); } .t2, .d2 { fill: var(--c2); } .t3, .d3 { fill: var(--c3); }
        """;

    private readonly StringBuilder _marks = new();

    public void Line(double fromX, double fromY, double toX, double toY, string kind) =>
        Write($"<line class=\"{kind}\" x1=\"{fromX:0.#}\" y1=\"{fromY:0.#}\" x2=\"{toX:0.#}\" y2=\"{toY:0.#}\"/>");

    public void Text(double x, double y, string text, string kind, string anchor = "start") =>
        Write(
            $"""<text class="{kind}" x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>"""
        );

    /// <summary>Draws a line through points, with a dot at each.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string kind)
    {
        var all = points.ToList();
        var places = all.Select(point => FormattableString.Invariant($"{point.X:0.#} {point.Y:0.#}"));
        Write($"<path class=\"{kind}\" d=\"M{string.Join('L', places)}\"/>");
        foreach (var (x, y) in all)
        {
            Write($"<circle class=\"dot d{kind[^1]}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3.5\"/>");
        }
    }

    public override string ToString() =>
        FormattableString.Invariant(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"
              role="img" aria-labelledby="title">
            <title id="title">{WebUtility.HtmlEncode(title)}</title>
            <style>{Style}</style>
            <rect class="paper" width="{width}" height="{height}"/>
            <text class="head" x="20" y="28">Over the number of users, both logarithmic: times (p95) and memory (two cores, SQLite)</text>
            {_marks}</svg>

            """
        );

    private void Write(FormattableString mark) => _marks.AppendLine(mark.ToString(CultureInfo.InvariantCulture));
}
