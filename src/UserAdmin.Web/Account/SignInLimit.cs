using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace UserAdmin.Web.Account;

/// <summary>Bounds how fast one client can guess passwords and set-up tokens; each try costs a password hash, and guessing is free otherwise.</summary>
internal static class SignInLimit
{
    private static readonly PathString[] _guarded = ["/account/sign-in", "/account/set-up"];

    public static void Configure(RateLimiterOptions options, IConfiguration configuration)
    {
        var perMinute = Math.Max(1, configuration.GetValue("UserAdmin:SignInAttemptsPerMinute", 30));
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            return ValueTask.CompletedTask;
        };
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => ClientOf(http) is { } client
            ? RateLimitPartition.GetSlidingWindowLimiter(
                client, _ => new SlidingWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 })
            : RateLimitPartition.GetNoLimiter(""));
    }

    /// <summary>Whom the request counts against, or null when it is not limited. Being signed in does not help: one's own session would be a way to guess another's password.</summary>
    internal static string? ClientOf(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && _guarded.Any(path => http.Request.Path.StartsWithSegments(path))
            ? ClientOf(http.Connection.RemoteIpAddress)
            : null;

    // A subscriber is handed a /64 or more (RFC 6177), and can send from any address in it.
    private static string ClientOf(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"{new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]])}/64",
        _ => address.ToString(),
    };
}
