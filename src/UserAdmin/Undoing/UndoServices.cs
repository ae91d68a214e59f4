using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Undoing;

/// <summary>Registers the services for undoing changes.</summary>
internal static class UndoServices
{
    public static IServiceCollection AddUndoing(this IServiceCollection services)
    {
        services.AddScoped<UndoChoice>();
        services.AddScoped<UndoPlanning>();
        return services;
    }
}
