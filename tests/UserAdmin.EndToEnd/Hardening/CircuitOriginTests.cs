using System.Net;
using System.Net.WebSockets;
using UserAdmin.EndToEnd.Browsers;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>
/// A page of another site cannot open a circuit, although the browser would send the person's cookies with the request.
/// </summary>
public sealed class CircuitOriginTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Websocket_FromAPageOfThisConsole_Opens() =>
        (await OpenAsync(console.Address)).ShouldBe(HttpStatusCode.SwitchingProtocols);

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task Websocket_FromAPageOfAnotherSite_IsRefused(string origin) =>
        (await OpenAsync(origin)).ShouldBe(HttpStatusCode.Forbidden);

    private async Task<HttpStatusCode> OpenAsync(string origin)
    {
        using var visitor = new HttpVisitor(console.Address);
        using var signedIn = await visitor.SignInAsync(console.Administrator);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.Cookies = visitor.Cookies;
        socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(
                new Uri($"{console.Address.Replace("http:", "ws:", StringComparison.Ordinal)}/_blazor"),
                TestContext.Current.CancellationToken
            );
        }
        catch (WebSocketException)
        {
            // The test looks at the status of the response.
        }

        return socket.HttpStatusCode;
    }
}
