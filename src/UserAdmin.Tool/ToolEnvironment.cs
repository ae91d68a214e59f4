using Spectre.Console;

namespace UserAdmin.Tool;

/// <summary>What the tool has around it; tests have another one.</summary>
internal sealed record ToolEnvironment
{
    /// <summary>Standard input.</summary>
    public required TextReader In { get; init; }

    /// <summary>Standard output: what was asked for, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: questions, progress and refusals.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether somebody can be asked: standard input is a terminal.</summary>
    public bool CanAsk { get; init; }

    /// <summary>The columns of the terminal; null if the output goes elsewhere and is not cut.</summary>
    public int? Width { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The folder of the profile file.</summary>
    public required string Folder { get; init; }

    /// <summary>Asks for something that is not shown while it is typed.</summary>
    public required Func<string, CancellationToken, Task<string>> AskSecretAsync { get; init; }

    /// <summary>Makes what sends the requests to a server.</summary>
    public required Func<Uri, HttpMessageHandler> Handler { get; init; }

    /// <summary>Waits.</summary>
    public Func<TimeSpan, CancellationToken, Task> WaitAsync { get; init; } = Task.Delay;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Returns the environment of this process.</summary>
    public static ToolEnvironment OfThisProcess()
    {
        var canAsk = !Console.IsInputRedirected;
        return new ToolEnvironment
        {
            In = Console.In,
            Out = Console.Out,
            Error = Console.Error,
            CanAsk = canAsk,
            Width = Console.IsOutputRedirected ? null : Math.Max(20, Console.WindowWidth),
            Variable = Environment.GetEnvironmentVariable,
            Folder = ConfigurationFolder(Environment.GetEnvironmentVariable),
            AskSecretAsync = AskAtTerminalAsync,
            Handler = server => new SocketsHttpHandler
            {
                // A redirect would carry the key to wherever it points.
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(15),
                UseProxy = !server.IsLoopback,
            },
        };
    }

    /// <summary>
    /// Returns the folder of the profile file: below APPDATA on Windows, elsewhere as the XDG Base Directory
    /// Specification says.
    /// </summary>
    /// <param name="variable">Reads an environment variable.</param>
    internal static string ConfigurationFolder(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "useradmin");
        }

        // The specification says that relative paths are to be ignored.
        var root = variable("XDG_CONFIG_HOME") is { } set && Path.IsPathRooted(set) ? set : null;
        var home = variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(root ?? Path.Combine(home, ".config"), "useradmin");
    }

    private static async Task<string> AskAtTerminalAsync(string question, CancellationToken cancellation)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await new TextPrompt<string>(Markup.Escape(question)).Secret(null).ShowAsync(console, cancellation);
    }
}
