using System.Diagnostics;
using UserAdmin.EndToEnd.Programs;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.EndToEnd.Embedding;

/// <summary>
/// An application of the folder samples, which has the console from packages: <c>samples/build</c> packs and builds
/// them.
/// </summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private readonly DataFolder _data = new();

    private SampleProgram()
    {
        Address = $"http://127.0.0.1:{PostgreSqlCluster.FreePort()}";
    }

    /// <summary>Its address.</summary>
    public string Address { get; }

    /// <summary>Its process.</summary>
    public Process Process { get; private set; } = null!;

    /// <summary>Starts one, and waits until it answers.</summary>
    /// <param name="sample">The metadata with its path.</param>
    /// <param name="settings">Settings besides the folder for data.</param>
    public static async Task<SampleProgram> StartAsync(string sample, params string[] settings)
    {
        var program = BuiltProgram.Metadata(sample);
        if (!File.Exists(program))
        {
            Assert.Skip("The samples are not built: samples/build does it.");
        }

        var started = new SampleProgram();
        var start = new ProcessStartInfo(
            "dotnet",
            [
                program,
                $"--urls={started.Address}",
                $"--contentRoot={Path.GetFullPath(Path.Combine(program, "../../../.."))}",
                started._data.Setting,
                $"--ConnectionStrings:Accounts=Data Source={started._data.File("app.db")}",
                "--UserAdmin:PasswordHashIterations=1000",
                .. settings,
            ]
        )
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        };
        started.Process = BuiltProgram.Started(Process.Start(start)!);
        started.Process.OutputDataReceived += (_, _) => { };
        started.Process.BeginOutputReadLine();
        using var http = new HttpClient();
        await Eventually.HoldsAsync(() => started.AnswersAsync(http), "the application answers");
        return started;
    }

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            await Process.WaitForExitAsync(CancellationToken.None);
        }

        Process.Dispose();
        _data.Dispose();
    }
}
