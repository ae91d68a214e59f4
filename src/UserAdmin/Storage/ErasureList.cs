using System.Globalization;
using System.Text;

namespace UserAdmin.Storage;

/// <summary>An account that was purged, and everything that was said about it.</summary>
/// <param name="UserId">Its id.</param>
/// <param name="At">When it was purged, in UTC.</param>
internal sealed record Erasure(string UserId, DateTimeOffset At);

/// <summary>
/// Which accounts were purged, in a text file outside the database, so that a restore of an older backup does not bring
/// them back (decision 94). A line has the time and the id, and no name. Lines are only added; one twice does no harm.
/// </summary>
internal static class ErasureList
{
    /// <summary>The name of the file, in the data folder and beside backups.</summary>
    public const string FileName = "erased-accounts.txt";

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Reads the lists of several folders: the last time of each account.</summary>
    /// <param name="folders">The folders; one without a list counts as empty, and null as no folder.</param>
    public static IReadOnlyList<Erasure> Read(params ReadOnlySpan<string?> folders)
    {
        var last = new Dictionary<string, DateTimeOffset>();
        foreach (var folder in folders)
        {
            var path = folder is null ? null : Path.Combine(folder, FileName);
            foreach (var erasure in File.Exists(path) ? File.ReadLines(path).Select(Parse).OfType<Erasure>() : [])
            {
                last[erasure.UserId] =
                    last.TryGetValue(erasure.UserId, out var known) && known > erasure.At ? known : erasure.At;
            }
        }

        return [.. last.Select(erasure => new Erasure(erasure.Key, erasure.Value))];
    }

    /// <summary>Adds what is not in the list of a folder yet, and waits until it is on the disk.</summary>
    /// <param name="folder">The folder; it must exist.</param>
    /// <param name="erasures">Accounts that were purged.</param>
    public static void Add(string folder, IEnumerable<Erasure> erasures)
    {
        var known = Read(folder).ToDictionary(erasure => erasure.UserId, erasure => erasure.At);
        var lines = new StringBuilder();
        foreach (
            var erasure in erasures.Where(erasure =>
                !erasure.UserId.Contains('\n', StringComparison.Ordinal)
                && (!known.TryGetValue(erasure.UserId, out var at) || at < erasure.At)
            )
        )
        {
            lines.Append(erasure.At.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
            lines.Append(' ').Append(erasure.UserId).Append('\n');
        }

        if (lines.Length > 0)
        {
            var path = Path.Combine(folder, FileName);
            PrivateFiles.Create(path);
            // Another program may add lines at the same time, so nothing is replaced.
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(Encoding.UTF8.GetBytes(lines.ToString()));
            file.Flush(flushToDisk: true);
        }
    }

    // A line that was cut off by a power failure is not one.
    private static Erasure? Parse(string line) =>
        line.Split(' ', 2) is [var time, { Length: > 0 } id]
        && DateTimeOffset.TryParseExact(
            time,
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? new Erasure(id, at)
            : null;
}
