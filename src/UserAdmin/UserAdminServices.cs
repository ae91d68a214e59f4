using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.Account;
using UserAdmin.Anchors;
using UserAdmin.Applications;
using UserAdmin.Applications.Requests;
using UserAdmin.Audit;
using UserAdmin.Bulk;
using UserAdmin.EventLog;
using UserAdmin.Exports;
using UserAdmin.Following;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Monitoring;
using UserAdmin.Nodes;
using UserAdmin.Past;
using UserAdmin.Pipeline;
using UserAdmin.Policies;
using UserAdmin.Projections;
using UserAdmin.Retention;
using UserAdmin.Roles;
using UserAdmin.Sealing;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Undoing;
using UserAdmin.Users;
using UserAdmin.Views;
using UserAdmin.Webhooks;

namespace UserAdmin;

/// <summary>Registers everything in this project by calling the registration of each folder.</summary>
public static class UserAdminServices
{
    /// <summary>Adds the buses, the write and the read side, the event log and the projection runner.</summary>
    /// <param name="services">The service collection to add to.</param>
    /// <param name="configuration">Settings; docs/SETTINGS.md lists them.</param>
    /// <exception cref="InvalidOperationException">A message has no handler, more than one, or no
    /// permission.</exception>
    public static IServiceCollection AddUserAdmin(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(configuration);
        services.AddOptions<UserAdminOptions>().Bind(configuration.GetSection(UserAdminOptions.Section));
        services.AddOptions<BackupOptions>().Bind(configuration.GetSection(BackupOptions.Section));
        _ = DatabaseChoice.WritesToPostgreSql(configuration)
            ? services.AddPostgreSqlWrites()
            : services.AddSqliteWrites();
        return services
            .AddStorage()
            .AddSqliteReads()
            .AddEventLog()
            .AddProjections()
            .AddPipeline(
                typeof(UserAdminServices).Assembly.GetTypes(),
                [.. Permissions.All.Select(permission => permission.Name)]
            )
            .AddPolicies()
            .AddRoles()
            .AddUsers()
            .AddAccount()
            .AddPast()
            .AddUndoing()
            .AddFollowing()
            .AddMail()
            .AddViews()
            .AddApplications()
            .AddRequestLog()
            .AddWebhooks()
            .AddBulk(configuration)
            .AddImports()
            .AddExports()
            .AddAudit()
            .AddMonitoring()
            .AddAnchors()
            .AddSealing()
            .AddRetention()
            .AddNodes();
    }
}
