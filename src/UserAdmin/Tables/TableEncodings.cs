using System.Text;

namespace UserAdmin.Tables;

/// <summary>An encoding that a person can choose for a text file.</summary>
/// <param name="Name">Its name in the IANA registry.</param>
/// <param name="Title">The languages that it is for.</param>
public sealed record TableEncoding(string Name, string Title);

/// <summary>The encodings in which text files can be read.</summary>
public static class TableEncodings
{
    /// <summary>The encodings that a person can choose, the most frequent first.</summary>
    public static IReadOnlyList<TableEncoding> Offered { get; } =
    [
        new("utf-8", "Unicode (UTF-8)"),
        new("utf-16", "Unicode (UTF-16)"),
        new("utf-16BE", "Unicode (UTF-16, big endian)"),
        new("windows-1252", "Western European"),
        new("iso-8859-15", "Western European (ISO)"),
        new("windows-1250", "Central European"),
        new("iso-8859-2", "Central European (ISO)"),
        new("windows-1251", "Cyrillic"),
        new("koi8-r", "Cyrillic (KOI8-R)"),
        new("koi8-u", "Cyrillic (KOI8-U)"),
        new("windows-1253", "Greek"),
        new("windows-1254", "Turkish"),
        new("windows-1257", "Baltic"),
        new("windows-1255", "Hebrew"),
        new("windows-1256", "Arabic"),
        new("shift_jis", "Japanese (Shift JIS)"),
        new("euc-jp", "Japanese (EUC)"),
        new("iso-2022-jp", "Japanese (JIS)"),
        new("gb18030", "Chinese, simplified"),
        new("big5", "Chinese, traditional"),
        new("ks_c_5601-1987", "Korean"),
        new("windows-874", "Thai"),
        new("windows-1258", "Vietnamese"),
        new("macintosh", "Western European (Mac)"),
        new("ibm850", "Western European (DOS)"),
        new("ibm852", "Central European (DOS)"),
        new("cp866", "Cyrillic (DOS)"),
    ];

    /// <summary>Returns the title of an encoding, or its name if it has none.</summary>
    /// <param name="name">Its name.</param>
    public static string TitleOf(string name) => Find(name)?.Title ?? name;

    /// <summary>Returns the encoding with a name, or null if it cannot be chosen.</summary>
    /// <param name="name">Its name.</param>
    public static TableEncoding? Find(string? name) =>
        Offered.FirstOrDefault(offered => string.Equals(offered.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Makes invalid bytes visible. The default fallback writes a question mark, which could also have been typed.
    /// </summary>
    internal static DecoderFallback Showing { get; } = new DecoderReplacementFallback("\ufffd");

    /// <summary>Returns an encoding to read with.</summary>
    /// <param name="name">The name of one of the offered encodings.</param>
    /// <param name="fallback">What invalid bytes are replaced by.</param>
    internal static Encoding Get(string name, DecoderFallback fallback) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ReplacementFallback, fallback)
        ?? Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, fallback);
}
