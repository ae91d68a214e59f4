using System.Diagnostics;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Imports new people from a CSV file, from reading the file to the last row on disk, while the read model follows:
/// first the preview of all rows, then the run. The raw counterpart writes the same rows with prepared statements, in
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
        var path = Path.Combine(folder, "people.csv");
        await File.WriteAllLinesAsync(
            path,
            Enumerable
                .Range(1, _rows)
                .Select(Row)
                .Prepend("Email,User name,Display name,Given name,Family name,Department,Job title")
        );
        var importId = Guid.CreateVersion7().ToString();
        var most = await MemoryContest.DuringAsync(async () =>
        {
            var start = Stopwatch.GetTimestamp();
            await using (var file = File.OpenRead(path))
            {
                Accepted(
                    await console
                        .Get<IImportFiles>()
                        .ReceiveAsync(
                            importId,
                            "people.csv",
                            file,
                            new CommandContext(console.Administrator, Guid.CreateVersion7())
                        )
                );
            }

            await WorkAsync();
            var options =
                (await console.Queries.AskAsync(new GetImport(importId), new QueryContext(console.Administrator)))
                    .Value
                    ?.Options
                ?? throw new InvalidOperationException("The file was not understood.");
            await console.SendAsync(new ConfigureImport(importId, options), console.Administrator);
            await WorkAsync();
            _preview = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            await console.SendAsync(new StartImport(importId), console.Administrator);
            await WorkAsync();
            _run = Stopwatch.GetElapsedTime(start);
        });
        var counts = (
            await console.Queries.AskAsync(new GetImport(importId), new QueryContext(console.Administrator))
        ).Value;
        if (counts is not { Status: ImportStatus.Finished } || counts.Done.Created != _rows)
        {
            throw new InvalidOperationException($"The import ended as {counts?.Status} with {counts?.Done}.");
        }

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

    private static string Row(int number) =>
        $"imported.{number}@example.org,imported.{number},Imported Person {number % 5000},Imported,Person "
        + $"{number % 5000},Field service,{(number % 3 == 0 ? "Technician" : "")}";

    private async Task WorkAsync()
    {
        await console.Get<ImportRunner>().RunOnceAsync(CancellationToken.None);
        await console.CaughtUpAsync();
    }

    private static void Accepted(CommandResult result)
    {
        if (!result.IsAccepted)
        {
            throw new InvalidOperationException(result.Errors[0].Message);
        }
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
