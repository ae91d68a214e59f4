using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;

namespace UserAdmin.Webhooks.Sending;

/// <summary>
/// Sends over HTTP. The host's name is looked up for each connection, and the connection goes to an address that was
/// checked, so that a name cannot lead into the server's own network by changing what it stands for.
/// </summary>
internal sealed class WebhookTransport : IWebhookTransport, IDisposable
{
    // What is read of an answer; no receiver may fill the memory.
    private const int MostBytes = 16 * 1024;

    private readonly HttpClient _client;
    private readonly bool _mayUseHttp;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public WebhookTransport(IOptions<WebhookOptions> options, TimeProvider time)
    {
        _mayUseHttp = options.Value.AllowHttp;
        _timeout = options.Value.Timeout;
        _time = time;
        var mayBePrivate = options.Value.AllowPrivateAddresses;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectTimeout = _timeout,
                // A connection is kept only for so long, so that a host can move.
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                MaxConnectionsPerServer = 32,
                ConnectCallback = (context, cancellationToken) =>
                    ConnectAsync(context.DnsEndPoint, mayBePrivate, cancellationToken),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("UserAdmin-Webhooks", "1.0"));
    }

    public async Task<WebhookAnswer> SendAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        if (!_mayUseHttp && !request.Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            // It was allowed when the webhook was made.
            return new(null, WebhookProblem.AddressNotAllowed);
        }

        using var patience = new CancellationTokenSource(_timeout);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Post, request.Url)
        {
            Content = new ByteArrayContent(request.Body),
        };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var status = (int)response.StatusCode;
            WebhookProblem? problem =
                response.IsSuccessStatusCode ? null
                : status is >= 300 and < 400 ? WebhookProblem.Redirected
                : WebhookProblem.Refused;
            return new(
                status,
                problem,
                await BeginningAsync(response, both.Token),
                problem is null ? null : RetryAfter(response)
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, WebhookProblem.TimedOut);
        }
        catch (HttpRequestException fault)
        {
            return new(null, ProblemOf(fault));
        }
    }

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint host,
        bool mayBePrivate,
        CancellationToken cancellationToken
    )
    {
        var addresses = IPAddress.TryParse(host.Host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host.Host, cancellationToken);
        IPAddress[] allowed = [.. addresses.Where(address => mayBePrivate || PublicAddresses.IsPublic(address))];
        if (allowed.Length == 0)
        {
            throw new AddressNotAllowedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static WebhookProblem ProblemOf(HttpRequestException fault)
    {
        for (Exception? inner = fault; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressNotAllowedException:
                    return WebhookProblem.AddressNotAllowed;
                case AuthenticationException:
                    return WebhookProblem.CertificateNotTrusted;
                case SocketException
                {
                    SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain,
                }:
                    return WebhookProblem.HostUnknown;
            }
        }

        return WebhookProblem.NotConnected;
    }

    private static async Task<string?> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (
                length < buffer.Length
                && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read
            )
            {
                length += read;
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status is the answer; what was read of the rest is only for whoever looks for a fault.
        }

        return length == 0 ? null : Kept(Encoding.UTF8.GetString(buffer, 0, length));
    }

    private static string Kept(string text)
    {
        var kept = string.Concat(text.Where(character => character is '\n' or '\t' || !char.IsControl(character)));
        if (kept.Length <= WebhookDelivery.KeptAnswer)
        {
            return kept;
        }

        // Not between the halves of a character.
        var end = WebhookDelivery.KeptAnswer;
        return kept[..(char.IsHighSurrogate(kept[end - 1]) ? end - 1 : end)];
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter is { } header
            ? header.Delta ?? (header.Date is { } date ? date - _time.GetUtcNow() : null)
            : null;
        return asked > TimeSpan.Zero ? asked : null;
    }

    private sealed class AddressNotAllowedException : IOException;
}
