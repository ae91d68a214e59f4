using UserAdmin.Text;

namespace UserAdmin.Users.Search;

/// <summary>How values are written in the search language.</summary>
internal static class SearchText
{
    /// <summary>
    /// A value of a filter as it can be typed: <c>none</c> for <see cref="SearchFields.None"/>, and a value that is
    /// called so in quotation marks.
    /// </summary>
    public static string Written(SearchField field, string value) =>
        !field.KnowsNone ? Quoted(value, isWord: false)
        : value.Length == 0 ? SearchFields.NoneWord
        : IsNoneWord(value) ? $"\"{value}\""
        : Quoted(value, isWord: false);

    /// <summary>Whether a text is the word for "has no value".</summary>
    public static bool IsNoneWord(string text) =>
        string.Equals(text, SearchFields.NoneWord, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A value as it can be typed: in quotation marks where it would be read as something else without them.
    /// </summary>
    public static string Quoted(string value, bool isWord) =>
        value.Length > 0
        && value[0] is not ('-' or '<' or '>' or '=' or ':')
        && !value.Any(NeedsQuotes)
        && !(isWord && SearchReader.BeginsFilter(value))
            ? value
            : $"\"{string.Concat(value.Select(Escaped))}\"";

    private static string Escaped(char character) =>
        IsQuote(character) || character == '\\' ? $"\\{character}" : $"{character}";

    /// <summary>
    /// Whether two values mean the same: only case is ignored. Words of a search ignore accents too, names of things
    /// may not.
    /// </summary>
    public static bool Same(string one, string other) => UserText.ValueKey(one) == UserText.ValueKey(other);

    /// <summary>
    /// The text with full-width signs, letters and digits as their plain forms and every blank as a space, character
    /// for character, so that places in one are places in the other.
    /// </summary>
    public static string Plain(string text) =>
        System.Text.Ascii.IsValid(text) && !text.AsSpan().ContainsAny("\t\n\r\v\f")
            ? text
            : string.Concat(
                text.Select(character =>
                    character is >= '\uFF01' and <= '\uFF5E' ? (char)(character - 0xFEE0)
                    : char.IsWhiteSpace(character) ? ' '
                    : character
                )
            );

    public static bool IsQuote(char character) => character is '"' or '“' or '”' or '„';

    private static bool NeedsQuotes(char character) =>
        char.IsWhiteSpace(character) || IsQuote(character) || character is ',' or '\\';
}
