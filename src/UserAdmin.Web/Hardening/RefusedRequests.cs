using System.Globalization;

namespace UserAdmin.Web.Hardening;

/// <summary>Answers requests that exceed a limit, and logs them.</summary>
internal sealed partial class RefusedRequests(ILogger<RefusedRequests> logger, TimeProvider time)
{
    private static readonly TimeSpan _betweenLines = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _saidAt;

    /// <summary>Answers with 429 and the time after which another request is possible (RFC 6585, section 4).</summary>
    /// <param name="http">The request.</param>
    /// <param name="wait">That time.</param>
    public void Answer(HttpContext http, TimeSpan wait)
    {
        if (IsTimeForALine())
        {
            LogRefused(RateLimits.BudgetOf(http.Request), RateLimits.ClientOf(http));
        }

        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds))
            .ToString(CultureInfo.InvariantCulture);
    }

    // A client that floods the console must not flood its log as well.
    private bool IsTimeForALine()
    {
        lock (_lock)
        {
            if (_saidAt is { } saidAt && time.GetElapsedTime(saidAt) < _betweenLines)
            {
                return false;
            }

            _saidAt = time.GetTimestamp();
            return true;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refused a request ({Budget}) of {Client}, which has used up its limit; more of the kind are not "
            + "logged for a minute. If this is a proxy, list it in UserAdmin:TrustedProxies."
    )]
    private partial void LogRefused(Budget budget, string client);
}
