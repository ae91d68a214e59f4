using Microsoft.AspNetCore.Components;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Webhooks;

/// <summary>
/// A live component that also looks again every few seconds while the page is open: the progress of deliveries is not
/// in the log, so no event tells of it.
/// </summary>
public abstract class FollowingComponent : LiveComponent
{
    /// <summary>Time between two looks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if (RendererInfo.IsInteractive && !Disposal.IsCancellationRequested)
        {
            _ = LookAgainAsync();
        }
    }

    private async Task LookAgainAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, Clock);
            while (await timer.WaitForNextTickAsync(Disposal))
            {
                // A load that failed is tried again at longer intervals by the base class.
                if (!HasFailed)
                {
                    await InvokeAsync(async () =>
                    {
                        await ReloadAsync();
                        StateHasChanged();
                    });
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }
}
