using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Projections;

namespace UserAdmin.Anchors;

/// <summary>Registers what signs the head of the log, and what delivers and verifies the signed heads.</summary>
internal static class AnchorsServices
{
    public static IServiceCollection AddAnchors(this IServiceCollection services)
    {
        services
            .AddOptions<AnchorOptions>()
            .Configure<IConfiguration>(
                (options, configuration) => configuration.GetSection(AnchorOptions.Section).Bind(options)
            );
        services.AddSingleton<AnchorKey>();
        services.AddSingleton<AnchorSignal>();
        services.AddSingleton<IEventFollower>(provider => provider.GetRequiredService<AnchorSignal>());
        services.AddSingleton<IAnchorDestination, FolderDestination>();
        services.AddSingleton<IAnchorDestination, AddressDestination>();
        services.AddSingleton<IAnchorDestination, MailDestination>();
        services.AddSingleton<AnchorDeliveries>();
        services.AddSingleton<AnchorRunner>();
        services.AddSingleton<AnchorSettingsCheck>();
        services.AddSingleton<IAnchorVerification, AnchorVerification>();
        services.AddInstruments<AnchorInstruments>();
        return services;
    }
}
