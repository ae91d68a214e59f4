using System.Runtime.InteropServices;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Ctrl+C and SIGTERM, as a token that a piece of work at the command line can look at; the program then ends by
/// itself. What has not ended some seconds later is ended hard, which loses nothing: every transaction is whole or not
/// there. A second signal does the same at once.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    /// <summary>Exit code of what was stopped, as of the shell's own programs after Ctrl+C.</summary>
    public const int ExitCode = 130;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Timer? _end;
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

        _end?.Dispose();
        _stop.Dispose();
    }

    private static void End()
    {
        CommandLine.Fail("Stopped. What was under way was broken off; nothing of it is kept.");
        Environment.Exit(ExitCode);
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (!_stop.IsCancellationRequested)
        {
            context.Cancel = true;
            _end = new Timer(_ => End(), null, _patience, Timeout.InfiniteTimeSpan);
            _stop.Cancel();
        }
    }
}
