using System.Threading.Channels;
using Microsoft.AspNetCore.Components;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Web.Live;

/// <summary>
/// A component that shows part of the read model and stays up to date. It loads once, and again whenever something that
/// it shows has changed, at most twice a second. A failed load is logged and retried while the old content stays,
/// because an exception would end the circuit and lose what is typed on the page.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    /// <summary>Shortest time between two refreshes.</summary>
    internal static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between two tries while loads fail.</summary>
    internal static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _disposal = new();
    private readonly Lock _pendingLock = new();

    // Capacity 1, so that a burst of changes leads to one wake-up.
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
    private IUserListLoading UserList { get; set; } = default!;

    [Inject]
    private ILogger<LiveComponent> Logger { get; set; } = default!;

    /// <summary>Cancelled when the component is disposed; pass it to every command and query.</summary>
    protected CancellationToken Disposal => _disposal.Token;

    /// <summary>Whether the last load failed, so that the content may be out of date.</summary>
    protected bool HasFailed { get; private set; }

    /// <summary>Loads what the component shows. Runs on the component's dispatcher.</summary>
    /// <param name="changed">Ids of the subjects that changed since the last load; empty at the first load, and if
    /// anything may have changed.</param>
    protected abstract Task LoadAsync(IReadOnlySet<string> changed);

    /// <summary>
    /// Whether the last load changed anything that is shown; if false, the component is not rendered.
    /// </summary>
    protected virtual bool HasNews => true;

    /// <summary>
    /// Returns whether a change affects what is shown. Called on another thread, so read only immutable state.
    /// </summary>
    /// <param name="change">The change.</param>
    protected virtual bool Concerns(ReadModelChange change) => true;

    /// <summary>
    /// Whether the component asks for lists of users or their numbers. While these are being loaded after a start, it
    /// is prerendered without content, so that the page appears at once.
    /// </summary>
    protected virtual bool ListsUsers => false;

    /// <summary>Whether lists of users are still being loaded after a start, so that queries for them wait.</summary>
    protected bool IsUserListLoading => UserList.Progress is not null;

    /// <summary>Reloads now, for example because another page or another search is shown.</summary>
    protected Task ReloadAsync() => TryLoadAsync(new HashSet<string>());

    /// <summary>Runs work whose failure is logged and does not end the circuit.</summary>
    /// <param name="work">The work, which runs on the component's dispatcher.</param>
    /// <returns>False if the work failed. True also if the component was disposed meanwhile.</returns>
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
            // The program is shutting down.
            return true;
        }
        // If prerendering fails, let the exception through, so that the response is an error page with the right
        // status.
        catch (Exception fault) when (RendererInfo.IsInteractive)
        {
            Logger.LogError(fault, "{Component} could not be loaded.", GetType().Name);
            return false;
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // Subscribe before the first load, so that no change in between is missed.
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
        if (ListsUsers && IsUserListLoading && !RendererInfo.IsInteractive)
        {
            return;
        }

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
            // The component was disposed.
        }
        catch (ObjectDisposedException)
        {
            // The circuit was disposed.
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
