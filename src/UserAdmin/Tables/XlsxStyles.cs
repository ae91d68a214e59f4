using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace UserAdmin.Tables;

/// <summary>The number formats of a workbook: numbers, dates and times, leading zeros.</summary>
internal sealed partial class XlsxStyles
{
    private static readonly DateTime _epoch1900 = new(1899, 12, 30);
    private static readonly DateTime _epoch1904 = new(1904, 1, 1);

    private readonly List<Look> _looks = [];

    private enum Kind
    {
        Number,
        Date,
        Moment,
        Time,
    }

    public static XlsxStyles Read(XlsxPackage package, string? part)
    {
        var styles = new XlsxStyles();
        var codes = new Dictionary<int, string>();
        using var reader = package.Open(part);
        var isInCells = false;
        while (reader?.Read() == true)
        {
            if (reader.ElementType == typeof(CellFormats))
            {
                isInCells = reader.IsStartElement;
            }
            else if (
                reader.IsStartElement
                && reader.ElementType == typeof(NumberingFormat)
                && Number(Attribute(reader, "numFmtId")) is { } own
            )
            {
                codes[own] = Attribute(reader, "formatCode") ?? "";
            }
            else if (
                reader.IsStartElement
                && isInCells
                && reader.ElementType == typeof(CellFormat)
                && styles._looks.Count < 100_000
            )
            {
                var id = Number(Attribute(reader, "numFmtId")) ?? 0;
                styles._looks.Add(
                    codes.TryGetValue(id, out var code) && code.Length > 0 ? LookOf(code) : new Look(BuiltIn(id), 0)
                );
            }
        }

        return styles;
    }

    /// <summary>Returns the value of an attribute of the current element, or null.</summary>
    public static string? Attribute(OpenXmlReader reader, string name)
    {
        foreach (var attribute in reader.Attributes)
        {
            if (attribute.LocalName == name)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    /// <summary>
    /// Formats a number as an administrator sees it: culture-invariant, with dates and times as ISO 8601 without a time
    /// zone, because spreadsheets have none.
    /// </summary>
    public string Text(string raw, int style, bool since1904)
    {
        if (
            !double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number)
        )
        {
            return raw;
        }

        var look = style >= 0 && style < _looks.Count ? _looks[style] : default;
        if (look.Kind != Kind.Number && Moment(number, since1904) is { } moment)
        {
            return moment.ToString(
                look.Kind switch
                {
                    Kind.Date => "yyyy-MM-dd",
                    Kind.Time => "HH:mm:ss",
                    Kind.Moment or Kind.Number => "yyyy-MM-ddTHH:mm:ss",
                    _ => throw new InvalidOperationException(),
                },
                CultureInfo.InvariantCulture
            );
        }

        // A spreadsheet shows 15 digits, so that 0.1 + 0.2 is 0.3.
        var text =
            Math.Abs(number) < 1e15 && number == Math.Truncate(number)
                ? ((long)number).ToString(CultureInfo.InvariantCulture)
                : number.ToString("G15", CultureInfo.InvariantCulture);
        return look.Digits > text.Length && number >= 0 ? text.PadLeft(look.Digits, '0') : text;
    }

    private static DateTime? Moment(double number, bool since1904)
    {
        // Spreadsheets count 29 February 1900, which did not exist, so their days before it are one behind.
        var days = since1904 || number >= 60 ? number : number + 1;
        return number is >= 0 and < 2_958_466
            ? (since1904 ? _epoch1904 : _epoch1900).AddSeconds(Math.Round(days * 86400))
            : null;
    }

    private static Kind BuiltIn(int id) =>
        id switch
        {
            >= 14 and <= 17 or >= 27 and <= 31 or 36 or >= 50 and <= 54 or 57 or 58 => Kind.Date,
            22 => Kind.Moment,
            >= 18 and <= 21 or >= 32 and <= 35 or >= 45 and <= 47 or 55 or 56 => Kind.Time,
            _ => Kind.Number,
        };

    private static Look LookOf(string code)
    {
        var bare = Literals().Replace(code, "");
        bare = bare.Split(';')[0];
        if (bare.Contains("general", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        var hasDate = bare.AsSpan().ContainsAny("yYdD");
        var hasTime = bare.AsSpan().ContainsAny("hHsS");
        var kind = (hasDate || (!hasTime && bare.AsSpan().ContainsAny("mM")), hasTime) switch
        {
            (true, true) => Kind.Moment,
            (true, false) => Kind.Date,
            (false, true) => Kind.Time,
            (false, false) => Kind.Number,
        };
        return new Look(
            kind,
            kind == Kind.Number && bare.Length is > 1 and < 100 && bare.All(character => character == '0')
                ? bare.Length
                : 0
        );
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>
    /// Matches quoted words, escaped characters, fill characters, colours and locales, which do not affect the kind of
    /// value. Elapsed hours are kept.
    /// </summary>
    [GeneratedRegex(
        """
            "[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|AM/PM|A/P
            """,
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Literals();

    private readonly record struct Look(Kind Kind, int Digits);
}
