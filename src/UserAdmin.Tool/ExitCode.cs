namespace UserAdmin.Tool;

/// <summary>The exit codes of the tool. Scripts depend on them, so a number never gets another meaning.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Refused by the rules, or failed; the sentences on standard error say why.</summary>
    Failed = 1,

    /// <summary>The command line is wrong, or there is no profile; nothing was sent.</summary>
    Usage = 2,

    /// <summary>There is no such thing.</summary>
    NotFound = 3,

    /// <summary>The key opens nothing, or the application may not do this.</summary>
    NotPermitted = 4,

    /// <summary>Taken, not in a state for this, or changed by somebody else meanwhile.</summary>
    Conflict = 5,

    /// <summary>The server cannot be reached or is too busy; the same command can be tried again.</summary>
    Unavailable = 6,

    /// <summary>Stopped with Ctrl+C: 128 and the number of the signal, as shells have it.</summary>
    Stopped = 130,
}

/// <summary>Ends a command with an exit code and sentences for standard error.</summary>
/// <param name="code">The exit code.</param>
/// <param name="lines">The sentences; at least one.</param>
internal sealed class ToolException(ExitCode code, params IReadOnlyList<string> lines) : Exception(lines[0])
{
    /// <summary>The exit code.</summary>
    public ExitCode Code => code;

    /// <summary>The sentences.</summary>
    public IReadOnlyList<string> Lines => lines;
}
