using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;
using UserAdmin.Webhooks.Queries;
using UserAdmin.Webhooks.SecurityEvents;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin.Webhooks;

/// <summary>Registers the services for webhooks.</summary>
internal static class WebhooksServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services
            .AddOptions<WebhookOptions>()
            .Configure<IConfiguration>(
                (options, configuration) => configuration.GetSection(WebhookOptions.Section).Bind(options)
            );
        services.AddSingleton<WebhookSettingsCheck>();
        services.AddSingleton<WebhookAddresses>();
        services.AddSingleton<WebhookSecrets>();
        services.AddScoped<WebhookEditing>();
        services.AddScoped<WebhookNotices>();
        services.AddScoped<IUserBelongings, WebhookAnswers>();
        services.AddSingleton<IWebhookReader, WebhookReader>();
        services.AddSingleton<SecurityEventTokens>();
        services.AddSingleton<SecurityEventKeys>();
        services.AddSingleton<ISecurityEventKeys>(provider => provider.GetRequiredService<SecurityEventKeys>());
        services.AddSingleton<WebhookWriter>();
        services.TryAddSingleton<IWebhookTransport, WebhookTransport>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<IEventFollower>(provider => provider.GetRequiredService<WebhookSignal>());
        services.AddSingleton<WebhookFollower>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookRunner>();
        services.AddInstruments<WebhookInstruments>();
        return services;
    }
}
