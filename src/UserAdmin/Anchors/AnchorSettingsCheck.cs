using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using UserAdmin.Storage;

namespace UserAdmin.Anchors;

/// <summary>Ends the start of a program whose settings for anchors are invalid, whichever node is to sign.</summary>
internal sealed class AnchorSettingsCheck(IOptions<AnchorOptions> options, AnchorKey keys) : IHostedService
{
    /// <exception cref="StartupException">The settings or the key are invalid; the message tells which.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Problem() is { } problem)
        {
            throw new StartupException(problem);
        }

        _ = keys.FindToVerify();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
