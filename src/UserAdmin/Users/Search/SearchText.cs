using UserAdmin.Text;

namespace UserAdmin.Users.Search;

/// <summary>Writes values in the search language.</summary>
internal static class SearchText
{
    /// <summary>
    /// Returns a filter's value as it can be typed: <c>none</c> for <see cref="SearchFields.None"/>, and quotation
    /// marks around a value that is itself the word “none”.
    /// </summary>
    public static string Written(SearchField field, string value) =>
        !field.KnowsNone ? Quoted(value, isWord: false)
        : value.Length == 0 ? SearchFields.NoneWord
        : IsNoneWord(value) ? $"\"{value}\""
        : Quoted(value, isWord: false);

    /// <summary>Returns true if a text is the word for "has no value".</summary>
    public static bool IsNoneWord(string text) =>
        string.Equals(text, SearchFields.NoneWord, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Returns a value as it can be typed, in quotation marks if it would otherwise be read as something else.
    /// </summary>
    public static string Quoted(string value, bool isWord) =>
        value.Length > 0
        && value[0] is not ('-' or '<' or '>' or '=' or ':')
        && !value.Any(NeedsQuotes)
        && !(isWord && (value[0] == ';' || value[^1] == ';' || SearchReader.BeginsFilter(value)))
            ? value
            : $"\"{string.Concat(value.Select(Escaped))}\"";

    private static string Escaped(char character) =>
        IsQuote(character) || character == '\\' ? $"\\{character}" : $"{character}";

    /// <summary>
    /// Returns true if two values are equal, ignoring case. Accents are not ignored here (as they are in words of a
    /// search), because two names may differ only in an accent.
    /// </summary>
    public static bool Same(string one, string other) => UserText.ValueKey(one) == UserText.ValueKey(other);

    /// <summary>
    /// Returns the text with full-width characters replaced by their plain forms, and every white-space character by a
    /// space. Each character is replaced by exactly one, so positions stay the same.
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
