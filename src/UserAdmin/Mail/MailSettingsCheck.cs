using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using UserAdmin.Storage;

namespace UserAdmin.Mail;

/// <summary>Ends the start of a program whose mail settings are invalid, whichever node is to send the mail.</summary>
internal sealed class MailSettingsCheck(IOptions<MailOptions> options, PublicUrl site) : IHostedService
{
    /// <exception cref="StartupException">The settings are invalid; the message tells which.</exception>
    public Task StartAsync(CancellationToken cancellationToken) =>
        (options.Value.Problem() ?? site.Problem()) is { } problem
            ? throw new StartupException(problem)
            : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
