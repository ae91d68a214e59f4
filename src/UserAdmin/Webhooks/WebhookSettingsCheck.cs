using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks;

/// <summary>Ends the start of a program whose settings for webhooks are invalid.</summary>
internal sealed class WebhookSettingsCheck(IOptions<WebhookOptions> options) : IHostedService
{
    /// <exception cref="StartupException">The settings are invalid; the message tells which.</exception>
    public Task StartAsync(CancellationToken cancellationToken) =>
        options.Value.Problem() is { } problem ? throw new StartupException(problem) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
