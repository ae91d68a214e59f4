using Microsoft.AspNetCore.Components;
using UserAdmin.Projections;

namespace UserAdmin.Web.Layout;

/// <summary>
/// The chip “Read model is N events behind” or “is being built: N of M events”, shown if an event has waited for more
/// than a second, or while the runner is paused.
/// </summary>
public sealed partial class ReadModelLag(IProjectionMonitor monitor, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _disposal = new();
    private IDisposable? _subscription;
    private bool _isWatching;
    private string? _words;
    private string _tone = "warn";

    /// <summary>Whether the person may see the system page.</summary>
    [Parameter]
    public bool LinksToSystem { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = monitor.Subscribe(OwnLanguage.Keep(OnSignal));
        }

        Show(monitor.Current, isLate: null);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await OnChangedAsync();
        }
    }

    // Every heartbeat of the runner reaches every open page, so one without a change is ignored.
    private void OnSignal()
    {
        if (_words is not null || monitor.Current is { Lag: > 0 } or { Paused: not null })
        {
            _ = InvokeAsync(OnChangedAsync);
        }
    }

    // Runs while there is lag, so that a constant lag is shown without further signals; ends when there is none.
    private async Task OnChangedAsync()
    {
        if (_isWatching)
        {
            return;
        }

        _isWatching = true;
        try
        {
            Show(monitor.Current, isLate: null);
            while (monitor.Current is { Lag: > 0, Paused: null } before)
            {
                await Task.Delay(_patience, time, _disposal.Token);
                // An event is late if it was in the log a second ago and is still not in the read model. A steady
                // stream of new events is not late.
                Show(monitor.Current, isLate: monitor.Current.ReadPosition < before.LogPosition);
            }

            Show(monitor.Current, isLate: null);
        }
        catch (OperationCanceledException)
        {
            // The circuit was disposed.
        }
        finally
        {
            _isWatching = false;
        }
    }

    private void Show(SystemStatus status, bool? isLate)
    {
        var (words, tone) = status switch
        {
            { Paused: not null } => (T("Read model is paused"), "bad"),
            { IsBuilding: true, Lag: > 0 } when isLate is true => (
                T($"Read model is being built: {status.ReadPosition:N0} of {status.LogPosition:N0} events"),
                "warn"
            ),
            { Lag: > 0 and var lag } when isLate is true => (
                T(lag, "Read model is 1 event behind", $"Read model is {lag:N0} events behind"),
                "warn"
            ),
            // Between two checks of a lag, the text stays.
            { Lag: > 0 } when isLate is null && _tone == "warn" => (_words, _tone),
            _ => (null, "warn"),
        };
        if ((words, tone) != (_words, _tone))
        {
            (_words, _tone) = (words, tone);
            StateHasChanged();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _disposal.Cancel();
        _disposal.Dispose();
    }
}
