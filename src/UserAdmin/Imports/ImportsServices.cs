using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>Registers the services for importing users from files.</summary>
internal static class ImportsServices
{
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddSingleton<ImportSignal>();
        services.AddSingleton<IEventFollower>(provider => provider.GetRequiredService<ImportSignal>());
        services.AddScoped<IUserBelongings, PurgedImporters>();
        services.AddSingleton<IPurgeTraces, ImportTraces>();
        services.AddSingleton<ImportPreviewer>();
        services.AddSingleton<ImportReading>();
        services.AddSingleton<ImportQuota>();
        services.AddSingleton<ImportTidying>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<ImportedHashes>();
        services.AddSingleton<IImportedHashes>(provider => provider.GetRequiredService<ImportedHashes>());
        services.AddInstruments<ImportInstruments>();
        services.AddSingleton<IImportFiles, ImportFiles>();
        services.AddScoped<ImportGranting>();
        services.AddScoped<ImportApplying>();
        services.AddScoped<InvitationJudge>();
        return services;
    }
}
