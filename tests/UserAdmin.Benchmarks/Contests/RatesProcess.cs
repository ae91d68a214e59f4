using System.Diagnostics;
using System.Text.Json;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>A process that runs <see cref="RatesNode"/>.</summary>
internal sealed class RatesProcess : IDisposable
{
    /// <summary>The first argument of such a process.</summary>
    public const string Verb = "--node";

    /// <summary>The first argument of one whose projection runner does not run.</summary>
    public const string VerbWithoutRunner = "--node-without-runner";

    private readonly Process _process;

    private RatesProcess(Process process) => _process = process;

    /// <summary>Starts a node, and waits until it is ready.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="server">Connection string of a write database on PostgreSQL; null if it is in the folder,
    /// too.</param>
    /// <param name="isFollowing">Whether its projection runner runs.</param>
    public static async Task<RatesProcess> StartAsync(string folder, string? server, bool isFollowing = true)
    {
        string[] arguments =
        [
            typeof(RatesProcess).Assembly.Location,
            isFollowing ? Verb : VerbWithoutRunner,
            folder,
            .. server is null ? [] : (string[])[server],
        ];
        var node = new RatesProcess(
            Process.Start(
                new ProcessStartInfo("dotnet", arguments)
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                }
            )!
        );
        await node.AnswerAsync();
        return node;
    }

    /// <summary>Sends a request, and returns the answer.</summary>
    public async Task<RatesAnswer> AskAsync(RatesRequest request)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        await _process.StandardInput.FlushAsync();
        return await AnswerAsync();
    }

    public void Dispose()
    {
        // The end of its input ends it.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<RatesAnswer> AnswerAsync() =>
        await _process.StandardOutput.ReadLineAsync() is { } line
            ? JsonSerializer.Deserialize<RatesAnswer>(line)!
            : throw new InvalidOperationException("The node has ended; the lines above say why.");
}
