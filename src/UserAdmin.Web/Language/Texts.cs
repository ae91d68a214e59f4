using System.Globalization;
using System.Runtime.CompilerServices;

namespace UserAdmin.Web.Language;

/// <summary>
/// Returns the texts of the console in the language of whoever reads them (decision 100). The English text stands in
/// the code and is the key; other languages are resources. Call it where a text is shown: a static field would keep the
/// language of whoever came first.
/// </summary>
internal static class Texts
{
    /// <summary>
    /// The culture in which numbers and moments are written for whoever reads them. English has the forms of the
    /// invariant culture: <c>1,204</c> and ISO dates. It is apart from <see cref="CultureInfo.CurrentCulture"/>, which
    /// is the invariant one in every request, so that what machines read is the same in all languages.
    /// </summary>
    public static CultureInfo WrittenIn =>
        ConsoleLanguage.Current is var language
        && (language == ConsoleLanguage.English || language == ConsoleLanguage.Mirrored)
            ? CultureInfo.InvariantCulture
            : CultureInfo.CurrentUICulture;

    /// <summary>Returns a text.</summary>
    /// <param name="english">The English text.</param>
    /// <param name="context">What it is about, where another language needs different texts for one English one, such
    /// as <c>verb</c>; null usually.</param>
    public static string T(string english, string? context = null) =>
        Catalogue.Current?.Find(context is null ? english : $"{english}|{context}") ?? english;

    /// <summary>Returns a text with values in it.</summary>
    /// <param name="english">The English text; its key has the values' places as <c>{0}</c>, <c>{1}</c> and so
    /// on.</param>
    // The compiler would take a text whose values are all constants for a finished one.
    [OverloadResolutionPriority(1)]
    public static string T(TextTemplate english) => english.In(Catalogue.Current, null);

    /// <inheritdoc cref="T(TextTemplate)"/>
    /// <param name="english">The English text.</param>
    /// <param name="context">What it is about.</param>
    [OverloadResolutionPriority(1)]
    public static string T(TextTemplate english, string context) => english.In(Catalogue.Current, $"|{context}");

    /// <summary>
    /// Returns a text about a number of things, in the plural form that the language has for it (CLDR). The key is that
    /// of <paramref name="many"/>; other forms are under it with <c>#one</c>, <c>#few</c> and so on.
    /// </summary>
    /// <param name="count">The number.</param>
    /// <param name="one">The English text for 1.</param>
    /// <param name="many">The English text for other numbers.</param>
    public static string T(long count, TextTemplate one, TextTemplate many) =>
        Catalogue.Current is { } catalogue ? many.In(catalogue, Plurals.SuffixOf(catalogue.Language, count), one, count)
        : count == 1 ? one.In(null, null)
        : many.In(null, null);

    /// <inheritdoc cref="T(long, TextTemplate, TextTemplate)"/>
    public static string T(long count, string one, TextTemplate many) =>
        Catalogue.Current is { } catalogue
            ? many.In(catalogue, Plurals.SuffixOf(catalogue.Language, count), TextTemplate.Of(one), count)
        : count == 1 ? one
        : many.In(null, null);

    /// <inheritdoc cref="T(long, TextTemplate, TextTemplate)"/>
    public static string T(long count, string one, string many) =>
        T(count, TextTemplate.Of(one), TextTemplate.Of(many));

    /// <summary>
    /// Returns the text as it is. It marks a text in a table or a field that is translated where it is shown, so that
    /// the test that compares the code with the resources finds it.
    /// </summary>
    /// <param name="english">The English text.</param>
    public static string Marked(string english) => english;

    /// <summary>
    /// Translates a sentence that the core has written, such as the message of an error or what happened in the
    /// history, of which some are kept in the log: the resources of the core hold them as templates. What is not known
    /// stays English.
    /// </summary>
    /// <param name="english">The text; null gives null.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(english))]
    public static string? FromCore(string? english) =>
        string.IsNullOrEmpty(english) ? english : Catalogue.Current?.Translate(english) ?? english;
}
