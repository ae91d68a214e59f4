using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Exports;

/// <summary>Registers the services for exporting the list as a file.</summary>
internal static class ExportsServices
{
    public static IServiceCollection AddExports(this IServiceCollection services)
    {
        services.AddSingleton<ExportWriter>();
        return services;
    }
}
