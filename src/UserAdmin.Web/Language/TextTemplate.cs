using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace UserAdmin.Web.Language;

/// <summary>
/// An interpolated English text. The compiler makes one of <c>$"Row {number}"</c> where a text of the console is
/// wanted; its key is <c>Row {0}</c>.
/// </summary>
[InterpolatedStringHandler]
internal struct TextTemplate
{
    private readonly StringBuilder _key;
    private readonly List<string> _values;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">Characters outside the holes.</param>
    /// <param name="formattedCount">The number of holes.</param>
    public TextTemplate(int literalLength, int formattedCount) =>
        (_key, _values) = (new(literalLength + (3 * formattedCount)), new(formattedCount));

    /// <summary>Called by the compiler.</summary>
    /// <param name="text">Text between two holes.</param>
    public readonly void AppendLiteral(string text) =>
        _key.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>Called by the compiler.</summary>
    /// <typeparam name="TValue">The type of the value.</typeparam>
    /// <param name="value">The value of a hole.</param>
    /// <param name="format">How to write it, or null.</param>
    public readonly void AppendFormatted<TValue>(TValue value, string? format = null)
    {
        _key.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(
            value is IFormattable formattable ? formattable.ToString(format, Texts.WrittenIn) : value?.ToString() ?? ""
        );
    }

    /// <summary>Returns a text without holes.</summary>
    /// <param name="text">The text.</param>
    internal static TextTemplate Of(string text)
    {
        var template = new TextTemplate(text.Length, 0);
        template.AppendLiteral(text);
        return template;
    }

    /// <summary>Returns the text in the language of a catalogue, or in English.</summary>
    /// <param name="catalogue">The catalogue; null for English.</param>
    /// <param name="suffix">What the key ends with, or null.</param>
    internal readonly string In(Catalogue? catalogue, string? suffix) => Written(catalogue?.Find(_key + suffix));

    /// <summary>Returns the text in one of its plural forms.</summary>
    internal readonly string In(Catalogue catalogue, string? suffix, TextTemplate one, long count)
    {
        var form = suffix is null ? null : catalogue.Find(_key + suffix);
        return form is not null || catalogue.Find(_key.ToString()) is not null || count != 1
            ? Written(form ?? catalogue.Find(_key.ToString()))
            : one.Written(null);
    }

    private readonly string Written(string? form) =>
        string.Format(
            CultureInfo.InvariantCulture,
            form ?? _key.ToString(),
            // A name or a number keeps its own direction and does not carry off what stands beside it.
            ConsoleLanguage.Current.IsRightToLeft
                ? [.. _values.Select(value => $"\u2068{value}\u2069")]
                : [.. _values]
        );
}
