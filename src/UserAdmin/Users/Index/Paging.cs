using System.Runtime.CompilerServices;

namespace UserAdmin.Users.Index;

/// <summary>
/// Selects a page from the search result. The list may consist of parts (such as best matches, states, yes and no), all
/// sorted in the same order.
/// </summary>
/// <param name="parts">The parts, in the order in which they are read. Together they are the search result; each user
/// is in exactly one part.</param>
/// <param name="order">The order within each part.</param>
/// <param name="descending">Whether each part is read from its end.</param>
internal sealed class Paging(IReadOnlyList<BitSet> parts, SortOrder order, bool descending)
{
    private readonly int[] _counts = [.. parts.Select(part => part.Count())];
    private readonly int[]?[] _few = new int[parts.Count][];

    private int Total => _counts.Sum();

    /// <summary>Returns the page that begins at an offset.</summary>
    public PlacePage At(int offset, int size)
    {
        var (total, part, skip) = (Total, 0, offset);
        while (part < parts.Count && skip >= _counts[part])
        {
            skip -= _counts[part++];
        }

        if (part == parts.Count)
        {
            return new([], total, Math.Min(offset, total), null, null);
        }

        return Cut(Forward(part, StepAfter(part, skip), size), offset, total);
    }

    /// <summary>Returns all rows in the order of the list.</summary>
    public IEnumerable<int> All()
    {
        for (var part = 0; part < parts.Count; part++)
        {
            for (var step = 0; step < PlacesOf(part).Length; step++)
            {
                if (PlaceAt(PlacesOf(part), step) is var place && parts[part][place])
                {
                    yield return place;
                }
            }
        }
    }

    /// <summary>Returns the page after a cursor, or the one before it.</summary>
    public PlacePage From(SortCursor cursor, bool isBackward, int size)
    {
        var part = Math.Clamp(cursor.Part, 0, parts.Count - 1);
        var at = order.CountBefore(PlacesOf(part), cursor, including: isBackward == descending);
        var step = descending ? PlacesOf(part).Length - at : at;
        var offset = _counts.Take(part).Sum() + CountTo(part, step);
        if (!isBackward)
        {
            return Cut(Forward(part, step, size), offset, Total);
        }

        // If fewer than a page of rows come before the cursor, the result is the first page.
        return offset < size ? At(0, size) : Cut(Backward(part, step, size), offset - size, Total);
    }

    private PlacePage Cut(List<(int Part, int Place)> places, int offset, int total) =>
        new(
            [.. places.Select(place => place.Place)],
            total,
            offset,
            places.Count > 0 && offset + places.Count < total
                ? order.CursorAt(places[^1].Place, places[^1].Part)
                : null,
            places.Count > 0 && offset > 0 ? order.CursorAt(places[0].Place, places[0].Part) : null
        );

    /// <summary>
    /// Returns users in order, among them all those of a part: all users, or, if the part has few, only those.
    /// </summary>
    private ReadOnlySpan<int> PlacesOf(int part) =>
        order.IsFew(_counts[part]) ? _few[part] ??= order.Sorted(parts[part]) : order.Places;

    private int PlaceAt(ReadOnlySpan<int> places, int step) => places[descending ? places.Length - 1 - step : step];

    /// <summary>Counts the users of a part among the first <paramref name="step"/> places of the order.</summary>
    private int CountTo(int part, int step)
    {
        var (set, count) = (parts[part], 0);
        var places = PlacesOf(part);
        var isNearEnd = step > places.Length / 2;
        for (var i = isNearEnd ? step : 0; i < (isNearEnd ? places.Length : step); i++)
        {
            count += set[PlaceAt(places, i)] ? 1 : 0;
        }

        return isNearEnd ? _counts[part] - count : count;
    }

    /// <summary>
    /// Returns the step after which a given number of users of a part have been passed, counting from the nearer end.
    /// </summary>
    private int StepAfter(int part, int passed)
    {
        var set = parts[part];
        var places = PlacesOf(part);
        if (passed <= _counts[part] / 2)
        {
            var step = 0;
            for (; passed > 0; step++)
            {
                passed -= set[PlaceAt(places, step)] ? 1 : 0;
            }

            return step;
        }

        var (last, left) = (places.Length, _counts[part] - passed);
        while (left > 0)
        {
            left -= set[PlaceAt(places, --last)] ? 1 : 0;
        }

        return last;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private List<(int Part, int Place)> Forward(int part, int step, int size)
    {
        var found = new List<(int Part, int Place)>(size);
        for (; part < parts.Count && found.Count < size; part++, step = 0)
        {
            var set = parts[part];
            var places = PlacesOf(part);
            for (; step < places.Length && found.Count < size; step++)
            {
                if (PlaceAt(places, step) is var place && set[place])
                {
                    found.Add((part, place));
                }
            }
        }

        return found;
    }

    private List<(int Part, int Place)> Backward(int part, int step, int size)
    {
        var found = new List<(int Part, int Place)>(size);
        while (true)
        {
            var set = parts[part];
            var places = PlacesOf(part);
            while (step > 0 && found.Count < size)
            {
                if (PlaceAt(places, --step) is var place && set[place])
                {
                    found.Add((part, place));
                }
            }

            if (found.Count == size || part == 0)
            {
                break;
            }

            step = PlacesOf(--part).Length;
        }

        found.Reverse();
        return found;
    }
}

/// <summary>One page of a list, as places in the index.</summary>
/// <param name="Places">The places of the rows, in order.</param>
/// <param name="Total">The number of rows on all pages.</param>
/// <param name="Offset">The number of rows before this page.</param>
/// <param name="Next">The cursor of the next page, or null if this is the last one.</param>
/// <param name="Previous">The cursor of the previous page, or null if this is the first one.</param>
internal sealed record PlacePage(
    IReadOnlyList<int> Places,
    int Total,
    int Offset,
    SortCursor? Next,
    SortCursor? Previous
);
