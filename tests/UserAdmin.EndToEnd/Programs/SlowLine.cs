using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>
/// A connection to the program that delays every byte, in both directions and in order, web sockets included.
/// </summary>
internal sealed class SlowLine : IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(5);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Uri _program;
    private readonly TimeSpan _delay;
    private readonly Task _accepting;
    private long _movedAt;

    /// <summary>Opens the connection.</summary>
    /// <param name="program">The program's address.</param>
    /// <param name="roundTrip">Time from a question to its answer.</param>
    public SlowLine(string program, TimeSpan roundTrip)
    {
        (_program, _delay) = (new Uri(program), roundTrip / 2);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The address that leads to the program through this connection.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Waits until nothing has been transferred for longer than two round trips.</summary>
    public Task QuietAsync() =>
        Eventually.HoldsAsync(
            () =>
                TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _movedAt))
                > (_delay * 4) + TimeSpan.FromMilliseconds(500),
            "the line is quiet"
        );

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var (near, far) = (await _listener.AcceptTcpClientAsync(_end.Token), new TcpClient());
                _clients.Add(near);
                _clients.Add(far);
                await far.ConnectAsync(_program.Host, _program.Port, _end.Token);
                (near.NoDelay, far.NoDelay) = (true, true);
                _ = CarryAsync(near, far);
                _ = CarryAsync(far, near);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Expected at the end of the test.
        }
    }

    private async Task CarryAsync(TcpClient from, TcpClient to)
    {
        var underWay = new ConcurrentQueue<(long At, byte[] Bytes)>();
        var hasEnded = false;
        try
        {
            var delivering = DeliverAsync();
            var buffer = new byte[16 * 1024];
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
            {
                underWay.Enqueue((TimeProvider.System.GetTimestamp(), buffer[..count]));
                Interlocked.Exchange(ref _movedAt, TimeProvider.System.GetTimestamp());
            }

            hasEnded = true;
            await delivering;
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault)
            when (fault
                    is OperationCanceledException
                        or IOException
                        or SocketException
                        or ObjectDisposedException
                        or InvalidOperationException
            )
        {
            from.Dispose();
            to.Dispose();
        }

        async Task DeliverAsync()
        {
            using var timer = new PeriodicTimer(_interval);
            while (!(hasEnded && underWay.IsEmpty) && await timer.WaitForNextTickAsync(_end.Token))
            {
                while (underWay.TryPeek(out var next) && TimeProvider.System.GetElapsedTime(next.At) >= _delay)
                {
                    underWay.TryDequeue(out _);
                    await to.GetStream().WriteAsync(next.Bytes, _end.Token);
                    Interlocked.Exchange(ref _movedAt, TimeProvider.System.GetTimestamp());
                }
            }
        }
    }
}
