using System.Globalization;
using UserAdmin.Benchmarks.Contests;

namespace UserAdmin.Benchmarks.Charts;

/// <summary>Charts of how response times and memory grow with the number of users.</summary>
internal static class GrowthChart
{
    /// <summary>Draws the 95th percentile of the times, and the memory in megabytes.</summary>
    /// <param name="measured">The results for each size, the smallest first.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(IReadOnlyList<Measured> measured)
    {
        var drawing = new SvgDrawing(1120, 1170, "How the console's answers grow from a thousand users to a million");
        Panel(
            0,
            "Pages",
            20,
            Duration,
            [
                Line("by name", "page 1 by DisplayName"),
                Worst("slowest column", "page 1 by "),
                Line("middle page", "middle page"),
                Line("last page", "last page"),
            ]
        );
        Panel(
            1,
            "Filters",
            20,
            Duration,
            [
                Worst("slowest filter", "filter "),
                Line("three combined", "three filters"),
                Line("all facets", "all facets"),
            ]
        );
        Panel(
            2,
            "Search",
            50,
            Duration,
            [
                Line("rare word", "search rare word"),
                Line("common word", "search common word"),
                Line("two letters", "search two letters"),
                Line("matches all", "search everybody"),
            ]
        );
        Panel(
            3,
            $"Many users (import ≤ {ImportContest.Most / 1000} k rows, role ≤ {BulkContest.Most / 1000} k users)",
            null,
            Duration,
            [
                Line("CSV export", "export Csv"),
                Line("import", "import"),
                Line("rebuild", "rebuild"),
                Worst("bulk role", "bulk role "),
            ]
        );
        Panel(
            4,
            "One user",
            null,
            Duration,
            [Line("read", "GetUser"), Line("change", "ChangeUserEmail"), Line("sign-in", "SignIn")]
        );
        Panel(
            5,
            "Memory",
            MemoryContest.Wanted,
            Size,
            [
                Line("at rest", "memory at rest"),
                Line("import", "memory, import"),
                Line("CSV export", "memory, export Csv"),
                Line("XLSX export", "memory, export Xlsx"),
            ]
        );
        return drawing.ToString();

        void Panel(int place, string title, double? aim, Func<double, string> words, IReadOnlyList<ChartLine> lines) =>
            new LogLogPanel(
                title,
                aim,
                words,
                [.. lines.Where(line => line.Points.Count > 0)],
                measured[0].Users,
                Math.Max(measured[^1].Users, measured[0].Users * 10)
            ).Draw(drawing, 20 + (place % 2 * 550), 54 + (place / 2 * 370));

        ChartLine Line(string label, string name) => Of(label, result => result.Name == name);

        ChartLine Worst(string label, string prefix) =>
            Of(label, result => result.Name.StartsWith(prefix, StringComparison.Ordinal));

        ChartLine Of(string label, Func<Figures, bool> isMeant) =>
            new(
                label,
                [
                    .. measured.SelectMany(one =>
                        one.Results.Where(isMeant)
                            .Select(result => result.P95Ms ?? result.Megabytes)
                            .Where(value => value > 0)
                            .OrderDescending()
                            .Take(1)
                            .Select(value => new ChartPoint(one.Users, value!.Value))
                    ),
                ]
            );
    }

    private static string Duration(double milliseconds) =>
        milliseconds switch
        {
            >= 119_950 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000:0.#} min"),
            >= 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.#} s"),
            >= 9.95 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
            >= 1 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.#} ms"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.##} ms"),
        };

    private static string Size(double megabytes) => string.Create(CultureInfo.InvariantCulture, $"{megabytes:#,0} MB");
}
