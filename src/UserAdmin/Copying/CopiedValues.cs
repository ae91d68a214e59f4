using System.Collections;
using System.Globalization;

namespace UserAdmin.Copying;

/// <summary>Compares values and rows that were read from two databases.</summary>
internal static class CopiedValues
{
    /// <summary>Stands for a value of the target that cannot be read, and equals nothing.</summary>
    public static object Unreadable { get; } = new();

    /// <summary>Compares the keys of two rows, text by its bytes in UTF-8.</summary>
    public static int CompareKeys(CopiedTable table, object?[] one, object?[] other) =>
        table.Keys.Select(key => Compare(one[key]!, other[key]!)).FirstOrDefault(order => order != 0);

    /// <summary>Returns the first column in which two rows differ, or null.</summary>
    /// <param name="table">The table of both.</param>
    /// <param name="one">A row.</param>
    /// <param name="other">The other row.</param>
    /// <param name="precision">The precision of moments, in ticks: that of the less precise database.</param>
    public static CopiedColumn? Difference(CopiedTable table, object?[] one, object?[] other, long precision)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (!AreEqual(one[i], other[i], precision))
            {
                return table.Columns[i];
            }
        }

        return null;
    }

    /// <summary>Returns a part of a key as text for a person.</summary>
    public static string Text(object? value) =>
        value is byte[] bytes
            ? Convert.ToHexStringLower(bytes)
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static bool AreEqual(object? one, object? other, long precision) =>
        (one, other) switch
        {
            (null, null) => true,
            (DateTimeOffset a, DateTimeOffset b) => a.UtcTicks / precision == b.UtcTicks / precision,
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (IList a, IList b) => a.Count == b.Count
                && Enumerable.Range(0, a.Count).All(i => AreEqual(a[i], b[i], precision)),
            _ => one != Unreadable && one?.Equals(other) == true,
        };

    private static int Compare(object one, object other) =>
        (one, other) switch
        {
            (string a, string b) => Compare(a, b),
            (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
            (long a, long b) => a.CompareTo(b),
            (bool a, bool b) => a.CompareTo(b),
            _ => throw new InvalidOperationException("A key of two different types cannot be compared."),
        };

    private static int Compare(string one, string other)
    {
        var same = one.AsSpan().CommonPrefixLength(other);
        if (same == Math.Min(one.Length, other.Length))
        {
            return one.Length.CompareTo(other.Length);
        }

        // In UTF-8 the characters that UTF-16 writes as surrogates come after all others.
        var (a, b) = (one[same], other[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b)
            : char.IsSurrogate(a) ? 1
            : -1;
    }
}
