using System.Diagnostics;
using System.Reflection;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>The program as it was built, started as people start it.</summary>
internal static class BuiltProgram
{
    /// <summary>Longest time anything about a process may take; only a hang takes so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A value that the project file left in the assembly.</summary>
    public static string Metadata(string key) =>
        typeof(BuiltProgram)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;

    /// <summary>Starts the program with its standard streams redirected.</summary>
    public static Process Start(params IEnumerable<string> arguments)
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

        // A developer's own settings must not decide what is tested.
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        // A program that lives for seconds never gets back what compiling its busy methods a second time costs:
        // a fifth of the processor time of all tests.
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        return Process.Start(start)!;
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

    private static bool IsSetting(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("UserAdmin__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "URLS";

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>How a run of the program ended.</summary>
/// <param name="ExitCode">For the shell.</param>
/// <param name="Output">Lines on standard output.</param>
/// <param name="Error">Lines on standard error.</param>
internal sealed record EndedRun(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Error);
