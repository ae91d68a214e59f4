using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Layout;

/// <summary>
/// Tells the page of a circuit that its node is stopping, and how many seconds are left. The pages are asked one after
/// the other.
/// </summary>
public sealed partial class MoveRequest(Draining draining, TimeProvider time) : IDisposable
{
    /// <summary>The last page is asked after this part of the time.</summary>
    private const int Part = 6;

    private readonly CancellationTokenSource _disposal = new();
    private CancellationTokenRegistration _registration;
    private bool _isAsked;

    private Draining Draining => draining;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _registration = draining.Begun.UnsafeRegister(_ => _ = InvokeAsync(AskAsync), null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Unregister();
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private async Task AskAsync()
    {
        try
        {
            await Task.Delay(draining.Left / Part * Random.Shared.NextDouble(), time, _disposal.Token);
            _isAsked = true;
            StateHasChanged();
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The circuit was disposed.
        }
    }
}
