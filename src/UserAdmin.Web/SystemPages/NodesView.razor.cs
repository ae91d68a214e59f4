using System.Globalization;
using UserAdmin.Nodes.Queries;
using UserAdmin.Storage;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.SystemPages;

/// <summary>Shows the nodes on one database, and looks again every few seconds while the page is open.</summary>
public sealed partial class NodesView(ActingUser acting, TimeProvider time, ILogger<NodesView> logger) : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _disposal = new();
    private IReadOnlyList<Node> _nodes = [];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        // A single process has no table of nodes, so there is nothing to follow.
        if (RendererInfo.IsInteractive && _nodes.Count > 0)
        {
            _ = FollowAsync();
        }
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_disposal.Token))
            {
                await InvokeAsync(LoadAsync);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            _nodes = (await acting.AskAsync(new ListNodes(), _disposal.Token)).Value ?? [];
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            // What was shown stays; the rest of the page says that the database does not answer.
            logger.LogDebug(fault, "The nodes could not be listed.");
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // The commit that follows the plus sign is for the tooltip.
    private static string Short(string version) => version.Split('+')[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }
}
