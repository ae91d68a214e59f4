using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>Registers the outbox and the mail transport.</summary>
internal static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services
            .AddOptions<MailOptions>()
            .Configure<IConfiguration>(
                (options, configuration) => configuration.GetSection(MailOptions.Section).Bind(options)
            );
        services.TryAddSingleton<IServerAddress, NoServerAddress>();
        services.AddSingleton<PublicUrl>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MailWriter>();
        services.TryAddSingleton<IMailDelivery, MailDelivery>();
        services.AddSingleton<PickupTransport>();
        services.AddSingleton<SmtpTransport>();
        services.TryAddSingleton<IMailTransport>(provider =>
            provider.GetRequiredService<IOptions<MailOptions>>().Value.Smtp is null
                ? provider.GetRequiredService<PickupTransport>()
                : provider.GetRequiredService<SmtpTransport>()
        );
        services.AddScoped<IUserBelongings, PurgedMails>();
        services.AddSingleton<IPurgeTraces, PickupTraces>();
        services.AddSingleton<OutboxFollower>();
        services.AddSingleton<IEventTrial, MailTrial>();
        services.AddSingleton<OutboxClaims>();
        services.AddSingleton<MailSignal>();
        services.AddSingleton<IEventFollower>(provider => provider.GetRequiredService<MailSignal>());
        services.AddSingleton<MailRunner>();
        services.AddSingleton<MailSettingsCheck>();
        services.AddSingleton<MailBacklog>();
        services.AddSingleton<IMailMonitor>(provider => provider.GetRequiredService<MailBacklog>());
        services.AddInstruments<MailInstruments>();
        return services;
    }
}
