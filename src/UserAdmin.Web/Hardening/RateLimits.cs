using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using UserAdmin.Storage;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Limits how much an unknown client can try, open and hold. Everything under <c>/account</c> is covered by its path,
/// so that a new page there is limited automatically.
/// </summary>
internal sealed class RateLimits(IConfiguration configuration, RefusedRequests refused)
    : IConfigureOptions<RateLimiterOptions>
{
    private const string AttemptsSetting = "UserAdmin:SignInAttemptsPerMinute";
    private const string ConnectionsSetting = "UserAdmin:ConnectionsPerAddress";

    // An attempt costs a password hash, which occupies a core for a tenth of a second. More attempts at once only make
    // everybody wait.
    private static readonly int _attemptsAtOnce = Math.Max(4, 2 * Environment.ProcessorCount);
    private static readonly TimeSpan _busy = TimeSpan.FromSeconds(10);
    private static readonly PathString _account = "/account";
    private static readonly PathString _signOut = "/account/sign-out";
    private static readonly PathString _circuit = "/_blazor";

    /// <inheritdoc/>
    /// <exception cref="StartupException">A setting is not a number above zero.</exception>
    public void Configure(RateLimiterOptions options)
    {
        var attempts = AttemptsOf(configuration);
        var connections = Setting(configuration, ConnectionsSetting, 500);
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            refused.Answer(
                context.HttpContext,
                context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : _busy
            );
            return ValueTask.CompletedTask;
        };
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, (Budget, string)>(http =>
                (BudgetOf(http.Request), ClientOf(http)) switch
                {
                    (Budget.None, _) => RateLimitPartition.GetNoLimiter((Budget.None, "")),
                    // A proxy on this machine that is not listed as trusted would count as one client that has
                    // everybody's pages open.
                    (Budget.Connection, _)
                        when http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) =>
                        RateLimitPartition.GetNoLimiter((Budget.None, "")),
                    (Budget.Connection, var client) => RateLimitPartition.GetConcurrencyLimiter(
                        (Budget.Connection, client),
                        _ => new ConcurrencyLimiterOptions { PermitLimit = connections }
                    ),
                    // A token bucket that is refilled one by one, because its retry time is correct; that of a window
                    // is not.
                    (var budget, var client) => RateLimitPartition.GetTokenBucketLimiter(
                        (budget, client),
                        _ => new TokenBucketRateLimiterOptions
                        {
                            TokenLimit = attempts,
                            TokensPerPeriod = 1,
                            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / attempts,
                        }
                    ),
                }
            ),
            PartitionedRateLimiter.Create<HttpContext, bool>(http =>
                BudgetOf(http.Request) is Budget.Attempt
                    ? RateLimitPartition.GetConcurrencyLimiter(
                        true,
                        _ => new ConcurrencyLimiterOptions
                        {
                            PermitLimit = _attemptsAtOnce,
                            QueueLimit = 16 * _attemptsAtOnce,
                        }
                    )
                    : RateLimitPartition.GetNoLimiter(false)
            )
        );
    }

    /// <summary>Returns how many forms or links one address may use at once, and again each minute.</summary>
    /// <exception cref="StartupException">The setting is not a number above zero.</exception>
    internal static int AttemptsOf(IConfiguration configuration) => Setting(configuration, AttemptsSetting, 30);

    /// <summary>
    /// Returns the limit that a request counts towards. Signed-in clients are limited too, because they could guess
    /// another person's password.
    /// </summary>
    internal static Budget BudgetOf(HttpRequest request)
    {
        var isRead =
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method);
        if (request.Path.StartsWithSegments(_circuit, out var within))
        {
            // The websocket or a long poll, one of which stays open as long as the page.
            return within.Value is null or "" or "/" && (isRead || HttpMethods.IsConnect(request.Method))
                ? Budget.Connection
                : Budget.None;
        }

        return !request.Path.StartsWithSegments(_account, out var page) || request.Path.StartsWithSegments(_signOut)
                ? Budget.None
            // The sign-in page requests these automatically; they cannot be used for guessing.
            : !isRead
                ? (
                    page.Value!.TrimEnd('/').EndsWith("-options", StringComparison.OrdinalIgnoreCase)
                        ? Budget.Link
                        : Budget.Attempt
                )
            : CarriesMoreThanWords(request.Query) || IsCeremony(page) ? Budget.Link
            : Budget.None;
    }

    /// <summary>Returns the client that a request counts against.</summary>
    internal static string ClientOf(HttpContext http) =>
        http.Connection.RemoteIpAddress switch
        {
            null => "unknown",
            { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
            // A subscriber gets a /64 network or more (RFC 6177) and can send from any address in it.
            { AddressFamily: AddressFamily.InterNetworkV6 } address =>
                $"{new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]])}/64",
            var address => address.ToString(),
        };

    // The return address and the reason code are not secret; any other parameter of a link may be.
    private static bool CarriesMoreThanWords(IQueryCollection query) =>
        query.Keys.Any(key => key.ToUpperInvariant() is not ("RETURNURL" or "REASON"));

    // A path below a page, for example the return address of an external provider.
    private static bool IsCeremony(PathString page) =>
        page.Value is { } path && path.Trim('/').Contains('/', StringComparison.Ordinal);

    private static int Setting(IConfiguration configuration, string name, int otherwise) =>
        configuration[name] switch
        {
            null or "" => otherwise,
            var text
                when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number > 0 => number,
            var text => throw new StartupException($"{name} has to be a whole number above 0, but is “{text}”."),
        };
}

/// <summary>The kinds of limits.</summary>
internal enum Budget
{
    /// <summary>No limit.</summary>
    None,

    /// <summary>Posted forms, with which passwords, codes and tokens could be guessed.</summary>
    Attempt,

    /// <summary>Opened links with a token, and steps that make the server store something.</summary>
    Link,

    /// <summary>Connections held open for circuits.</summary>
    Connection,
}
