namespace UserAdmin.Web.Language;

/// <summary>
/// The plural categories of whole numbers, for the languages that the console has
/// (<see href="https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html">CLDR</see>). Add the
/// rule of a language with its resources.
/// </summary>
internal static class Plurals
{
    /// <summary>Returns what the key of the form for a number ends with; null for the form <c>other</c>.</summary>
    /// <param name="language">The language, as in <c>de</c>.</param>
    /// <param name="count">The number.</param>
    public static string? SuffixOf(string language, long count) =>
        language switch
        {
            "de" or ConsoleLanguage.Pseudo => count == 1 ? "#one" : null,
            _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Its plural rule is missing."),
        };
}
