using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>A receiver of webhooks on this machine, which does with each request what a test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<ReceivedEvent> _arrived = [];
    private readonly List<Task> _answering = [];
    private readonly Task _listening;

    /// <summary>Starts to listen on a free port.</summary>
    public WebhookReceiver()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/hooks";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _listening = ListenAsync();
    }

    /// <summary>Its address.</summary>
    public string Address { get; }

    /// <summary>Returns the status to answer with; null to break the connection.</summary>
    public Func<ReceivedEvent, Task<int?>> Answer { get; set; } = _ => Task.FromResult<int?>(204);

    /// <summary>What has arrived, in this order.</summary>
    public IReadOnlyList<ReceivedEvent> Arrived
    {
        get
        {
            lock (_lock)
            {
                return [.. _arrived];
            }
        }
    }

    /// <summary>Waits for an event of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="count">How many of them have to have arrived.</param>
    /// <returns>The last of them.</returns>
    public async Task<ReceivedEvent> OfAsync(string type, int count = 1)
    {
        ReceivedEvent[] found = [];
        await Eventually.HoldsAsync(
            () => (found = [.. Arrived.Where(one => one.Type == type)]).Length >= count,
            $"{count} × {type} arrive"
        );
        return found[count - 1];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Abort();
        await _listening;
        await Task.WhenAll(_answering);
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _answering.Add(ServeAsync(await _listener.GetContextAsync()));
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            using var bytes = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(bytes);
            var arrived = new ReceivedEvent(context.Request.Headers, bytes.ToArray());
            lock (_lock)
            {
                _arrived.Add(arrived);
            }

            if (await Answer(arrived) is not { } status)
            {
                context.Response.Abort();
                return;
            }

            context.Response.StatusCode = status;
            context.Response.Close();
        }
        catch (Exception fault) when (fault is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The program was killed, or the test is over.
        }
    }
}

/// <summary>An event as it arrived at the receiver of a webhook.</summary>
internal sealed class ReceivedEvent
{
    private readonly byte[] _body;
    private readonly string _timestamp;
    private readonly string[] _signatures;

    /// <summary>Reads a request.</summary>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">Its body.</param>
    public ReceivedEvent(System.Collections.Specialized.NameValueCollection headers, byte[] body)
    {
        _body = body;
        Id = headers["webhook-id"] ?? "";
        _timestamp = headers["webhook-timestamp"] ?? "";
        _signatures = (headers["webhook-signature"] ?? "").Split(' ');
        using var json = JsonDocument.Parse(body);
        Type = json.RootElement.GetProperty("type").GetString()!;
        if (json.RootElement.TryGetProperty("data", out var data))
        {
            Position = data.GetProperty("position").GetInt64();
            SubjectId = data.GetProperty("subject").GetProperty("id").GetString()!;
        }
    }

    /// <summary>Id of the delivery.</summary>
    public string Id { get; }

    /// <summary>Type of the event.</summary>
    public string Type { get; }

    /// <summary>Log position of the event; 0 for a test.</summary>
    public long Position { get; }

    /// <summary>What it happened to; empty for a test.</summary>
    public string SubjectId { get; } = "";

    /// <summary>
    /// Returns whether one of the signatures was made with a secret, computed as Standard Webhooks 1.0 says.
    /// </summary>
    /// <param name="secret">The secret, as the console shows it.</param>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{_timestamp}."), .. _body];
        return _signatures.Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    }
}
