using System.Runtime.InteropServices;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Ctrl+C and SIGTERM, as a token that a piece of work at the command line can look at; the program then ends by
/// itself.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    /// <summary>Exit code of what was stopped, as of the shell's own programs after Ctrl+C.</summary>
    public const int ExitCode = 130;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignal() =>
        _registrations = [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal =>
                PosixSignalRegistration.Create(signal, OnSignal)
            ),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
    }
}
