using System.Threading.Channels;
using Microsoft.AspNetCore.Components;
using UserAdmin.Projections;

namespace UserAdmin.Web.Live;

/// <summary>
/// A component that shows part of the read model and follows it: loads once, then again whenever something it shows has
/// changed, at most twice a second, however fast the changes come. A load that fails is logged and tried again, and
/// what is shown stays: an exception would end the circuit, and with it whatever is typed on the page.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    /// <summary>Shortest time between two refreshes.</summary>
    internal static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between two tries while loads fail.</summary>
    internal static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _disposal = new();
    private readonly Lock _pendingLock = new();

    // One slot: a burst of changes is one wake-up.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private HashSet<string> _pending = [];
    private bool _isAnythingPending;
    private IDisposable? _subscription;
    private Task _following = Task.CompletedTask;
    private int _loads;

    [Inject]
    private IChangeFeed ChangeFeed { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<LiveComponent> Logger { get; set; } = default!;

    /// <summary>Cancelled when the component goes; pass it to every send and ask.</summary>
    protected CancellationToken Disposal => _disposal.Token;

    /// <summary>Whether the newest load failed, so that what is shown may be out of date.</summary>
    protected bool HasFailed { get; private set; }

    /// <summary>Loads what the component shows. Runs on the component's dispatcher.</summary>
    /// <param name="changed">Ids of what changed since the last load; empty at the first load, and when anything may
    /// have changed.</param>
    protected abstract Task LoadAsync(IReadOnlySet<string> changed);

    /// <summary>Whether the newest load changed anything that is shown; false spares the drawing of it.</summary>
    protected virtual bool HasNews => true;

    /// <summary>
    /// Whether a change touches what is shown. Called on another thread: read only what does not change.
    /// </summary>
    /// <param name="change">The change.</param>
    protected virtual bool Concerns(ReadModelChange change) => true;

    /// <summary>Reloads now, for the component's own reasons (another page, another search).</summary>
    protected Task ReloadAsync() => TryLoadAsync(new HashSet<string>());

    /// <summary>Does something that may fail without ending the circuit; the fault is logged.</summary>
    /// <param name="work">What to do, on the component's dispatcher.</param>
    /// <returns>False when it failed. True, too, when the component went meanwhile.</returns>
    protected async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception) when (_disposal.IsCancellationRequested)
        {
            return true;
        }
        catch (ObjectDisposedException)
        {
            // The program is ending, and this page with it.
            return true;
        }
        // A page that cannot be prerendered is an error page with an honest status.
        catch (Exception fault) when (RendererInfo.IsInteractive)
        {
            Logger.LogError(fault, "{Component} could not be loaded.", GetType().Name);
            return false;
        }
    }

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

    private async Task TryLoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var isLoaded = await TryAsync(() => LoadAsync(changed));
        if (load == _loads)
        {
            HasFailed = !isLoaded;
        }

        if (!isLoaded)
        {
            Remember(changed);
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
                    var hadFailed = HasFailed;
                    await TryLoadAsync(changed);
                    if (HasNews || HasFailed || hadFailed)
                    {
                        StateHasChanged();
                    }
                });
                await Task.Delay(HasFailed ? RetryInterval : MinInterval, Time, _disposal.Token);
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
