namespace UserAdmin.Users.Search;

/// <summary>How values are written in the search language.</summary>
internal static class SearchText
{
    /// <summary>A value as it can be typed: in quotation marks where it would be read as something else without them.</summary>
    public static string Quoted(string value, bool isWord) =>
        value.Length > 0 && value[0] is not ('-' or '<' or '>' or '=' or ':') && !value.Any(NeedsQuotes) && !(isWord && SearchReader.BeginsFilter(value))
            ? value
            : $"\"{string.Concat(value.Select(character => IsQuote(character) || character == '\\' ? $"\\{character}" : $"{character}"))}\"";

    /// <summary>Whether two values mean the same: case and accents are ignored.</summary>
    public static bool Same(string one, string other) => UserText.Fold(one.Trim()) == UserText.Fold(other.Trim());

    public static bool IsQuote(char character) => character is '"' or '“' or '”' or '„';

    private static bool NeedsQuotes(char character) => char.IsWhiteSpace(character) || IsQuote(character) || character is ',' or '\\';
}
