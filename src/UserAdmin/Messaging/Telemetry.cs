using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Messaging;

/// <summary>What OpenTelemetry needs to collect this project's traces and metrics.</summary>
public static class UserAdminTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "UserAdmin";

    internal static ActivitySource Activities { get; } = new(Name);

    /// <summary>
    /// Creates the instruments that read the state of a service when they are observed. Until then nothing reads it.
    /// </summary>
    /// <param name="services">The services of the program.</param>
    public static void Observe(IServiceProvider services) => _ = services.GetServices<IInstruments>().Count();

    /// <summary>Registers instruments that <see cref="Observe"/> creates.</summary>
    internal static IServiceCollection AddInstruments<TInstruments>(this IServiceCollection services)
        where TInstruments : class, IInstruments =>
        services
            .AddSingleton<TInstruments>()
            .AddSingleton<IInstruments>(provider => provider.GetRequiredService<TInstruments>());
}

/// <summary>Instruments of one folder that read the state of its services.</summary>
#pragma warning disable CA1040 // Only registered by it, and created together.
internal interface IInstruments;
#pragma warning restore CA1040

/// <summary>The meter of one program: two programs in one process, as in tests, are measured apart.</summary>
internal sealed class UserAdminMeter : IDisposable
{
    private static readonly InstrumentAdvice<double> _seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    public Meter Meter { get; } = new(UserAdminTelemetry.Name);

    /// <summary>Creates a histogram of durations in seconds.</summary>
    public Histogram<double> Durations(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, tags: null, _seconds);

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();
}
