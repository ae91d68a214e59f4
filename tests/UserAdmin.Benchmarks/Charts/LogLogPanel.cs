using System.Globalization;

namespace UserAdmin.Benchmarks.Charts;

/// <summary>A line of a chart.</summary>
internal sealed record ChartLine(string Label, IReadOnlyList<ChartPoint> Points);

/// <summary>A point of a line: a value at a number of users.</summary>
internal sealed record ChartPoint(double Users, double Value);

/// <summary>One chart with two logarithmic axes, its lines labelled at their ends and its target dashed.</summary>
internal sealed class LogLogPanel(
    string title,
    double? aim,
    Func<double, string> words,
    IReadOnlyList<ChartLine> lines,
    double from,
    double to
)
{
    private const double Width = 530;
    private const double Height = 330;
    private const double Left = 58;
    private const double Right = 140;
    private const double Top = 30;
    private const double Bottom = 30;
    private const double LabelHeight = 15;

    private readonly (double From, double To) _decades = Decades(lines, aim);

    public void Draw(SvgDrawing drawing, double x, double y)
    {
        drawing.Text(x, y + 12, title, "title");
        for (var power = _decades.From; power <= _decades.To; power++)
        {
            var at = y + Y(Math.Pow(10, power));
            drawing.Line(x + Left, at, x + Width - Right, at, "grid");
            drawing.Text(x + Left - 8, at + 4, words(Math.Pow(10, power)), "tick", "end");
        }

        for (var users = from; users <= to * 1.001; users *= 10)
        {
            drawing.Line(x + X(users), y + Top, x + X(users), y + Height - Bottom, "grid");
            drawing.Text(
                x + X(users),
                y + Height - Bottom + 18,
                users >= 1_000_000 ? $"{users / 1_000_000:0} M" : $"{users / 1000:0} k",
                "tick",
                "middle"
            );
        }

        if (aim is { } wanted)
        {
            drawing.Line(x + Left, y + Y(wanted), x + Width - Right, y + Y(wanted), "aim");
            drawing.Text(x + Left + 6, y + Y(wanted) - 6, $"aim: {words(wanted)}", "aim-text");
        }

        var labels = Apart([.. lines.Select(line => Y(line.Points[^1].Value))]);
        for (var i = 0; i < lines.Count; i++)
        {
            var points = lines[i].Points;
            drawing.Path(
                points.Select(point => (x + X(point.Users), y + Y(point.Value))),
                $"line c{i.ToString(CultureInfo.InvariantCulture)}"
            );
            drawing.Text(
                x + Width - Right + 10,
                y + labels[i] + 4,
                $"{lines[i].Label} {words(points[^1].Value)}",
                $"label t{i.ToString(CultureInfo.InvariantCulture)}"
            );
        }
    }

    private double X(double users) =>
        Left + ((Width - Left - Right) * Math.Log10(users / from) / Math.Log10(to / from));

    private double Y(double value) =>
        Height
        - Bottom
        - ((Height - Top - Bottom) * (Math.Log10(value) - _decades.From) / (_decades.To - _decades.From));

    private static (double From, double To) Decades(IReadOnlyList<ChartLine> lines, double? aim)
    {
        var values = lines
            .SelectMany(line => line.Points)
            .Select(point => point.Value)
            .Concat(aim is { } wanted ? [wanted] : [])
            .DefaultIfEmpty(1)
            .ToList();
        var (low, high) = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max())));
        return (low, Math.Max(high, low + 1));
    }

    // Labels of lines that end close together are moved apart; their order is kept.
    private static double[] Apart(double[] wanted)
    {
        var placed = (double[])wanted.Clone();
        var order = Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i]).ToList();
        for (var i = 1; i < order.Count; i++)
        {
            placed[order[i]] = Math.Max(placed[order[i]], placed[order[i - 1]] + LabelHeight);
        }

        var over = order.Count > 0 ? Math.Max(0, placed[order[^1]] - (Height - Bottom)) : 0;
        return [.. placed.Select(place => place - over)];
    }
}
