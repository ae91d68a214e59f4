using System.Diagnostics;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Exports;
using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares an export of all users with every column, page by page through the query bus, with only reading the rows.
/// </summary>
internal sealed class ExportContest(RunningConsole console, string folder, int users)
{
    private readonly List<(TableFormat Format, TimeSpan Time, int Rows)> _measured = [];

    /// <summary>Writes the files and measures the memory.</summary>
    public async IAsyncEnumerable<Result> MeasureAsync()
    {
        foreach (
            var format in TableWriters.Formats.Where(format =>
                format != TableFormat.Xlsx || users < TableLimits.SheetRows
            )
        )
        {
            var most = await MemoryContest.DuringAsync(async () =>
            {
                var started = Stopwatch.GetTimestamp();
                var rows = await WriteAsync(format);
                _measured.Add((format, Stopwatch.GetElapsedTime(started), rows));
            });
            foreach (var memory in MemoryContest.Of($"memory, export {format}", most))
            {
                yield return memory;
            }
        }
    }

    /// <summary>
    /// Compares with raw statements. Runs after the memory has been measured, because the memory of the raw statements
    /// would be counted as ours.
    /// </summary>
    public IEnumerable<Result> Compare()
    {
        using var raw = new RawLists(
            console.ReadModelPath(),
            Path.Combine(folder, "raw-lists.db"),
            DateTimeOffset.UtcNow
        );
        foreach (var (format, time, rows) in _measured)
        {
            var start = Stopwatch.GetTimestamp();
            // An import may have added users since the export, so the time is scaled to its number of rows.
            var rawRows = raw.Everything();
            var rawTime = Stopwatch.GetElapsedTime(start) * ((double)rows / rawRows);
            yield return new Result($"export {format}", [time.TotalMilliseconds], [rawTime.TotalMilliseconds])
            {
                PerSecond = rows / time.TotalSeconds,
            };
        }
    }

    private async Task<int> WriteAsync(TableFormat format)
    {
        var what = new UserExport(format, [.. UserColumns.All.Select(column => column.Key)])
        {
            Sort = UserFields.DisplayName.Sort,
        };
        var (writer, context) = (console.Get<ExportWriter>(), new QueryContext(console.Administrator));
        var written = 0;
        await using var file = File.Create(Path.Combine(folder, "export"));
        var keys =
            (await writer.BeginAsync(what, context, CancellationToken.None)).Value
            ?? throw new InvalidOperationException("The export was refused.");
        await writer.WriteAsync(what, keys, file, context, rows => written = rows, CancellationToken.None);
        return written;
    }
}
