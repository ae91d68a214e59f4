using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>
/// A receiver of webhooks on this machine, which does with each request what a test says. It speaks HTTP itself, one
/// request on each connection: HttpListener answers 200 when it is told to break a connection.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly List<ReceivedEvent> _arrived = [];
    private readonly List<Task> _answering = [];
    private readonly CancellationTokenSource _isOver = new();
    private readonly Task _listening;

    /// <summary>Starts to listen on a free port.</summary>
    public WebhookReceiver()
    {
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hooks";
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
        await _isOver.CancelAsync();
        await _listening;
        await Task.WhenAll(_answering);
        _listener.Dispose();
        _isOver.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _answering.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_isOver.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var arrived = await ReadAsync(stream);
                lock (_lock)
                {
                    _arrived.Add(arrived);
                }

                if (await Answer(arrived) is { } status)
                {
                    await stream.WriteAsync(
                        Encoding.ASCII.GetBytes(
                            $"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        ),
                        _isOver.Token
                    );
                }
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The program was killed, or the test is over.
            }
        }
    }

    private async Task<ReceivedEvent> ReadAsync(NetworkStream stream)
    {
        var read = new List<byte>();
        var buffer = new byte[16 * 1024];
        int end;
        while ((end = CollectionsMarshal.AsSpan(read).IndexOf("\r\n\r\n"u8)) < 0)
        {
            read.AddRange(buffer.AsSpan(0, await SomeAsync(stream, buffer)));
        }

        var headers = new NameValueCollection();
        foreach (var line in Encoding.ASCII.GetString([.. read[..end]]).Split("\r\n")[1..])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var length = int.Parse(headers["Content-Length"]!, CultureInfo.InvariantCulture);
        while (read.Count < end + 4 + length)
        {
            read.AddRange(buffer.AsSpan(0, await SomeAsync(stream, buffer)));
        }

        return new ReceivedEvent(headers, [.. read[(end + 4)..]]);
    }

    private async Task<int> SomeAsync(NetworkStream stream, byte[] buffer) =>
        await stream.ReadAsync(buffer, _isOver.Token) is > 0 and var some ? some : throw new EndOfStreamException();
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
    public ReceivedEvent(NameValueCollection headers, byte[] body)
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
