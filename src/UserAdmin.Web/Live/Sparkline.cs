using System.Globalization;
using System.Text;

namespace UserAdmin.Web.Live;

/// <summary>
/// A small chart in a line of text: a bar for each day, without axes. A number or a title beside it says as much, so it
/// is hidden from screen readers.
/// </summary>
internal static class Sparkline
{
    private const int Step = 3;
    private const int Height = 16;

    /// <summary>Returns the chart as markup; wwwroot/console.css gives it its colour.</summary>
    /// <param name="counts">What is counted of each day, the earliest first.</param>
    public static string Markup(IReadOnlyList<int> counts)
    {
        var most = Math.Max(1, counts.Max());
        var path = new StringBuilder();
        for (var day = 0; day < counts.Count; day++)
        {
            if (counts[day] > 0)
            {
                var tall = Math.Max(3, (int)Math.Round(Height * counts[day] / (double)most));
                path.Append(CultureInfo.InvariantCulture, $"M{day * Step} {Height}v-{tall}h{Step - 1}v{tall}z");
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"ua-spark\" viewBox=\"0 0 {(counts.Count * Step) - 1} {Height}\" aria-hidden=\"true\" "
                + $"focusable=\"false\"><path d=\"{path}\" /></svg>"
        );
    }
}
