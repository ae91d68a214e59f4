using System.Diagnostics;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Exports;
using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Users;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Everybody with every column as a file, page by page through the query bus, against reading the rows and nothing else.</summary>
internal static class ExportContest
{
    public static async IAsyncEnumerable<Result> RunAsync(RunningConsole console, string folder, int users)
    {
        var measured = new List<(TableFormat Format, TimeSpan Time, MemoryContest.Memory Most)>();
        foreach (var format in Enum.GetValues<TableFormat>().Where(format => format != TableFormat.Xlsx || users < TableLimits.SheetRows))
        {
            var time = TimeSpan.Zero;
            var most = await MemoryContest.DuringAsync(async () =>
            {
                var started = Stopwatch.GetTimestamp();
                await WriteAsync(console, format, Path.Combine(folder, "export"));
                time = Stopwatch.GetElapsedTime(started);
            });
            measured.Add((format, time, most));
        }

        using var raw = new RawLists(console.ReadModelPath(), Path.Combine(folder, "raw-lists.db"), DateTimeOffset.UtcNow);
        foreach (var (format, time, most) in measured)
        {
            var start = Stopwatch.GetTimestamp();
            var rows = raw.Everything();
            yield return new Result($"export {format}", [time.TotalMilliseconds], [Stopwatch.GetElapsedTime(start).TotalMilliseconds]) { PerSecond = rows / time.TotalSeconds };
            foreach (var memory in MemoryContest.Of($"memory, export {format}", most))
            {
                yield return memory;
            }
        }
    }

    private static async Task WriteAsync(RunningConsole console, TableFormat format, string path)
    {
        var what = new UserExport(format, [.. UserColumns.All.Select(column => column.Key)]) { Sort = Users.Queries.UserSort.DisplayName };
        var (writer, context) = (console.Get<ExportWriter>(), new QueryContext(console.Administrator));
        await using var file = File.Create(path);
        var keys = (await writer.BeginAsync(what, context, CancellationToken.None)).Value ?? throw new InvalidOperationException("The export was refused.");
        await writer.WriteAsync(what, keys, file, context, _ => { }, CancellationToken.None);
    }
}
