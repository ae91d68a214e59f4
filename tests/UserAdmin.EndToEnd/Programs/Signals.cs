using System.Diagnostics;
using System.Globalization;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>Sends signals to processes that the tests have started.</summary>
internal static class Signals
{
    /// <summary>Pauses a process, as a machine does that swaps or is being moved (SIGSTOP).</summary>
    public static Task PauseAsync(int processId) => SendAsync("-STOP", processId);

    /// <summary>Lets a paused process go on (SIGCONT).</summary>
    public static Task ResumeAsync(int processId) => SendAsync("-CONT", processId);

    /// <summary>Asks a process to end (SIGTERM), and does not wait until it has.</summary>
    public static Task TerminateAsync(int processId) => SendAsync("-TERM", processId);

    private static async Task SendAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", [signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }
}
