using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using UserAdmin.Messaging;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Startup.Telemetry;

/// <summary>The only class that uses the packages of OpenTelemetry.</summary>
internal static class OpenTelemetryWiring
{
    // The runtime and the framework have these built in.
    private static readonly string[] _meters =
    [
        UserAdminTelemetry.Name,
        "System.Runtime",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Components.Server.Circuits",
    ];

    public static void Add(IServiceCollection services, IConfiguration configuration, bool sends, bool shows)
    {
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource =>
            {
                // OpenTelemetry's own setting for the name goes first.
                if (configuration["OTEL_SERVICE_NAME"] is null)
                {
                    resource.AddService(
                        "useradmin",
                        serviceVersion: typeof(OpenTelemetryWiring).Assembly.GetName().Version?.ToString(3)
                    );
                }
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(_meters);
                if (sends)
                {
                    metrics.AddOtlpExporter();
                }

                if (shows)
                {
                    metrics.AddPrometheusExporter();
                }
            });
        if (sends)
        {
            telemetry
                .WithTracing(traces =>
                    traces
                        .AddSource(UserAdminTelemetry.Name)
                        .AddAspNetCoreInstrumentation(requests =>
                            requests.Filter = http => IsWorthASpan(BasePath.Within(http.Request.Path, configuration))
                        )
                        .AddProcessor(new ImpersonalSpans())
                        .AddOtlpExporter()
                )
                .WithLogging(logs => logs.AddProcessor(new ImpersonalLogs()).AddOtlpExporter());
        }
    }

    public static void Map(WebApplication app, ScrapeRule scrape) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(scrape.Answers);

    // A circuit is one request for as long as its page is open; the others are asked all the time.
    private static bool IsWorthASpan(PathString path) =>
        !path.StartsWithSegments("/_blazor", StringComparison.Ordinal)
        && !path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !path.StartsWithSegments("/metrics", StringComparison.Ordinal);
}
