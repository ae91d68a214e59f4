using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.Bulk;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Users;

namespace UserAdmin;

/// <summary>
/// What works in the background while the console is served. Not part of <c>AddUserAdmin</c>: maintenance at the
/// command line sends no mail and purges nobody.
/// </summary>
public static class UserAdminWork
{
    /// <summary>Starts and stops the background work with the host.</summary>
    /// <param name="services">Where to; <see cref="UserAdminServices.AddUserAdmin"/> comes first.</param>
    public static IServiceCollection AddUserAdminWork(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<LifecycleRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<BulkRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<ImportRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<BreachList>());
        services.AddHostedService(provider => provider.GetRequiredService<SessionsSeenRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<RefusedAttemptsRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<PasswordResetRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<MailRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<StockComparison>());
        return services;
    }
}
