using System.Threading.Channels;
using Microsoft.AspNetCore.Components;
using UserAdmin.Projections;

namespace UserAdmin.Web.Live;

/// <summary>
/// A component that shows part of the read model and follows it: loads once, then again whenever something it shows has
/// changed, at most twice a second, however fast the changes come.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    /// <summary>Shortest time between two refreshes.</summary>
    internal static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _disposal = new();
    private readonly Lock _pendingLock = new();
    // One slot: a burst of changes is one wake-up.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HashSet<string> _pending = [];
    private bool _isAnythingPending;
    private IDisposable? _subscription;
    private Task _following = Task.CompletedTask;

    [Inject]
    private IChangeFeed ChangeFeed { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<LiveComponent> Logger { get; set; } = default!;

    /// <summary>Cancelled when the component goes; pass it to every send and ask.</summary>
    protected CancellationToken Disposal => _disposal.Token;

    /// <summary>Loads what the component shows. Runs on the component's dispatcher.</summary>
    /// <param name="changed">Ids of what changed since the last load; empty at the first load, and when anything may have changed.</param>
    protected abstract Task LoadAsync(IReadOnlySet<string> changed);

    /// <summary>Whether a change touches what is shown. Called on another thread: read only what does not change.</summary>
    /// <param name="change">The change.</param>
    protected virtual bool Concerns(ReadModelChange change) => true;

    /// <summary>Reloads now, for the component's own reasons (another page, another search).</summary>
    protected Task ReloadAsync() => LoadAsync(new HashSet<string>());

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // Before the first load: a change between the two must not be missed.
        if (RendererInfo.IsInteractive)
        {
            _subscription = ChangeFeed.Subscribe(OnChange);
        }

        await ReloadAsync();
        if (RendererInfo.IsInteractive && !_disposal.IsCancellationRequested)
        {
            _following = FollowAsync();
        }
    }

    private void OnChange(ReadModelChange change)
    {
        if (!Concerns(change))
        {
            return;
        }

        Remember(change.Subjects);
    }

    private void Remember(IReadOnlySet<string> subjects)
    {
        lock (_pendingLock)
        {
            _pending.UnionWith(subjects);
            _isAnythingPending |= subjects.Count == 0;
        }

        _wake.Writer.TryWrite(true);
    }

    private HashSet<string> TakePending()
    {
        lock (_pendingLock)
        {
            var changed = _isAnythingPending ? [] : _pending;
            (_pending, _isAnythingPending) = ([], false);
            return changed;
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync(_disposal.Token))
            {
                _wake.Reader.TryRead(out _);
                var changed = TakePending();
                await InvokeAsync(async () =>
                {
                    try
                    {
                        await LoadAsync(changed);
                        StateHasChanged();
                    }
                    catch (Exception fault) when (!_disposal.IsCancellationRequested)
                    {
                        // One failed refresh must not end the following: the next change tries again.
                        Logger.LogError(fault, "A live refresh of {Component} failed.", GetType().Name);
                    }
                });
                await Task.Delay(MinInterval, Time, _disposal.Token);
            }
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            // The component is gone.
        }
        catch (ObjectDisposedException)
        {
            // The circuit is gone.
        }
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _disposal.CancelAsync();
        _wake.Writer.TryComplete();
        await _following;
        _disposal.Dispose();
        GC.SuppressFinalize(this);
    }
}
