using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin.Tests.Webhooks;

public sealed class WebhookTransportTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("1.1.1.1", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:a00:1::", false)]
    public void IsPublic_OfAnAddress_IsWhatTheRegistriesSay(string address, bool isPublic) =>
        PublicAddresses.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public async Task Send_ToAPrivateAddress_ConnectsOnlyIfTheOperatorAllowsIt()
    {
        using var server = new Server();
        var answering = server.AnswerAsync("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok");

        // The name is looked up, and stands for this machine.
        using var closed = Transport(allowPrivate: false);
        var refused = await SendAsync(closed, $"http://localhost:{server.Port}/in");
        using var open = Transport(allowPrivate: true);
        var taken = await SendAsync(open, $"http://localhost:{server.Port}/in");

        refused.ShouldBe(new WebhookAnswer(null, WebhookProblem.AddressNotAllowed));
        taken.ShouldBe(new WebhookAnswer(202, null, "ok"));
        var request = await answering;
        request.ShouldStartWith("POST /in HTTP/1.1\r\n");
        request.ShouldContain("webhook-id: one\r\n");
        request.ShouldContain("Content-Type: application/json\r\n");
    }

    [Fact]
    public async Task Send_OverHttp_AfterTheOperatorForbadeIt_IsRefused()
    {
        using var transport = new WebhookTransport(
            Options.Create(new WebhookOptions { AllowPrivateAddresses = true }),
            TimeProvider.System
        );

        (await SendAsync(transport, "http://127.0.0.1:9/")).ShouldBe(
            new WebhookAnswer(null, WebhookProblem.AddressNotAllowed)
        );
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n", 302, WebhookProblem.Redirected)]
    [InlineData("HTTP/1.1 500 Error\r\nContent-Length: 0\r\n\r\n", 500, WebhookProblem.Refused)]
    public async Task Send_ToAReceiverThatRefuses_SaysSo(string answer, int status, WebhookProblem problem)
    {
        using var server = new Server();
        var answering = server.AnswerAsync(answer);
        using var transport = Transport(allowPrivate: true);

        var got = await SendAsync(transport, server.Url);

        (got.Status, got.Problem).ShouldBe((status, problem));
        await answering;
    }

    [Fact]
    public async Task Send_ToAReceiverThatAsksForRest_SaysHowLong()
    {
        using var server = new Server();
        var answering = server.AnswerAsync("HTTP/1.1 429 Slow\r\nRetry-After: 90\r\nContent-Length: 0\r\n\r\n");
        using var transport = Transport(allowPrivate: true);

        (await SendAsync(transport, server.Url)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(90));
        await answering;
    }

    [Fact]
    public async Task Send_WithALongAnswer_KeepsTheBeginning()
    {
        using var server = new Server();
        var text = new string('a', 10_000) + "\0";
        var answering = server.AnswerAsync($"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}");
        using var transport = Transport(allowPrivate: true);

        (await SendAsync(transport, server.Url)).Body.ShouldBe(new string('a', WebhookDelivery.KeptAnswer));
        await answering;
    }

    [Fact]
    public async Task Send_ToAReceiverThatStalls_EndsInTime()
    {
        using var server = new Server();
        using var transport = Transport(allowPrivate: true, TimeSpan.FromSeconds(1));

        (await SendAsync(transport, server.Url)).ShouldBe(new WebhookAnswer(null, WebhookProblem.TimedOut));
    }

    [Fact]
    public async Task Send_ToNobody_SaysThatNoConnectionWasMade()
    {
        string url;
        using (var server = new Server())
        {
            url = server.Url;
        }

        using var transport = Transport(allowPrivate: true);

        (await SendAsync(transport, url)).ShouldBe(new WebhookAnswer(null, WebhookProblem.NotConnected));
    }

    private static WebhookTransport Transport(bool allowPrivate, TimeSpan? timeout = null) =>
        new(
            Options.Create(
                new WebhookOptions
                {
                    AllowPrivateAddresses = allowPrivate,
                    AllowHttp = true,
                    Timeout = timeout ?? TimeSpan.FromSeconds(30),
                }
            ),
            TimeProvider.System
        );

    private static Task<WebhookAnswer> SendAsync(WebhookTransport transport, string url) =>
        transport.SendAsync(
            new(url, [new("webhook-id", "one")], "application/json", "{}"u8.ToArray()),
            TestContext.Current.CancellationToken
        );

    /// <summary>A server on this machine that takes connections and answers when told to.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Server() => _listener.Start();

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Url => $"http://127.0.0.1:{Port}/";

        /// <summary>Answers one request with a text, and returns the request.</summary>
        public async Task<string> AnswerAsync(string answer)
        {
            using var client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await using var stream = client.GetStream();
            var buffer = new byte[8192];
            var request = new StringBuilder();
            while (!request.ToString().EndsWith("{}", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
                read.ShouldBeGreaterThan(0);
                request.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
            return request.ToString();
        }

        public void Dispose() => _listener.Dispose();
    }
}
