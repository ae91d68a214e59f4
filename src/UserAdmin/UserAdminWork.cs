using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.Anchors;
using UserAdmin.Bulk;
using UserAdmin.Following;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Nodes;
using UserAdmin.Users;
using UserAdmin.Users.Index.Snapshots;

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
        services.AddHostedService(provider => provider.GetRequiredService<BreachList>());
        services.AddHostedService(provider => provider.GetRequiredService<SessionsSeenRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<RefusedAttemptsRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<StockComparisonRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<MailSettingsCheck>());
        services.AddHostedService(provider => provider.GetRequiredService<AnchorSettingsCheck>());
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
            .AddLeaderRunner<AnchorRunner>(AnchorRunner.Name);
        return services;
    }
}
