namespace UserAdmin.Web.Overview;

/// <summary>The vertical axis of a chart: from 0 in equal steps to at least the highest value.</summary>
/// <param name="Step">The distance between two lines, a whole number above zero.</param>
/// <param name="Steps">How many steps, 1 to 4.</param>
internal readonly record struct DayScale(int Step, int Steps)
{
    /// <summary>The value at the top.</summary>
    public int Top => Step * Steps;

    /// <summary>Returns the axis for values up to a number: steps of 1, 2 or 5 and zeros, at most four.</summary>
    /// <param name="most">The highest value, at least 0.</param>
    public static DayScale For(int most)
    {
        long step = 1;
        while (most > 4 * step)
        {
            // 1, 2, 5, 10, 20, 50 …
            step = step.ToString(System.Globalization.CultureInfo.InvariantCulture)[0] == '2' ? step / 2 * 5 : step * 2;
        }

        return new((int)step, Math.Max(1, (int)((most + step - 1) / step)));
    }
}
