using UserAdmin.Text;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Index;

/// <summary>
/// The texts of a user in the index: those of each <see cref="TextField"/> first, then what is only searched in and
/// never asked for by itself.
/// </summary>
internal static class UserTexts
{
    private static readonly TextField[] _fields = [.. UserFields.All.OfType<TextField>()];
    private static readonly PhoneField[] _phones = [.. _fields.OfType<PhoneField>()];
    private static readonly NamePartField[] _nameParts = [.. UserFields.All.OfType<NamePartField>()];

    /// <summary>Where the display name stands.</summary>
    public static int Name { get; } = PlaceOf(UserFields.DisplayName);

    /// <summary>Where the user name stands.</summary>
    public static int UserName { get; } = PlaceOf(UserFields.UserName);

    /// <summary>
    /// Where the email stands: right behind the user name, which <see cref="TextBlock.Whole"/> relies on.
    /// </summary>
    public static int Email { get; } = PlaceOf(UserFields.Email);

    /// <summary>Where the text of a field stands among the texts of a user.</summary>
    /// <exception cref="ArgumentException">The field is none of the texts.</exception>
    public static int PlaceOf(UserField field) =>
        Array.IndexOf(_fields, field) is var place and >= 0
            ? place
            : throw new ArgumentException($"The texts of a user do not hold {field}.", nameof(field));

    /// <summary>The texts of a row, folded.</summary>
    public static string[] Of(UserRow row)
    {
        var texts = new string[_fields.Length + _phones.Length + _nameParts.Length];
        var next = 0;
        foreach (var field in _fields)
        {
            texts[next++] = Folded(field.Value(row));
        }

        foreach (var phone in _phones)
        {
            // A number typed as digits only finds the number in any notation.
            var text = texts[PlaceOf(phone)];
            var digits = Digits(text);
            texts[next++] = digits == text ? "" : digits;
        }

        foreach (var part in _nameParts)
        {
            texts[next++] = Beside(texts[Name], Folded(part.Value(row)));
        }

        return texts;
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

    // The part is usually in the display name and found there. The leading space keeps it from counting as a whole
    // field.
    private static string Beside(string name, string part) =>
        part.Length == 0
        || name.StartsWith(part, StringComparison.Ordinal)
        || name.Contains($" {part}", StringComparison.Ordinal)
            ? ""
            : $" {part}";

    private static string Digits(string phone) =>
        phone.All(char.IsAsciiDigit) ? phone : string.Concat(phone.Where(char.IsAsciiDigit));
}
