using System.Globalization;

namespace UserAdmin.Web.Live;

/// <summary>Page numbers of lists, as they stand in addresses.</summary>
internal static class PageNumbers
{
    private const int Last = 1_000_000;

    /// <summary>The page that an address names: 1 to 1,000,000, and 1 for anything that is no number.</summary>
    /// <param name="typed">What stands in the address, or null.</param>
    public static int Of(string? typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, 1, Last)
            : 1;
}
