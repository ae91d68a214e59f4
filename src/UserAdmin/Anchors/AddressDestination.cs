using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;

namespace UserAdmin.Anchors;

/// <summary>
/// Sends each anchor to an HTTP address: a POST with the text of the file as <c>text/plain</c>. Every answer of success
/// (2xx) means that it is kept. Redirects are not followed, so that a token goes nowhere else.
/// </summary>
internal sealed class AddressDestination(IOptions<AnchorOptions> options) : IAnchorDestination, IDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = _timeout,
    };

    public string Name => "address";

    // A query, or what stands before the host, may hold a secret, so pages and messages do not show it.
    public string? Target =>
        options.Value.Target?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    public bool OnlyTheLast => false;

    public async Task<string?> DeliverAsync(Anchor anchor, string? publicKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Target)
        {
            Content = new StringContent(anchor.ToString(), Encoding.UTF8, MediaTypeNames.Text.Plain),
        };
        request.Content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = anchor.FileName,
        };
        if (options.Value.AddressToken is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await _client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            return response.IsSuccessStatusCode
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The server answered {(int)response.StatusCode}; 200 to 299 would mean that it is kept."
                );
        }
        catch (HttpRequestException fault)
        {
            return $"The server could not be reached: {fault.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "The server did not answer in time.";
        }
    }

    public void Dispose() => _client.Dispose();
}
