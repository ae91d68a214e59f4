namespace UserAdmin.Tables;

/// <summary>Guesses the separator of a CSV file.</summary>
internal static class CsvSeparator
{
    private const int MostRows = 50;
    private static readonly char[] _candidates = [',', ';', '\t', '|'];

    /// <summary>
    /// Returns the separator that splits the first rows most evenly, or a comma if none splits the first row.
    /// </summary>
    /// <param name="beginning">The beginning of the file.</param>
    /// <param name="isWhole">Whether it is the whole file, so that its last row is complete.</param>
    public static char Guess(ReadOnlySpan<char> beginning, bool isWhole)
    {
        var (best, bestClean, bestEven, bestRows, bestCount) = (',', false, 0.0, 0, 1);
        foreach (var candidate in _candidates)
        {
            var counts = Count(beginning, candidate, isWhole, out var hasStrays);
            if (counts is [var titles, ..] && titles > 1)
            {
                var even = (double)counts.Count(count => count == titles) / counts.Count;
                // With a wrong separator, a quotation mark may open a value by chance and join many rows into one.
                if ((!hasStrays, even, counts.Count, titles).CompareTo((bestClean, bestEven, bestRows, bestCount)) > 0)
                {
                    (best, bestClean, bestEven, bestRows, bestCount) = (
                        candidate,
                        !hasStrays,
                        even,
                        counts.Count,
                        titles
                    );
                }
            }
        }

        return bestEven > 0 ? best : BelowTheFirst(beginning, isWhole);
    }

    /// <summary>
    /// Returns the separator that splits most of the rows below the first one evenly, because people write a heading
    /// above the column titles.
    /// </summary>
    private static char BelowTheFirst(ReadOnlySpan<char> beginning, bool isWhole)
    {
        var (best, most) = (',', 1);
        foreach (var candidate in _candidates)
        {
            var counts = Count(beginning, candidate, isWhole, out _);
            var alike = counts
                .Where(count => count > 1)
                .GroupBy(count => count)
                .Select(group => group.Count())
                .DefaultIfEmpty(0)
                .Max();
            if (alike > most && alike * 2 >= counts.Count)
            {
                (best, most) = (candidate, alike);
            }
        }

        return best;
    }

    /// <summary>Reads the line that tells Excel the separator: <c>sep=;</c>.</summary>
    public static (char Separator, int Length)? Said(ReadOnlySpan<char> beginning) =>
        beginning.Length > 5
        && beginning.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
        && beginning[5] is '\r' or '\n'
            ? (beginning[4], beginning[5..] is ['\r', '\n', ..] ? 7 : 6)
            : null;

    /// <summary>
    /// Counts the values of each of the first rows, without empty rows, and says whether a value has quotation marks
    /// that do not stand around it.
    /// </summary>
    private static List<int> Count(ReadOnlySpan<char> text, char separator, bool isWhole, out bool hasStrays)
    {
        hasStrays = false;
        var counts = new List<int>();
        // A quotation mark opens a quoted part at the beginning of a value, and again directly after the one that
        // closed it.
        var (count, isEmpty, isQuoted, canOpen) = (1, true, false, true);
        foreach (var character in text)
        {
            if (isQuoted || (canOpen && character == '"'))
            {
                (isQuoted, canOpen) = isQuoted ? (character != '"', character == '"') : (true, false);
                isEmpty = false;
            }
            else if (character is '\r' or '\n')
            {
                if (!isEmpty)
                {
                    counts.Add(count);
                }

                (count, isEmpty, canOpen) = (1, true, true);
                if (counts.Count == MostRows)
                {
                    return counts;
                }
            }
            else
            {
                count += character == separator ? 1 : 0;
                // A quotation mark inside a value: the value may begin elsewhere.
                hasStrays |= character == '"';
                (isEmpty, canOpen) = (isEmpty && character == separator, character == separator);
            }
        }

        // A quoted value that is still open at the end of the file shows that this is not the separator.
        if (isQuoted && isWhole)
        {
            return [];
        }

        if (!isEmpty && (isWhole || counts.Count == 0))
        {
            counts.Add(count);
        }

        return counts;
    }
}
