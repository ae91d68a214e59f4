using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Audit.Erasing;
using UserAdmin.Audit.Exports;
using UserAdmin.Audit.Search;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Undoing;
using UserAdmin.Views;

namespace UserAdmin.Audit;

/// <summary>Registers the services of the history and the activity.</summary>
internal static class AuditServices
{
    /// <summary>Adds the search of the activity.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services
            .AddSingleton(new ViewedList(ViewList.Activity, Permissions.ActivityRead, ActivityFields.All))
            .AddScoped<SignInDevices>()
            .AddScoped<ActivityPeople>()
            .AddScoped<ActivitySearch>()
            .AddScoped<IFindsEvents, ActivityEventFinder>()
            .AddSingleton<ActivityExportWriter>()
            .AddSingleton<ErasureSignal>()
            .AddSingleton<IEventFollower>(provider => provider.GetRequiredService<ErasureSignal>())
            .AddSingleton<ErasureRunner>();
}
