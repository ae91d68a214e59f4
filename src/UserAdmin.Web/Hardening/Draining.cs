using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using UserAdmin.Nodes;
using UserAdmin.Settings;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Lets a node become empty before it stops: new pages are sent to other nodes, open pages are asked to move there, and
/// requests in progress end. It does nothing if there is no other node.
/// </summary>
public sealed class Draining(
    INodeDeparture nodes,
    IOptions<UserAdminOptions> options,
    TimeProvider time,
    ILogger<Draining> logger
) : IDisposable
{
    // The other nodes are looked up this often, because they may be stopping, too.
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    // A database that does not answer must not hold up the program.
    private static readonly TimeSpan _databasePatience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _begun = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _endsAt;
    private int _open;

    /// <summary>Cancelled when open pages have to move to other nodes.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>The time that is left for open pages to move.</summary>
    public TimeSpan Left => _endsAt - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Whether it is worth beginning: there can be other nodes, and they are to be waited for.</summary>
    public bool IsPossible => nodes.CanHaveOthers && options.Value.DrainTime > TimeSpan.Zero;

    /// <summary>
    /// Empties this node, and returns when nothing is open any more, when the time is over, or when there is no other
    /// node.
    /// </summary>
    /// <param name="hurry">Ends it early.</param>
    public async Task RunAsync(CancellationToken hurry)
    {
        if (!IsPossible || await LeaveAsync(hurry) is not true)
        {
            return;
        }

        _endsAt = time.GetUtcNow() + options.Value.DrainTime;
        logger.LogInformation(
            "Stopping: open pages move to other nodes, for at most {Seconds:0} seconds. A second signal stops at once.",
            options.Value.DrainTime.TotalSeconds
        );
        await _begun.CancelAsync();
        EndIfEmpty();
        while (Left is var left && left > TimeSpan.Zero && !_empty.Task.IsCompleted && !hurry.IsCancellationRequested)
        {
            await Task.WhenAny(_empty.Task, Task.Delay(left < _interval ? left : _interval, time, hurry));
            if (!_empty.Task.IsCompleted && await HasOthersAsync(hurry) is false)
            {
                return;
            }
        }
    }

    /// <summary>Lets a request pass and counts it, or sends it to another node.</summary>
    public async Task WatchAsync(HttpContext http, RequestDelegate next)
    {
        Interlocked.Increment(ref _open);
        try
        {
            if (_begun.IsCancellationRequested && IsForAnotherNode(http))
            {
                (http.Response.StatusCode, http.Response.Headers.RetryAfter, http.Response.Headers.Connection) = (
                    StatusCodes.Status503ServiceUnavailable,
                    "2",
                    "close"
                );
                return;
            }

            await next(http);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            EndIfEmpty();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _begun.Dispose();

    // Forms are answered here: whoever asks in between does not know whether they may be sent twice. So are scripts and
    // styles, because the page that needs them came from here.
    private static bool IsForAnotherNode(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/_blazor", out var within)
            ? within.StartsWithSegments("/negotiate")
                || HttpMethods.IsConnect(http.Request.Method)
                || http.Request.Headers.Upgrade.Count > 0
            : HttpMethods.IsGet(http.Request.Method)
                && !http.Request.Path.StartsWithSegments("/health")
                && !http.Request.Path.StartsWithSegments("/metrics")
                && http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null;

    private void EndIfEmpty()
    {
        if (_begun.IsCancellationRequested && Volatile.Read(ref _open) == 0)
        {
            _empty.TrySetResult();
        }
    }

    private async Task<bool?> LeaveAsync(CancellationToken hurry)
    {
        using var patience = Patience(hurry);
        await nodes.LeaveAsync(patience.Token);
        return await nodes.HasOthersAsync(patience.Token);
    }

    private async Task<bool?> HasOthersAsync(CancellationToken hurry)
    {
        using var patience = Patience(hurry);
        return await nodes.HasOthersAsync(patience.Token);
    }

    private static CancellationTokenSource Patience(CancellationToken hurry)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(hurry);
        patience.CancelAfter(_databasePatience);
        return patience;
    }
}
