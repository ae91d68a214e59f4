using UserAdmin.Text;

namespace UserAdmin.Users.Search;

/// <summary>
/// A telephone number as it was typed in a search. A number has many spellings, and the same one can be national or
/// international: 0170 1234567 is +49 170 1234567.
/// </summary>
/// <param name="Contained">Digits that the digits of a stored number have to contain.</param>
/// <param name="Whole">Digits, one of which may be all of the digits of a stored number instead: the national forms of
/// a number that was typed with its country.</param>
internal sealed record PhoneSearch(string Contained, IReadOnlyList<string> Whole)
{
    /// <summary>
    /// The fewest digits that make a number. Fewer are searched for as an ordinary word; most countries' numbers
    /// without the area have seven.
    /// </summary>
    public const int Fewest = 7;

    /// <summary>The most digits: fifteen by E.164, and 00 or 011 before them.</summary>
    public const int Most = 18;

    private const int LongestCountry = 3;

    // A number with its country but without + has at least so many digits.
    private const int FewestWithCountry = 11;

    /// <summary>Returns the number that a word of a search is, or null if it is none.</summary>
    /// <param name="word">The word; it may contain spaces.</param>
    public static PhoneSearch? Of(string word)
    {
        var plain = Plain(word);
        if (!IsPart(plain))
        {
            return null;
        }

        var isInternational = plain.StartsWith('+') || plain.StartsWith("00", StringComparison.Ordinal);
        var digits = DigitsOf(plain);
        if (digits.Length is < Fewest or > Most)
        {
            return null;
        }

        var core = digits.TrimStart('0');
        if (core.Length < Fewest)
        {
            return null;
        }

        var isWithCountry = isInternational || (core == digits && digits.Length >= FewestWithCountry);
        return new(
            core,
            [
                .. Enumerable
                    .Range(1, LongestCountry)
                    .Select(length => isWithCountry && core.Length - length >= Fewest ? core[length..] : "")
                    .Where(national => national.Length > 0)
                    .SelectMany(national => new[] { national, $"0{national}" }),
            ]
        );
    }

    /// <summary>Returns the digits of a number, without the zero that is dialled only at home: +49 (0)170.</summary>
    public static string DigitsOf(string number)
    {
        if (number.StartsWith('+') || number.StartsWith("00", StringComparison.Ordinal))
        {
            number = number.Replace("(0)", "", StringComparison.Ordinal);
        }

        return number.All(char.IsAsciiDigit) ? number : string.Concat(number.Where(char.IsAsciiDigit));
    }

    /// <summary>Returns whether a word consists of digits and the signs between them.</summary>
    public static bool IsPart(string word)
    {
        var hasDigit = false;
        foreach (var one in word)
        {
            var isDigit = char.IsDigit(one);
            hasDigit |= isDigit;
            if (!isDigit && one is not ('+' or '(' or ')' or '-' or '.' or '/' or ' '))
            {
                return false;
            }
        }

        return hasDigit;
    }

    /// <summary>
    /// Returns whether words that follow each other are one number: 0170 123 45 67. Two numbers are not.
    /// </summary>
    public static bool IsNumber(IReadOnlyList<string> words) =>
        words.Sum(word => word.Count(char.IsDigit)) is >= Fewest and <= Most
        && words.Count(word => word.Count(char.IsDigit) >= Fewest) <= 1
        && !words.Skip(1).Any(word => word.Contains('+', StringComparison.Ordinal));

    private static string Plain(string word) => UserText.PlainDigits(word).Trim();
}
