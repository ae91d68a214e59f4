using System.Globalization;
using System.Text;

namespace UserAdmin.Storage;

/// <summary>
/// A column that an application added to its table of users, as an attribute of the account. Its values are text in the
/// program, in one form for each type (<see cref="TryRead"/>).
/// </summary>
#pragma warning disable CA1711 // SCIM's word (RFC 7643), and none for .NET's attributes.
public sealed class AccountAttribute
#pragma warning restore CA1711
{
    /// <summary>Begins the names of attributes in commands, events, the history and sorts.</summary>
    public const string Prefix = "attributes.";

    private const int MostCharacters = 4000;

    // Parts of names that say that the value is, or opens, a secret.
    private static readonly string[] _secret =
    [
        "TOKEN",
        "SECRET",
        "PASSWORD",
        "PASSPHRASE",
        "PASSCODE",
        "HASH",
        "SALT",
        "APIKEY",
        "PRIVATEKEY",
        "ACCESSKEY",
        "SECURITYANSWER",
        "OTP",
        "CVV",
        "STAMP",
    ];

    private AccountAttribute(ExtraColumn column, string key, bool isEditable) =>
        (Column, Key, Title, IsEditable) = (column, key, TitleOf(column.Name), isEditable && IsWritable(column));

    /// <summary>The column.</summary>
    public ExtraColumn Column { get; }

    /// <summary>The name in commands, events, the history and sorts, such as <c>attributes.LoyaltyPoints</c>.</summary>
    public string Name => Prefix + Column.Name;

    /// <summary>The name for people, such as “Loyalty points”.</summary>
    public string Title { get; }

    /// <summary>
    /// The name in the search language, URLs and JSON Lines, such as <c>loyalty-points</c>; with <c>x-</c> before it
    /// if the console has a field of that name itself.
    /// </summary>
    public string Key { get; }

    /// <summary>What the values are.</summary>
    public ExtraColumnType Type => Column.Type;

    /// <summary>Whether an account cannot be created without a value.</summary>
    public bool IsRequired => IsRequiredBy(Column);

    /// <summary>Whether every account has a value.</summary>
    public bool IsNeverEmpty => !Column.IsNullable;

    /// <summary>Whether administrators may change it.</summary>
    public bool IsEditable { get; }

    /// <summary>The largest number of characters of a text.</summary>
    public int MaxLength => Column.MaxLength ?? MostCharacters;

    /// <summary>Returns whether an account cannot be created without a value of a column.</summary>
    public static bool IsRequiredBy(ExtraColumn column) =>
        column is { IsNullable: false, HasDefault: false, IsGenerated: false };

    /// <summary>Returns the attributes of accounts, in the order of the table.</summary>
    /// <param name="columns">The columns that the application added.</param>
    /// <param name="editable">Names of those that may be changed, ignoring case; <c>*</c> for all.</param>
    /// <param name="taken">Names in the search language that are taken.</param>
    public static IReadOnlyList<AccountAttribute> Of(
        IReadOnlyList<ExtraColumn> columns,
        IReadOnlyList<string> editable,
        IReadOnlySet<string> taken
    )
    {
        var keys = new HashSet<string>(taken, StringComparer.OrdinalIgnoreCase);
        var attributes = new List<AccountAttribute>();
        foreach (var column in columns.Where(IsReadable))
        {
            var key = KeyOf(column.Name);
            key = key.Length > 0 && !keys.Contains(key) ? key : $"x-{key}";
            for (var number = 2; !keys.Add(key); number++)
            {
                key = string.Create(CultureInfo.InvariantCulture, $"x-{KeyOf(column.Name)}-{number}");
            }

            attributes.Add(
                new(
                    column,
                    key,
                    editable.Contains("*") || editable.Contains(column.Name, StringComparer.OrdinalIgnoreCase)
                )
            );
        }

        return attributes;
    }

    /// <summary>
    /// Returns whether the console reads a column: its type is known, and its name does not say that it is a secret.
    /// </summary>
    public static bool IsReadable(ExtraColumn column) => column.Type != ExtraColumnType.Other && !IsSecret(column.Name);

    /// <summary>Returns whether the name of a column says that its value is a secret.</summary>
    public static bool IsSecret(string column)
    {
        var name = column.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        return Array.Exists(_secret, part => name.Contains(part, StringComparison.Ordinal)) || name is "PIN" or "SSN";
    }

    /// <summary>
    /// Reads a typed value: a whole number, a number with a point, <c>yes</c> or <c>no</c>, a date as
    /// <c>2026-01-31</c>, a point in time as <c>2026-01-31T08:30:00Z</c>, a UUID, or text.
    /// </summary>
    /// <param name="typed">The text; null or blank for no value.</param>
    /// <param name="value">The value in the form in which it is compared and stored in events; null for none.</param>
    /// <returns>Null, or a sentence that says what is wrong.</returns>
    public string? TryRead(string? typed, out string? value)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(typed))
        {
            return IsNeverEmpty ? $"Enter {Words}." : null;
        }

        value = Type == ExtraColumnType.Text ? typed.Trim() : AttributeText.Canonical(Type, typed.Trim());
        return value is null
                ? Type switch
                {
                    ExtraColumnType.Integer => $"Enter a whole number for {Words}, such as 120.",
                    ExtraColumnType.Decimal => $"Enter a number for {Words}, such as 12.50.",
                    ExtraColumnType.Boolean => $"Enter yes or no for {Words}.",
                    ExtraColumnType.Date => $"Enter a date for {Words}, such as 2026-01-31.",
                    ExtraColumnType.Moment => $"Enter a point in time for {Words}, such as 2026-01-31T08:30:00Z.",
                    _ => $"Enter a UUID for {Words}.",
                }
            : value.Length > MaxLength
                ? $"Use at most {MaxLength.ToString("N0", CultureInfo.InvariantCulture)} characters for {Words}."
            : AttributeRange.Problem(Column, value, Words);
    }

    private string Words => $"“{Title}”";

    private static bool IsWritable(ExtraColumn column) => !column.IsGenerated;

    private static string KeyOf(string column) =>
        string.Join('-', WordsOf(column))
            .ToLowerInvariant()
            .Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            .Aggregate(new StringBuilder(), (key, letter) => key.Append(letter))
            .ToString()
            .Trim('-')
            is { Length: > 0 } key
        && char.IsAsciiLetter(key[0])
            ? key
            : "";

    /// <summary>
    /// Returns the name of a column for people: “Loyalty points” for <c>LoyaltyPoints</c> and <c>loyalty_points</c>,
    /// “VAT number” for <c>VATNumber</c>.
    /// </summary>
    /// <param name="column">The name of the column.</param>
    public static string TitleOf(string column)
    {
        var words = WordsOf(column)
            .Select(
                (word, place) =>
                    word.Length > 1 && word.All(char.IsUpper) ? word
                    : place == 0 ? char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()
                    : word.ToLowerInvariant()
            );
        return string.Join(' ', words) is { Length: > 0 } title ? title : column;
    }

    private static List<string> WordsOf(string column)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < column.Length; i++)
        {
            var letter = column[i];
            var begins =
                char.IsUpper(letter)
                && word.Length > 0
                && (!char.IsUpper(column[i - 1]) || (i + 1 < column.Length && char.IsLower(column[i + 1])));
            if (begins || !char.IsLetterOrDigit(letter))
            {
                End();
            }

            if (char.IsLetterOrDigit(letter))
            {
                word.Append(letter);
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
