using System.Runtime.CompilerServices;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup.Telemetry;

/// <summary>
/// Exports traces, metrics and logs if a setting asks for it. Otherwise nothing listens, and the packages are not even
/// loaded (decision 73).
/// </summary>
internal static class TelemetryExport
{
    /// <summary>Where OpenTelemetry's own setting says that a collector listens.</summary>
    internal const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Registers what the settings ask for.</summary>
    /// <exception cref="StartupException">A setting has an invalid value.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        var (sends, shows) = (Sends(builder.Configuration), ScrapeRule.Of(builder.Configuration).IsOn);
        if (sends || shows)
        {
            AddPackages(builder.Services, builder.Configuration, sends, shows);
        }
    }

    /// <summary>
    /// Begins to observe, and adds the page for Prometheus; before anything that changes the address of the client.
    /// </summary>
    public static void Map(WebApplication app)
    {
        var scrape = ScrapeRule.Of(app.Configuration);
        if (scrape.IsOn || Sends(app.Configuration))
        {
            UserAdminTelemetry.Observe(app.Services);
        }

        if (scrape.IsOn)
        {
            MapPackages(app, scrape);
        }
    }

    private static bool Sends(IConfiguration configuration) =>
        configuration[Endpoint] is { Length: > 0 } endpoint
        && (
            Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? true
                : throw new StartupException(
                    $"{Endpoint} has to be an address such as http://localhost:4317, but is “{endpoint}”."
                )
        );

    // Inlined, they would load the packages with the methods above.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddPackages(
        IServiceCollection services,
        IConfiguration configuration,
        bool sends,
        bool shows
    ) => OpenTelemetryWiring.Add(services, configuration, sends, shows);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MapPackages(WebApplication app, ScrapeRule scrape) => OpenTelemetryWiring.Map(app, scrape);
}
