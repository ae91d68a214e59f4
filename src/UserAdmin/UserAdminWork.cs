using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.Anchors;
using UserAdmin.Applications;
using UserAdmin.Applications.Requests;
using UserAdmin.Audit.Erasing;
using UserAdmin.Bulk;
using UserAdmin.Following;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Nodes;
using UserAdmin.Retention;
using UserAdmin.Users;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin;

/// <summary>
/// Registers the background workers that run while the console is served. They are not part of <c>AddUserAdmin</c>,
/// because maintenance commands at the command line must not send mail or purge accounts.
/// </summary>
public static class UserAdminWork
{
    /// <summary>Starts and stops the background work with the host.</summary>
    /// <param name="services">The service collection to add to; <see cref="UserAdminServices.AddUserAdmin"/> comes
    /// first.</param>
    public static IServiceCollection AddUserAdminWork(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<UserIndexSnapshotRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<ErasureRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<BreachList>());
        services.AddHostedService(provider => provider.GetRequiredService<SessionsSeenRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<ApplicationKeyUsesRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<RefusedAttemptsRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<RequestLogRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<StockComparisonRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<MailSettingsCheck>());
        services.AddHostedService(provider => provider.GetRequiredService<AnchorSettingsCheck>());
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSettingsCheck>());
        services.AddHostedService(provider => provider.GetRequiredService<Leadership>());
        services.AddHostedService(provider => provider.GetRequiredService<NodeReports>());
        services
            .AddLeaderRunner<StockFollower>(StockFollower.Name)
            .AddLeaderRunner<AdoptionRunner>(AdoptionRunner.Name)
            .AddLeaderRunner<LifecycleRunner>(LifecycleRunner.Name)
            .AddLeaderRunner<BulkRunner>(BulkRunner.Name)
            .AddLeaderRunner<ImportRunner>(ImportRunner.Name)
            .AddLeaderRunner<PasswordResetRunner>(PasswordResetRunner.Name)
            .AddLeaderRunner<MailRunner>(MailRunner.Name)
            .AddLeaderRunner<WebhookRunner>(WebhookRunner.Name)
            .AddLeaderRunner<AnchorRunner>(AnchorRunner.Name)
            .AddLeaderRunner<RetentionRunner>(RetentionRunner.Name);
        return services;
    }

    /// <summary>
    /// Runs the workers of which there is one for a database, such as those for mail and bulk actions, in a host that
    /// is not started: for a program that fills a database and leaves the read model for later.
    /// </summary>
    /// <param name="services">The services of the host, to which <see cref="AddUserAdminWork"/> was applied.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>Dispose to end the work.</returns>
    public static async Task<IAsyncDisposable> LeadAsync(
        IServiceProvider services,
        CancellationToken cancellationToken = default
    )
    {
        var leadership = services.GetRequiredService<Leadership>();
        await leadership.StartAsync(cancellationToken);
        return new Leading(leadership);
    }

    private sealed class Leading(Leadership leadership) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await leadership.StopAsync(CancellationToken.None);
    }
}
