using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// The server of a console that lives inside another application: it listens nowhere, and is given the requests that
/// the application's own server has received.
/// </summary>
internal sealed class EmbeddedServer : IServer
{
    private Func<IFeatureCollection, Task>? _process;

    /// <inheritdoc/>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = async features =>
        {
            var context = application.CreateContext(features);
            try
            {
                await application.ProcessRequestAsync(context);
                if (features.Get<IHttpResponseFeature>() is { HasStarted: false })
                {
                    // What is done when a response begins needs the context, which is gone after this.
                    await features.GetRequiredFeature<IHttpResponseBodyFeature>().CompleteAsync();
                }

                application.DisposeContext(context, null);
            }
            catch (Exception fault)
            {
                application.DisposeContext(context, fault);
                throw;
            }
        };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Answers a request.</summary>
    /// <param name="features">What the application's server knows of it.</param>
    /// <exception cref="InvalidOperationException">The console has not started.</exception>
    public Task ProcessAsync(IFeatureCollection features) =>
        (_process ?? throw new InvalidOperationException("The console has not started."))(features);

    /// <inheritdoc/>
    public void Dispose()
    {
        // There is nothing to dispose.
    }
}
