namespace UserAdmin.Copying;

/// <summary>Puts the rows of two databases beside each other, by their keys.</summary>
internal static class CopyMerge
{
    /// <summary>
    /// Returns each key that is in one of the two, with the rows that have it. Both have to be in the order of
    /// <see cref="CopiedValues.CompareKeys"/>.
    /// </summary>
    public static IEnumerable<(object?[]? Source, object?[]? Target)> Of(
        CopiedTable table,
        IEnumerable<object?[]> source,
        IEnumerable<object?[]> target
    )
    {
        using var from = source.GetEnumerator();
        using var to = target.GetEnumerator();
        var (isFrom, isTo) = (from.MoveNext(), to.MoveNext());
        while (isFrom || isTo)
        {
            var order =
                !isTo ? -1
                : !isFrom ? 1
                : CopiedValues.CompareKeys(table, from.Current, to.Current);
            yield return (order <= 0 ? from.Current : null, order >= 0 ? to.Current : null);
            isFrom = order <= 0 ? from.MoveNext() : isFrom;
            isTo = order >= 0 ? to.MoveNext() : isTo;
        }
    }
}
