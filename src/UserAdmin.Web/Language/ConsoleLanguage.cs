using System.Globalization;

namespace UserAdmin.Web.Language;

/// <summary>A language of the console.</summary>
/// <param name="Tag">Its tag (BCP 47), which the browser's cookie holds.</param>
/// <param name="Name">Its name in itself.</param>
/// <param name="IsRightToLeft">Whether it is written from right to left.</param>
internal sealed record ConsoleLanguage(string Tag, string Name, bool IsRightToLeft = false)
{
    /// <summary>
    /// The language in which every text is marked and the page is mirrored. It is only for tests and is offered if the
    /// program was started with <c>--UserAdmin:PseudoLanguage=true</c>.
    /// </summary>
    public const string Pseudo = "qps-plocm";

    /// <summary>The language of the source.</summary>
    public static ConsoleLanguage English { get; } = new("en", "English");

    /// <summary>The languages in which everything is written.</summary>
    public static IReadOnlyList<ConsoleLanguage> All { get; } = [English, new("de", "Deutsch")];

    /// <summary>The mirrored language for tests.</summary>
    public static ConsoleLanguage Mirrored { get; } = new(Pseudo, "[Mirrored]", IsRightToLeft: true);

    /// <summary>The language of the current request or circuit.</summary>
    public static ConsoleLanguage Current => Of(CultureInfo.CurrentUICulture);

    /// <summary>The attribute <c>dir</c> of a page in it; null from left to right, as pages are without it.</summary>
    public string? Direction => IsRightToLeft ? "rtl" : null;

    /// <summary>Returns the language of a tag, such as <c>de-AT</c>; null if the console does not have it.</summary>
    /// <param name="tag">The tag (BCP 47), or null.</param>
    public static ConsoleLanguage? OfTag(string? tag) =>
        All.FirstOrDefault(language => $"{tag}-".StartsWith($"{language.Tag}-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the language of a culture; English if the console does not have its language.</summary>
    /// <param name="culture">The culture.</param>
    public static ConsoleLanguage Of(CultureInfo culture) =>
        culture.Name.StartsWith("qps", StringComparison.OrdinalIgnoreCase)
            ? Mirrored
            : All.FirstOrDefault(language => language.Tag == culture.TwoLetterISOLanguageName, English);
}
