using System.Diagnostics;
using System.Xml.Linq;
using UserAdmin.Web.Language;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Translates sentences of the core by their templates, as a page in another language does for each error, field and
/// entry of a history.
/// </summary>
internal static class TextsContest
{
    // A page with a hundred entries of a history has some hundred of them.
    private const int Calls = 300;

    private const int Rounds = 200;

    public static IEnumerable<Result> Run()
    {
        var texts = Directory
            .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Language"), "*.de.resx")
            .SelectMany(file =>
                XDocument
                    .Load(file)
                    .Descendants("data")
                    .Select(data => (IsCore: file.EndsWith("Core.de.resx", StringComparison.Ordinal), data))
            )
            .Select(one => (one.IsCore, Key: one.data.Attribute("name")!.Value, Text: one.data.Element("value")!.Value))
            .ToList();
        var all = texts.GroupBy(text => text.Key).ToDictionary(same => same.Key, same => same.First().Text);
        var templates = new CoreTemplates(
            texts.Where(text => text.IsCore).Select(text => KeyValuePair.Create(text.Key, text.Text)),
            all.GetValueOrDefault
        );
        yield return Measure("texts, a usual one", templates, "Use at most 256 characters for the display name.", true);
        yield return Measure("texts, none that fits", templates, "Nobody has written this for a program.", false);
        yield return Measure(
            "texts, long and of strangers",
            templates,
            string.Concat(Enumerable.Repeat("Use at most the “role” of a user, and set it. ", 50)),
            null
        );
    }

    private static Result Measure(string name, CoreTemplates templates, string text, bool? isKnown)
    {
        if (isKnown is { } known && templates.Translate(text) is not null != known)
        {
            throw new InvalidOperationException($"The templates have changed: {text}");
        }

        var times = new List<double>();
        for (var round = -Rounds; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var call = 0; call < Calls; call++)
            {
                templates.Translate(text);
            }

            if (round >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        // A text of two thousand characters is looked through some times, and no page has three hundred of them.
        var most = isKnown is null ? 50 : 5;
        return new Result($"{name} ({Calls})", times, [])
        {
            Aim = $"≤ {most} ms",
            IsMet = result => result.P50 <= most,
        };
    }
}
