using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>Starts the built program as people start it.</summary>
internal static class BuiltProgram
{
    /// <summary>The longest time that any step of a process may take; only a hang takes longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly ConcurrentBag<(int Id, DateTime At)> _started = [];

    static BuiltProgram() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();

    /// <summary>Returns a value that the project file has put into the assembly's metadata.</summary>
    public static string Metadata(string key) =>
        typeof(BuiltProgram)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;

    /// <summary>Starts the program with its standard streams redirected.</summary>
    public static Process Start(params IEnumerable<string> arguments) =>
        Start(new Dictionary<string, string>(), arguments);

    /// <summary>Starts the program with environment variables and its standard streams redirected.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Metadata("Program"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // A developer's own settings must not influence the tests.
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        // In a program that runs for seconds only, recompiling hot methods never pays off; it took a fifth of the
        // processor time of all tests.
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        // A fault of a circuit says in the test's output what it was.
        start.Environment["ASPNETCORE_DETAILEDERRORS"] = "true";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Started(Process.Start(start)!);
    }

    /// <summary>Notes a process, which does not outlive the tests even if one fails while it tidies up.</summary>
    public static Process Started(Process process)
    {
        _started.Add((process.Id, process.StartTime));
        return process;
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<EndedRun> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        using var patience = new CancellationTokenSource(Patience);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new EndedRun(process.ExitCode, Lines(await output), Lines(await error));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The program did not end within {Patience}: {string.Join(' ', arguments)}");
        }
    }

    private static void EndAll()
    {
        foreach (var (id, at) in _started)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                // The number may be another program's by now.
                if (process.StartTime == at)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
            catch (Exception ended) when (ended is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It has ended.
            }
        }
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("UserAdmin__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "URLS";

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>The result of a finished run of the program.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Lines on standard output.</param>
/// <param name="Error">Lines on standard error.</param>
internal sealed record EndedRun(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Error);
