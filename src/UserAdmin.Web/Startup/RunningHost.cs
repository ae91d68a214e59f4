namespace UserAdmin.Web.Startup;

/// <summary>
/// A host that is stopped before it is disposed of, whatever ends its use. Otherwise its workers would report the
/// faults of services that are gone, beside the reason why the program ends.
/// </summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IHostApplicationLifetime _lifetime;

    private RunningHost(IHost host)
    {
        _host = host;
        _lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
    }

    /// <summary>Starts a host. If a part of it cannot start, those that did are stopped.</summary>
    /// <param name="host">The host; the caller disposes of it after what is returned here.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="Exception">That of the part that cannot start.</exception>
    public static async Task<RunningHost> StartAsync(IHost host, CancellationToken cancellationToken = default)
    {
        var running = new RunningHost(host);
        try
        {
            await host.StartAsync(cancellationToken);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the host, unless it has stopped by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_lifetime.ApplicationStopped.IsCancellationRequested)
        {
            await _host.StopAsync();
        }
    }
}
