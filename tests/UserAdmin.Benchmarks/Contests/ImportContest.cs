using System.Diagnostics;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// An import of new people as a CSV file, from reading it to the last row on disk, with the read model following: the preview of all rows, then the run.
/// The raw limit is as many transactions of 500 rows with one event each, by prepared statements.
/// </summary>
internal static class ImportContest
{
    /// <summary>Rows of the file at most.</summary>
    public const int Most = 100_000;

    private const double Wanted = 5000;

    public static async IAsyncEnumerable<Result> RunAsync(RunningConsole console, string folder, int users)
    {
        var rows = Math.Min(users, Most);
        var path = Path.Combine(folder, "people.csv");
        await File.WriteAllLinesAsync(path, Enumerable.Range(1, rows).Select(Row).Prepend("Email,User name,Display name,Given name,Family name,Department,Job title"));
        var importId = Guid.CreateVersion7().ToString();
        var (preview, run) = (TimeSpan.Zero, TimeSpan.Zero);
        var most = await MemoryContest.DuringAsync(async () =>
        {
            var start = Stopwatch.GetTimestamp();
            await using (var file = File.OpenRead(path))
            {
                Accepted(await console.Get<IImportFiles>().ReceiveAsync(importId, "people.csv", file, new CommandContext(console.Administrator, Guid.CreateVersion7())));
            }

            await WorkAsync(console);
            var options = (await console.Queries.AskAsync(new GetImport(importId), new QueryContext(console.Administrator))).Value?.Options ?? throw new InvalidOperationException("The file was not understood.");
            await console.SendAsync(new ConfigureImport(importId, options), console.Administrator);
            await WorkAsync(console);
            preview = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            await console.SendAsync(new StartImport(importId), console.Administrator);
            await WorkAsync(console);
            run = Stopwatch.GetElapsedTime(start);
        });
        var counts = (await console.Queries.AskAsync(new GetImport(importId), new QueryContext(console.Administrator))).Value;
        if (counts is not { Status: ImportStatus.Finished } || counts.Done.Created != rows)
        {
            throw new InvalidOperationException($"The import ended as {counts?.Status} with {counts?.Done}.");
        }

        var raw = RunRaw(console, rows);
        yield return new Result("import, read and preview", [preview.TotalMilliseconds], []) { PerSecond = rows / preview.TotalSeconds };
        yield return new Result("import", [run.TotalMilliseconds], [raw.TotalMilliseconds])
        {
            PerSecond = rows / run.TotalSeconds, Aim = $"at least {Wanted:#,0} rows/s", IsMet = result => result.PerSecond >= Wanted,
        };
        foreach (var memory in MemoryContest.Of("memory, import", most))
        {
            yield return memory;
        }
    }

    private static string Row(int number) =>
        $"imported.{number}@example.org,imported.{number},Imported Person {number % 5000},Imported,Person {number % 5000},Field service,{(number % 3 == 0 ? "Technician" : "")}";

    private static async Task WorkAsync(RunningConsole console)
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

    private static TimeSpan RunRaw(RunningConsole console, int rows)
    {
        using var raw = new RawImport(console.OpenWrite());
        var start = Stopwatch.GetTimestamp();
        foreach (var numbers in Enumerable.Range(1, rows).Chunk(ImportRunner.ChunkSize))
        {
            raw.Run([.. numbers.Select(number => new CreateUser(Guid.CreateVersion7().ToString(), $"raw.{number}", $"raw.{number}@example.org", $"Imported Person {number}"))]);
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
