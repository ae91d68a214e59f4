using System.Text.RegularExpressions;

namespace UserAdmin.Tables;

/// <summary>Tables without column titles.</summary>
internal static partial class PlainTable
{
    /// <summary>
    /// The number of values in a row of <c>firebase auth:export</c> (https://firebase.google.com/docs/cli/auth): 52
    /// columns, and a comma at the end.
    /// </summary>
    public const int FirebaseWidth = 53;

    private static readonly string[] _firebase =
    [
        "localId",
        "email",
        "emailVerified",
        "passwordHash",
        "salt",
        "displayName",
        "photoUrl",
        .. Provider("google"),
        .. Provider("facebook"),
        .. Provider("twitter"),
        .. Provider("github"),
        "createdAt",
        "lastSignedInAt",
        "phoneNumber",
        "disabled",
        "customAttributes",
        .. Enumerable.Range(1, 6).SelectMany(number => Provider(FormattableString.Invariant($"provider{number}"))),
    ];

    /// <summary>
    /// The columns of an export of Firebase that hold addresses of pictures, which it does not quote.
    /// </summary>
    public static IReadOnlyList<int> FirebasePictures { get; } = [6, 10, 14, 18, 22];

    /// <summary>Whether a value is an email address, perhaps with a name as mail programs write it.</summary>
    public static bool IsAddress(string? value) => value is not null && Address().IsMatch(value);

    /// <summary>
    /// Whether a value is one that programs write without marking it as text: yes, no, a number, a time.
    /// </summary>
    public static bool IsUnmarked(string value) => Unmarked().IsMatch(value);

    /// <summary>
    /// Returns the values of an account of Firebase in their columns: the addresses of pictures are not quoted, so that
    /// a comma in one shifts what follows. Null if the values are not those of such an account.
    /// </summary>
    public static IReadOnlyList<string>? WithWholePictures(IReadOnlyList<string> values) =>
        values.Count > FirebaseWidth && values[0].Length >= 20 && values[2] is "true" or "false"
            ? Joined(values, FirebasePictures, values.Count - FirebaseWidth)
            : null;

    private static IReadOnlyList<string>? Joined(IReadOnlyList<string> values, IEnumerable<int> pictures, int excess)
    {
        if (excess == 0)
        {
            return values[23].All(char.IsAsciiDigit) && values[26] is "" or "true" or "false" ? values : null;
        }

        foreach (var picture in pictures.Where(at => values[at].StartsWith("http", StringComparison.Ordinal)))
        {
            for (var length = 1; length <= excess; length++)
            {
                IReadOnlyList<string> joined =
                [
                    .. values.Take(picture),
                    string.Join(',', values.Skip(picture).Take(length + 1)),
                    .. values.Skip(picture + length + 1),
                ];
                if (Joined(joined, pictures.Where(at => at > picture), excess - length) is { } whole)
                {
                    return whole;
                }
            }
        }

        return null;
    }

    /// <summary>Returns titles for a table that has none.</summary>
    /// <param name="rows">Its first rows.</param>
    /// <param name="width">The number of values in the first row.</param>
    public static IReadOnlyList<string> Titles(IReadOnlyList<string?[]> rows, int width) =>
        rows.Count > 0 && width == FirebaseWidth && rows.All(row => row.Length > 2 && row[2] is "true" or "false")
            ? _firebase
            :
            [
                .. Enumerable
                    .Range(1, rows.Select(LastOf).Append(1).Max())
                    .Select(number => FormattableString.Invariant($"Column {number}")),
            ];

    private static int LastOf(string?[] row) => Array.FindLastIndex(row, value => value is not null) + 1;

    private static IEnumerable<string> Provider(string name) =>
        [$"{name}.id", $"{name}.email", $"{name}.displayName", $"{name}.photoUrl"];

    [GeneratedRegex(@"^\s*([^@<>]*<)?[^@\s<>""]+@[^@\s<>""]+\.[^@\s<>"".]{2,}>?\s*$")]
    private static partial Regex Address();

    [GeneratedRegex(@"^(true|false|null|-?\d+([.,]\d+)?|\d{4}-\d\d-\d\d.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Unmarked();
}
