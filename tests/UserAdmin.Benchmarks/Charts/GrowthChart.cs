namespace UserAdmin.Benchmarks.Charts;

/// <summary>Four drawings side by side of how the answers' times grow with the number of users: pages, filters, searches, and what takes longer.</summary>
internal static class GrowthChart
{
    /// <summary>Draws what was measured, the 95th percentile in milliseconds over the number of users.</summary>
    /// <param name="measured">One for each size, the smallest first.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(IReadOnlyList<Measured> measured)
    {
        var drawing = new SvgDrawing(1120, 800, "How the console's answers grow from a thousand users to a million");
        Panel(0, "Pages", 20, [Line("by name", "page 1 by DisplayName"), Worst("by any column", "page 1 by "), Line("middle page", "middle page"), Line("last page", "last page")]);
        Panel(1, "Filters", 20, [Worst("any one filter", "filter "), Line("three combined", "three filters"), Line("all facets", "all facets")]);
        Panel(2, "Search", 50, [Line("rare word", "search rare word"), Line("common word", "search common word"), Line("two letters", "search two letters"), Line("with filters", "search language")]);
        Panel(3, "Whole population", null, [Line("export as CSV", "export Csv"), Line("import", "import"), Line("rebuild", "rebuild")]);
        return drawing.ToString();

        void Panel(int place, string title, double? aim, IReadOnlyList<ChartLine> lines) => new LogLogPanel(
            title, aim, [.. lines.Where(line => line.Points.Count > 0)], measured[0].Users, Math.Max(measured[^1].Users, measured[0].Users * 10))
            .Draw(drawing, 20 + (place % 2 * 550), 54 + (place / 2 * 370));

        ChartLine Line(string label, string name) => Of(label, result => result.Name == name);

        ChartLine Worst(string label, string prefix) => Of(label, result => result.Name.StartsWith(prefix, StringComparison.Ordinal));

        ChartLine Of(string label, Func<Result, bool> isMeant) => new(
            label, [.. measured.SelectMany(one => one.Results.Where(isMeant).Where(result => result.P95 > 0).OrderByDescending(result => result.P95).Take(1).Select(result => new ChartPoint(one.Users, result.P95!.Value)))]);
    }
}
