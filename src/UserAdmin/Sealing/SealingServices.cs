using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Sealing;

/// <summary>Registers what seals a log that was written in plain text.</summary>
internal static class SealingServices
{
    public static IServiceCollection AddSealing(this IServiceCollection services)
    {
        services.AddSingleton<ILogSeal, LogSeal>();
        return services;
    }
}
