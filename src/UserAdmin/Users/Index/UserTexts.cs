using UserAdmin.Text;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Index;

/// <summary>
/// The texts of a user in the index: first one for each <see cref="TextField"/>, then those that are only searched by
/// words and have no field of their own in the index.
/// </summary>
internal static class UserTexts
{
    private static readonly TextField[] _fields = [.. UserFields.All.OfType<TextField>()];
    private static readonly PhoneField[] _phones = [.. _fields.OfType<PhoneField>()];
    private static readonly NamePartField[] _nameParts = [.. UserFields.All.OfType<NamePartField>()];

    /// <summary>The number of the display name among the texts.</summary>
    public static int Name { get; } = PlaceOf(UserFields.DisplayName);

    /// <summary>The number of the user name among the texts.</summary>
    public static int UserName { get; } = PlaceOf(UserFields.UserName);

    /// <summary>
    /// The number of the email among the texts. It directly follows the user name, which <see cref="TextBlock.Whole"/>
    /// relies on.
    /// </summary>
    public static int Email { get; } = PlaceOf(UserFields.Email);

    /// <summary>Returns the number of a field among the texts of a user.</summary>
    /// <exception cref="ArgumentException">The field is not a <see cref="TextField"/>.</exception>
    public static int PlaceOf(UserField field) =>
        Array.IndexOf(_fields, field) is var place and >= 0
            ? place
            : throw new ArgumentException($"The texts of a user do not include {field}.", nameof(field));

    /// <summary>Returns the folded texts of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="fields">The fields of users; the texts of attributes come last.</param>
    public static string[] Of(UserRow row, UserFieldSet fields)
    {
        var attributes = fields.Attributes.Where(field => field.IsFoundByWords).ToList();
        var texts = new string[_fields.Length + _phones.Length + _nameParts.Length + (attributes.Count > 0 ? 1 : 0)];
        var next = 0;
        foreach (var field in _fields)
        {
            texts[next++] = Folded(field.Value(row));
        }

        foreach (var phone in _phones)
        {
            // Typing only the digits finds the number in any notation.
            var text = texts[PlaceOf(phone)];
            var digits = Digits(text);
            texts[next++] = digits == text ? "" : digits;
        }

        foreach (var part in _nameParts)
        {
            texts[next++] = Beside(texts[Name], Folded(part.Value(row)));
        }

        if (attributes.Count > 0)
        {
            // With a space before each, so that none counts as a whole field.
            texts[next] = string.Concat(
                attributes
                    .Select(field => Folded(field.Text(row, default, TimeZoneInfo.Utc)))
                    .Where(text => text.Length > 0)
                    .Select(text => $" {text}")
            );
        }

        return texts;
    }

    /// <summary>
    /// Returns a text in the form used for searching and sorting. The result contains no line feeds, because they
    /// separate the fields.
    /// </summary>
    public static string Folded(string? text)
    {
        var folded = UserText.Fold(text);
        return folded.AsSpan().ContainsAny('\n', '\r', '\t')
            ? string.Join(' ', folded.Split(['\n', '\r', '\t']))
            : folded;
    }

    // A name part is usually contained in the display name and is found there. Otherwise it is stored with a leading
    // space, so that it does not count as a whole field.
    private static string Beside(string name, string part) =>
        part.Length == 0
        || name.StartsWith(part, StringComparison.Ordinal)
        || name.Contains($" {part}", StringComparison.Ordinal)
            ? ""
            : $" {part}";

    private static string Digits(string phone) =>
        phone.All(char.IsAsciiDigit) ? phone : string.Concat(phone.Where(char.IsAsciiDigit));
}
