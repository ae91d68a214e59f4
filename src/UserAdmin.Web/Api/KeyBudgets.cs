using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using UserAdmin.Applications;
using UserAdmin.Messaging;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Api;

/// <summary>
/// Limits how much each key may ask for, and how often an address may show a wrong key. The answers say what is left in
/// the fields of the draft <c>draft-ietf-httpapi-ratelimit-headers</c> and, when nothing is, in <c>Retry-After</c>
/// (RFC 9110). Each node counts for itself.
/// </summary>
internal sealed class KeyBudgets : IDisposable
{
    /// <summary>How many wrong keys an address may show a minute before it has to wait.</summary>
    internal const int WrongKeysPerMinute = 60;

    private static readonly Error _tooMany = new(
        "api.too-many-requests",
        "This key has used up its requests. Wait as long as Retry-After says, or ask an administrator to raise the "
            + "limit of the application."
    );
    private static readonly Error _tooManyWrong = new(
        "api.too-many-wrong-keys",
        "Too many wrong keys came from this address. Wait as long as Retry-After says, then send a right one."
    );

    private readonly PartitionedRateLimiter<ApplicationCaller> _keys = PartitionedRateLimiter.Create<
        ApplicationCaller,
        (string, int)
    >(caller =>
        RateLimitPartition.GetTokenBucketLimiter(
            (caller.KeyId, caller.RequestsPerMinute),
            static key => Bucket(key.Item2)
        )
    );

    // As many as there are keys; ids only, which are not secret.
    private readonly ConcurrentDictionary<string, byte> _opened = new();

    private readonly PartitionedRateLimiter<HttpContext> _wrong = PartitionedRateLimiter.Create<HttpContext, string>(
        http => RateLimitPartition.GetTokenBucketLimiter(RateLimits.ClientOf(http), _ => Bucket(WrongKeysPerMinute))
    );

    /// <summary>Returns whether the request may go on; otherwise it has been answered with 429.</summary>
    public async Task<bool> TakeAsync(HttpContext http, ApplicationCaller caller)
    {
        using var lease = _keys.AttemptAcquire(caller);
        Say(http, caller);
        return lease.IsAcquired || await RefuseAsync(http, lease, _tooMany);
    }

    private void Say(HttpContext http, ApplicationCaller caller)
    {
        var left = _keys.GetStatistics(caller)?.CurrentAvailablePermits ?? 0;
        var rate = caller.RequestsPerMinute;
        var headers = http.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={rate};w=60");
        headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture,
            $"\"key\";r={left};t={Math.Ceiling((rate - left) * 60.0 / rate)}"
        );
    }

    /// <summary>
    /// Takes the requests that one request stands for besides itself: the operations of a bulk. Nothing is taken if not
    /// all are left. A bulk with more operations than the key has requests a minute takes all of them.
    /// </summary>
    /// <param name="http">The request; it gets the headers of the answer.</param>
    /// <param name="caller">The application.</param>
    /// <param name="more">How many, 0 or more.</param>
    /// <returns>The refusal, with <c>Retry-After</c> set; null if the request may go on.</returns>
    public Error? Spend(HttpContext http, ApplicationCaller caller, int more)
    {
        var cost = Math.Min(more, caller.RequestsPerMinute - 1);
        if (cost <= 0)
        {
            return null;
        }

        using var lease = _keys.AttemptAcquire(caller, cost);
        Say(http, caller);
        if (lease.IsAcquired)
        {
            return null;
        }

        SayWait(http, lease);
        return _tooMany;
    }

    /// <summary>
    /// Returns whether a key may be looked up, which costs a read of the database; otherwise the request was answered
    /// with 429. An address with too many wrong keys may only show keys that have opened something here before.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="key">The key as it was sent.</param>
    public async Task<bool> MayAskAsync(HttpContext http, string key)
    {
        if (_wrong.GetStatistics(http) is not { CurrentAvailablePermits: 0 } || _opened.ContainsKey(IdOf(key)))
        {
            return true;
        }

        using var lease = _wrong.AttemptAcquire(http);
        return await RefuseAsync(http, lease, _tooManyWrong);
    }

    /// <summary>Notes that a key has opened something.</summary>
    /// <param name="keyId">Its id.</param>
    public void Opened(string keyId) => _opened.TryAdd(keyId, 0);

    /// <summary>
    /// Returns whether an address may be told that its key is wrong; otherwise it was answered with 429.
    /// </summary>
    public async Task<bool> TakeWrongAsync(HttpContext http)
    {
        using var lease = _wrong.AttemptAcquire(http);
        return lease.IsAcquired || await RefuseAsync(http, lease, _tooManyWrong);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _wrong.Dispose();
    }

    // “ua_”, 12 characters, and the secret.
    private static string IdOf(string key) => key.Length > 15 ? key[3..15] : "";

    // Refilled evenly, in steps of a tenth of a second or longer, so that waiting is short.
    private static TokenBucketRateLimiterOptions Bucket(int perMinute)
    {
        var step = (perMinute + 599) / 600;
        return new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = step,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * step / perMinute,
        };
    }

    private static void SayWait(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds))
            .ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<bool> RefuseAsync(HttpContext http, RateLimitLease lease, Error error)
    {
        SayWait(http, lease);
        await ApiFaults.WriteAsync(http, StatusCodes.Status429TooManyRequests, error);
        return false;
    }
}
