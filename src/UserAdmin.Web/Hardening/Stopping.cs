using System.Collections.Concurrent;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Lets the program stop within seconds even if pages or downloads are open. Browsers reconnect to a server that is
/// stopping and would keep it alive until its timeout. So circuits are ended and refused as soon as stopping begins,
/// and responses in progress are aborted soon after.
/// </summary>
internal sealed class Stopping : IDisposable
{
    /// <summary>How long responses in progress may still take once the program stops.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<HttpContext, bool> _open = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeProvider _time;
    private ITimer? _rest;

    public Stopping(IHostApplicationLifetime lifetime, TimeProvider time)
    {
        _time = time;
        Token = lifetime.ApplicationStopping;
        _registration = Token.Register(Begin);
    }

    /// <summary>Cancelled when the program begins to stop.</summary>
    public CancellationToken Token { get; }

    /// <summary>Lets a request pass and tracks it, or answers that the program is stopping.</summary>
    public async Task WatchAsync(HttpContext http, RequestDelegate next)
    {
        if (Token.IsCancellationRequested && !http.Request.Path.StartsWithSegments("/health/live"))
        {
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (
                StatusCodes.Status503ServiceUnavailable,
                "2"
            );
            http.Response.Headers.Connection = "close";
            return;
        }

        _open[http] = IsCircuit(http);
        try
        {
            if (Token.IsCancellationRequested && IsCircuit(http))
            {
                // Stopping began in between.
                http.Abort();
                return;
            }

            await next(http);
        }
        finally
        {
            _open.TryRemove(http, out _);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _rest?.Dispose();
    }

    private void Begin()
    {
        End(circuitsOnly: true);
        _rest = _time.CreateTimer(_ => End(circuitsOnly: false), null, Grace, Timeout.InfiniteTimeSpan);
    }

    private void End(bool circuitsOnly)
    {
        foreach (var (http, isCircuit) in _open)
        {
            if (isCircuit || !circuitsOnly)
            {
                http.Abort();
            }
        }
    }

    private static bool IsCircuit(HttpContext http) => http.Request.Path.StartsWithSegments("/_blazor");
}
