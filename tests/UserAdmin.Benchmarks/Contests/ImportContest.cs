using System.Diagnostics;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Imports;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Imports new people from a CSV file. The raw counterpart writes the same rows with prepared statements, in
/// transactions of 500 rows with one event each.
/// </summary>
internal sealed class ImportContest(RunningConsole console, string folder, int users)
{
    /// <summary>The largest number of rows in the file.</summary>
    public const int Most = 100_000;

    private const double Wanted = 5000;

    private readonly int _rows = Math.Min(users, Most);
    private TimeSpan _preview;
    private TimeSpan _run;

    /// <summary>Imports the file and measures the memory.</summary>
    public async IAsyncEnumerable<Result> MeasureAsync()
    {
        var most = await MemoryContest.DuringAsync(async () =>
            (_preview, _run) = await new ImportedFile(console, folder).ImportAsync(console.Administrator, 1, _rows)
        );
        foreach (var memory in MemoryContest.Of("memory, import", most))
        {
            yield return memory;
        }
    }

    /// <summary>
    /// Compares with raw statements. Runs after the memory has been measured, because the memory of the raw statements
    /// would be counted as ours.
    /// </summary>
    public IEnumerable<Result> Compare()
    {
        var raw = RunRaw();
        yield return new Result("import, read and preview", [_preview.TotalMilliseconds], [])
        {
            PerSecond = _rows / _preview.TotalSeconds,
        };
        yield return new Result("import", [_run.TotalMilliseconds], [raw.TotalMilliseconds])
        {
            PerSecond = _rows / _run.TotalSeconds,
            Aim = $"at least {Wanted:#,0} rows/s",
            IsMet = result => result.PerSecond >= Wanted,
        };
    }

    private TimeSpan RunRaw()
    {
        using var raw = new RawImport(console.OpenWrite());
        var start = Stopwatch.GetTimestamp();
        foreach (var numbers in Enumerable.Range(1, _rows).Chunk(ImportRunner.ChunkSize))
        {
            raw.Run([
                .. numbers.Select(number => new CreateUser(
                    Guid.CreateVersion7().ToString(),
                    $"raw.{number}",
                    $"raw.{number}@example.org",
                    $"Imported Person {number}"
                )),
            ]);
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
