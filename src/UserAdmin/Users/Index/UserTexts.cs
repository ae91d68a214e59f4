using UserAdmin.Text;

namespace UserAdmin.Users.Index;

/// <summary>The fields of a user's text in the index.</summary>
internal static class UserTexts
{
    public const int Name = 0;
    public const int UserName = 1;
    public const int Email = 2;
    public const int Phone = 3;
    public const int ExternalId = 4;

    /// <summary>
    /// The texts of a row, folded. What comes after the external id is only searched in, never asked for by itself.
    /// </summary>
    public static string[] Of(UserRow row)
    {
        var (name, phone) = (Folded(row.DisplayName), Folded(row.PhoneNumber));
        var digits = Digits(phone);
        return
        [
            name,
            Folded(row.UserName),
            Folded(row.Email),
            phone,
            Folded(row.ExternalId),
            // Who types a number as it is heard finds it however it is written.
            digits == phone
                ? ""
                : digits,
            Beside(name, Folded(row.GivenName)),
            Beside(name, Folded(row.FamilyName)),
        ];
    }

    /// <summary>
    /// A text as it is searched for and sorted by. No line feed is left in it: that separates the fields.
    /// </summary>
    public static string Folded(string? text)
    {
        var folded = UserText.Fold(text);
        return folded.AsSpan().ContainsAny('\n', '\r', '\t')
            ? string.Join(' ', folded.Split(['\n', '\r', '\t']))
            : folded;
    }

    // Mostly part of the display name, and then found there. The space in front: half a name is never the whole of what
    // was searched for.
    private static string Beside(string name, string part) =>
        part.Length == 0
        || name.StartsWith(part, StringComparison.Ordinal)
        || name.Contains($" {part}", StringComparison.Ordinal)
            ? ""
            : $" {part}";

    private static string Digits(string phone) =>
        phone.All(char.IsAsciiDigit) ? phone : string.Concat(phone.Where(char.IsAsciiDigit));
}
