using System.Runtime.InteropServices;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Stops the program on SIGTERM and Ctrl+C, after <see cref="Draining"/>; a second signal stops it at once. It takes
/// the place of the host's own lifetime, which would end all circuits before their pages can move.
/// </summary>
internal sealed class StopRequests(Draining draining, IHostApplicationLifetime program, ILogger<StopRequests> logger)
    : IHostLifetime,
        IDisposable
{
    private static readonly PosixSignal[] _signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _hurry = new();
    private PosixSignalRegistration[] _registrations = [];
    private int _requests;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations = [.. _signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _hurry.Dispose();
    }

    /// <summary>Begins to stop, or stops at once if that was asked for before.</summary>
    internal async Task RequestAsync()
    {
        if (Interlocked.Increment(ref _requests) > 1 || !draining.IsPossible)
        {
            program.StopApplication();
            return;
        }

        try
        {
            using var _ = program.ApplicationStopping.Register(_hurry.Cancel);
            await draining.RunAsync(_hurry.Token);
        }
#pragma warning disable CA1031 // Whatever it was, the program has to stop.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogError(fault, "Open pages could not be moved to other nodes.");
        }

        program.StopApplication();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Otherwise the runtime would end the process at once.
        context.Cancel = true;
        _ = RequestAsync();
    }
}
