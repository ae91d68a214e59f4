using System.Runtime.InteropServices;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Turns Ctrl+C and SIGTERM into a cancellation token for commands of the command line. If the program has not ended a
/// few seconds later, it is terminated, which loses nothing: every transaction is committed as a whole or not at all. A
/// second signal terminates it at once.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    /// <summary>The exit code after a signal, the usual one after Ctrl+C in a shell.</summary>
    public const int ExitCode = 130;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly string _ended;
    private Timer? _end;
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="ended">What the person is told if the program has to be terminated.</param>
    public StopSignal(string ended = "Stopped. The work in progress was cancelled, and nothing of it is kept.")
    {
        _ended = ended;
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal =>
                PosixSignalRegistration.Create(signal, OnSignal)
            ),
        ];
    }

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

    private void End()
    {
        CommandLine.Fail(_ended);
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
