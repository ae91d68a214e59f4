using System.Diagnostics;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>The program, serving on a free loopback port with its own data.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private const string Listens = "UserAdmin listens on ";

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string[] _settings;
    private readonly List<string> _lines = [];
    private Process? _process;

    private RunningProgram(DataFolder data, IReadOnlyDictionary<string, string> environment, string[] settings) =>
        (Data, _environment, _settings) = (data, environment, settings);

    /// <summary>The data folder.</summary>
    public DataFolder Data { get; }

    /// <summary>The address without a trailing slash.</summary>
    public string Address { get; private set; } = "http://127.0.0.1:0";

    /// <summary>Id of the process.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The program does not run.");

    /// <summary>Whether it was started and not killed or stopped since.</summary>
    public bool IsRunning => _process is not null;

    /// <summary>The lines that it has printed since its last start.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Waits until the program has printed a line, which can reach us after the answer to a request.</summary>
    /// <param name="part">What the line contains.</param>
    /// <returns>The first such line.</returns>
    public async Task<string> LineAsync(string part)
    {
        string? found = null;
        await Eventually.HoldsAsync(
            () => (found = Lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal))) is not null,
            $"a line with \"{part}\" is printed"
        );
        return found!;
    }

    /// <summary>Starts the program and waits until it is ready.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="settings">Further arguments.</param>
    public static Task<RunningProgram> StartAsync(DataFolder data, params string[] settings) =>
        StartAsync(data, new Dictionary<string, string>(), settings);

    /// <summary>Starts the program with environment variables and waits until it is ready.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="settings">Further arguments.</param>
    public static async Task<RunningProgram> StartAsync(
        DataFolder data,
        IReadOnlyDictionary<string, string> environment,
        params string[] settings
    )
    {
        var program = new RunningProgram(data, environment, settings);
        try
        {
            await program.StartAsync();
            return program;
        }
        catch
        {
            program.Kill();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="Kill"/>, with the same port and data.</summary>
    public async Task StartAsync()
    {
        lock (_lines)
        {
            _lines.Clear();
        }

        _process = BuiltProgram.Start(
            _environment,
            [
                $"--urls={Address}",
                .. Data.Settings,
                "--UserAdmin:PasswordHashIterations=1000",
                "--UserAdmin:SignInAttemptsPerMinute=1000",
                .. _settings,
            ]
        );
        _process.OutputDataReceived += OnLine;
        _process.ErrorDataReceived += OnLine;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.HoldsAsync(
            () => _process.HasExited || Lines.Any(line => line.StartsWith(Listens, StringComparison.Ordinal)),
            "the program listens"
        );
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The program did not start: {string.Join('\n', Lines)}");
        }

        Address = Lines.First(line => line.StartsWith(Listens, StringComparison.Ordinal))[Listens.Length..];
        // Tests of HTTPS use a certificate that they make themselves.
        using var http = new HttpClient(
            new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback =
                    HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            }
        );
        await Eventually.HoldsAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri($"{Address}/health/ready"));
                return answer.IsSuccessStatusCode;
            },
            "the program is ready"
        );
    }

    /// <summary>Kills the program with SIGKILL, so that it cannot clean up.</summary>
    public void Kill()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    /// <summary>Asks the program to stop, as a service manager does (SIGTERM), and waits until it has.</summary>
    /// <returns>The time that this took, and the exit code.</returns>
    public async Task<(TimeSpan Took, int ExitCode)> StopAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The program does not run.");
        _process = null;
        var started = Stopwatch.GetTimestamp();
        using var kill = Process.Start(
            "kill",
            ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
        );
        using var patience = new CancellationTokenSource(BuiltProgram.Patience);
        await process.WaitForExitAsync(patience.Token);
        var ended = (Stopwatch.GetElapsedTime(started), process.ExitCode);
        process.Dispose();
        return ended;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private void OnLine(object sender, DataReceivedEventArgs line)
    {
        if (!string.IsNullOrEmpty(line.Data))
        {
            lock (_lines)
            {
                _lines.Add(line.Data);
            }
        }
    }
}
