using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace UserAdmin.Benchmarks.Screen;

/// <summary>The built program, running on a free port of this machine.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;

    private Task _reading = Task.CompletedTask;

    private RunningProgram(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public static async Task<RunningProgram> StartAsync(string dataFolder)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var process = Process.Start(
            new ProcessStartInfo("dotnet", [Assembly(), "--urls", address, $"--UserAdmin:DataDirectory={dataFolder}"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var program = new RunningProgram(process, address);
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.Contains("listens on", StringComparison.Ordinal))
                {
                    // The program would block once the pipe is full, so it must be read.
                    program._reading = process.StandardOutput.ReadToEndAsync();
                    return program;
                }
            }

            throw new InvalidOperationException("The program did not start; its own line above says why.");
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            await _reading;
        }

        _process.Dispose();
    }

    /// <summary>Path of the program's assembly, built in the same configuration as this one.</summary>
    public static string Assembly()
    {
        // …/tests/UserAdmin.Benchmarks/bin/Release/net10.0
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here;
        while (!File.Exists(Path.Combine(root.FullName, "UserAdmin.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("This is not the benchmark's build folder.");
        }

        return Path.Combine(
            root.FullName,
            "src",
            "UserAdmin.Web",
            "bin",
            here.Parent!.Name,
            here.Name,
            "UserAdmin.Web.dll"
        );
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
