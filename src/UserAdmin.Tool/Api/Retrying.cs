using System.Globalization;
using System.Net;

namespace UserAdmin.Tool.Api;

/// <summary>
/// Sends a request again when the server is busy, restarts or cannot be reached for a moment. That is safe: queries
/// change nothing, and commands carry an Idempotency-Key.
/// </summary>
/// <param name="inner">What sends it.</param>
/// <param name="waitAsync">Waits.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Tells what is waited for.</param>
internal sealed class Retrying(
    HttpMessageHandler inner,
    Func<TimeSpan, CancellationToken, Task> waitAsync,
    TimeProvider time,
    Action<string> say
) : DelegatingHandler(inner)
{
    /// <summary>How often a request is sent at most.</summary>
    public const int Tries = 5;

    /// <summary>How long is waited at most before the next try.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>How long an answer may take to begin.</summary>
    public static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(100);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            // 1, 2, 4 and 8 seconds, where the server does not say how long.
            var pause = TimeSpan.FromSeconds(1 << (attempt - 1));
            string why;
            try
            {
                var response = await SendOnceAsync(request, cancellationToken);
                if (attempt == Tries || !MayPass(response.StatusCode))
                {
                    return response;
                }

                pause = PauseOf(response) ?? pause;
                if (pause > LongestPause)
                {
                    return response;
                }

                why =
                    response.StatusCode == HttpStatusCode.TooManyRequests
                        ? "The key has used up its requests for now"
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"The server answered {(int)response.StatusCode}"
                        );
                response.Dispose();
            }
            catch (HttpRequestException lost)
                when (attempt < Tries
                    && lost.HttpRequestError
                        is HttpRequestError.ConnectionError
                            or HttpRequestError.ResponseEnded
                            or HttpRequestError.Unknown
                    && !IsExport(request)
                )
            {
                why = "The connection was lost";
            }

            say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{why}; trying again in {Math.Ceiling(pause.TotalSeconds)} s."
                )
            );
            await waitAsync(pause, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // An upload takes as long as the file is large.
        patience.CancelAfter(request.Content is StreamContent ? Timeout.InfiniteTimeSpan : LongestAnswer);
        try
        {
            return await base.SendAsync(request, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(
                ExitCode.Unavailable,
                $"The server did not answer within {LongestAnswer.TotalSeconds} seconds."
            );
        }
    }

    private static bool MayPass(HttpStatusCode status) =>
        status
            is HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout;

    private TimeSpan? PauseOf(HttpResponseMessage response)
    {
        var pause =
            response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - time.GetUtcNow()) ?? null;
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }

    // The answer to a repeated export is that it was begun already, and not the file.
    private static bool IsExport(HttpRequestMessage request) =>
        request.RequestUri?.AbsolutePath.EndsWith("/api/v1/exports", StringComparison.Ordinal) is true;
}
