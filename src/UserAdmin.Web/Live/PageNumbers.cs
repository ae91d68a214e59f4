using System.Globalization;

namespace UserAdmin.Web.Live;

/// <summary>Reads page numbers of lists from addresses.</summary>
internal static class PageNumbers
{
    private const int Last = 1_000_000;

    /// <summary>Returns the page number in an address, from 1 to 1,000,000; 1 if it is not a number.</summary>
    /// <param name="typed">The value in the address, or null.</param>
    public static int Of(string? typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, 1, Last)
            : 1;
}
