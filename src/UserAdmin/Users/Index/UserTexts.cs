using UserAdmin.Text;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// The texts of a user in the index: first one for each <see cref="TextField"/>, then those that are only searched by
/// words and have no field of their own in the index.
/// </summary>
internal static class UserTexts
{
    // No word of a search contains it.
    private const char BetweenSpellings = '\u0003';

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

    /// <summary>
    /// The number of the first of the other spellings of the display name (<see cref="NameSpelling"/>) among the texts;
    /// they are the last texts.
    /// </summary>
    public static int OtherNames { get; } = _fields.Length + _phones.Length + _nameParts.Length + 1;

    /// <summary>The numbers of the texts that hold telephone numbers.</summary>
    public static IReadOnlyList<int> Phones { get; } =
    [.. _phones.Select(phone => PlaceOf(phone)), .. _phones.Select((_, at) => _fields.Length + at)];

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
        var texts = new string[OtherNames + 1];
        var next = 0;
        foreach (var field in _fields)
        {
            texts[next++] = Folded(field.Value(row));
        }

        foreach (var phone in _phones)
        {
            // Typing only the digits finds the number in any notation.
            var text = texts[PlaceOf(phone)];
            var digits = PhoneSearch.DigitsOf(text);
            texts[next++] = digits == text ? "" : digits;
        }

        foreach (var part in _nameParts)
        {
            texts[next++] = Beside(texts[Name], part.Value(row));
        }

        // With a space before each, so that none counts as a whole field.
        texts[next++] =
            attributes.Count == 0
                ? ""
                : string.Concat(
                    attributes
                        .Select(field => Folded(field.Text(row, default, TimeZoneInfo.Utc)))
                        .Where(text => text.Length > 0)
                        .Select(text => $" {text}")
                );
        // Each counts as a field of its own, so that Müller is a best match for “mueller”.
        texts[next] = string.Join('\n', Others(row.DisplayName));
        return texts;
    }

    /// <summary>
    /// Returns a text in the form used for searching and sorting. The result contains no line feeds, because they
    /// separate the fields.
    /// </summary>
    public static string Folded(string? text)
    {
        return WithoutLines(NameSpelling.Fold(text));
    }

    private static string WithoutLines(string folded) =>
        folded.AsSpan().ContainsAny('\n', '\r', '\t') ? string.Join(' ', folded.Split(['\n', '\r', '\t'])) : folded;

    private static IEnumerable<string> Others(string? name) => NameSpelling.OthersOf(name).Select(WithoutLines);

    // A name part is usually contained in the display name and is found there. Otherwise it is stored with a leading
    // space, so that it does not count as a whole field.
    private static string Beside(string name, string? part)
    {
        var folded = Folded(part);
        return
            folded.Length == 0
            || name.StartsWith(folded, StringComparison.Ordinal)
            || name.Contains($" {folded}", StringComparison.Ordinal)
            ? ""
            : $" {string.Join(BetweenSpellings, Others(part).Prepend(folded))}";
    }
}
