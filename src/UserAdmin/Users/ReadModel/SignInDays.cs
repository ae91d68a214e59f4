using System.Globalization;

namespace UserAdmin.Users;

/// <summary>
/// How often somebody signed in on each of the last days (UTC), as one short text in the user's row: the number of the
/// last day and a digit for each day, that day first. A row of its own for each day would be the largest table
/// (decision 90).
/// </summary>
public static class SignInDays
{
    /// <summary>How many days are kept.</summary>
    public const int Kept = 30;

    // One character a day; whoever signs in more often on a day has as many as the last.
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Returns how often the person signed in on each of the last days, the earliest first.</summary>
    /// <param name="days">The text, or null.</param>
    /// <param name="now">The current time; its day is the last one.</param>
    public static IReadOnlyList<int> Read(string? days, DateTimeOffset now)
    {
        var counts = new int[Kept];
        if (Parse(days) is var (last, digits))
        {
            for (var age = 0; age < digits.Length; age++)
            {
                if (last - age - NumberOf(now) + Kept - 1 is >= 0 and < Kept and var place)
                {
                    counts[place] = Digits.IndexOf(digits[age], StringComparison.Ordinal);
                }
            }
        }

        return counts;
    }

    /// <summary>Returns the text with another sign-in.</summary>
    /// <param name="days">The text so far, or null.</param>
    /// <param name="at">When the person signed in.</param>
    internal static string Add(string? days, DateTimeOffset at)
    {
        var day = NumberOf(at);
        var (last, digits) = Parse(days) ?? (day, "0");
        if (day > last)
        {
            digits = new string('0', Math.Min(day - last, Kept)) + digits;
            digits = digits[..Math.Min(digits.Length, Kept)];
            last = day;
        }

        // The clock of a log may have been set back.
        var age = last - day;
        if (age < Kept)
        {
            var all = digits.PadRight(age + 1, '0').ToCharArray();
            all[age] = Digits[Math.Min(Digits.IndexOf(all[age], StringComparison.Ordinal) + 1, Digits.Length - 1)];
            digits = new string(all);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{last}:{digits}");
    }

    private static int NumberOf(DateTimeOffset at) => (int)(at.UtcTicks / TimeSpan.TicksPerDay);

    private static (int Last, string Digits)? Parse(string? days) =>
        days?.Split(':') is [var last, { Length: > 0 } digits]
            ? (int.Parse(last, NumberStyles.None, CultureInfo.InvariantCulture), digits)
            : null;
}
