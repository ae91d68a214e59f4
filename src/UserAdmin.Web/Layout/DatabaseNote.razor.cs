using Microsoft.AspNetCore.Components;
using UserAdmin.Storage;

namespace UserAdmin.Web.Layout;

/// <summary>
/// The line that says that the database server does not answer, if somebody has waited for it for more than a second.
/// It is shown on every page: the next command would wait as well.
/// </summary>
public sealed partial class DatabaseNote(DatabaseWaits waits, TimeProvider time) : IDisposable
{
    private static string Waiting =>
        T("The database server does not answer at the moment. What you send waits for it, and what you typed is kept.");

    private static string StillAway =>
        T("The database server still does not answer, so nothing can be saved. What you typed is kept.");

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _disposal = new();
    private bool _isWatching;
    private string? _words;
    private Action? _changed;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _changed = OwnLanguage.Keep(OnChanged);
            waits.Changed += _changed;
        }
    }

    /// <inheritdoc/>
    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? WatchAsync() : Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        waits.Changed -= _changed;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private void OnChanged() => _ = InvokeAsync(WatchAsync);

    // Runs while somebody waits, because the passing of time raises no event.
    private async Task WatchAsync()
    {
        Say();
        if (_isWatching)
        {
            return;
        }

        _isWatching = true;
        try
        {
            while (waits.Elapsed is { } elapsed && elapsed < DatabaseWaits.Patience)
            {
                await Task.Delay(
                    (elapsed < _patience ? _patience : DatabaseWaits.Patience) - elapsed,
                    time,
                    _disposal.Token
                );
                Say();
            }
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

    private void Say()
    {
        var words =
            waits.Elapsed is not { } elapsed || elapsed < _patience ? null
            : elapsed < DatabaseWaits.Patience ? Waiting
            : StillAway;
        if (words != _words)
        {
            _words = words;
            StateHasChanged();
        }
    }
}
