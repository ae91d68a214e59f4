using System.Diagnostics;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Imports new people from a CSV file, from reading the file to the last row on disk, while the read model follows:
/// first the preview of all rows, then the run.
/// </summary>
/// <param name="console">The console, which is running.</param>
/// <param name="folder">Folder for the file.</param>
internal sealed class ImportedFile(RunningConsole console, string folder)
{
    /// <summary>Imports the people with these numbers.</summary>
    /// <param name="administrator">Who imports them.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="rows">How many they are.</param>
    /// <returns>The time for the preview, and for the run.</returns>
    public async Task<(TimeSpan Preview, TimeSpan Run)> ImportAsync(Actor administrator, int first, int rows)
    {
        var path = Path.Combine(folder, "people.csv");
        await File.WriteAllLinesAsync(
            path,
            Enumerable
                .Range(first, rows)
                .Select(Row)
                .Prepend("Email,User name,Display name,Given name,Family name,Department,Job title")
        );
        var importId = Guid.CreateVersion7().ToString();
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
                        new CommandContext(administrator, Guid.CreateVersion7())
                    )
            );
        }

        await WorkAsync();
        var options =
            (await FindAsync(importId, administrator))?.Options
            ?? throw new InvalidOperationException("The file was not understood.");
        await console.SendAsync(new ConfigureImport(importId, options), administrator);
        await WorkAsync();
        var preview = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        await console.SendAsync(new StartImport(importId), administrator);
        await WorkAsync();
        var run = Stopwatch.GetElapsedTime(start);
        var counts = await FindAsync(importId, administrator);
        return counts is { Status: ImportStatus.Finished } && counts.Done.Created == rows
            ? (preview, run)
            : throw new InvalidOperationException($"The import ended as {counts?.Status} with {counts?.Done}.");
    }

    private static string Row(int number) =>
        $"imported.{number}@example.org,imported.{number},Imported Person {number % 5000},Imported,Person "
        + $"{number % 5000},Field service,{(number % 3 == 0 ? "Technician" : "")}";

    private static void Accepted(CommandResult result)
    {
        if (!result.IsAccepted)
        {
            throw new InvalidOperationException(result.Errors[0].Message);
        }
    }

    private async Task<ImportRow?> FindAsync(string importId, Actor administrator) =>
        (await console.Queries.AskAsync(new GetImport(importId), new QueryContext(administrator))).Value;

    private async Task WorkAsync()
    {
        await console.Get<ImportRunner>().RunOnceAsync(CancellationToken.None);
        await console.CaughtUpAsync();
    }
}
