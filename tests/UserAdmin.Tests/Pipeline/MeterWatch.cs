using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using UserAdmin.Messaging;

namespace UserAdmin.Tests.Pipeline;

/// <summary>Records what the meter of one host measures.</summary>
internal sealed class MeterWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Seen> _seen = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();

    public MeterWatch(TestHost host)
    {
        var meter = host.Get<UserAdminMeter>().Meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments by name.</summary>
    public IReadOnlyDictionary<string, Instrument> Instruments => _instruments;

    /// <summary>Every measurement so far.</summary>
    public IReadOnlyList<Seen> All => [.. _seen];

    /// <summary>Returns the measurements of one instrument.</summary>
    public IReadOnlyList<Seen> Of(string name) => [.. _seen.Where(seen => seen.Name == name)];

    /// <summary>Reads the instruments that observe.</summary>
    public double Observed(string name)
    {
        _listener.RecordObservableInstruments();
        return Of(name)[^1].Value;
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _seen.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));

    /// <summary>One measurement.</summary>
    /// <param name="Name">Name of the instrument.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Tags">Its tags.</param>
    internal sealed record Seen(string Name, double Value, IReadOnlyDictionary<string, object?> Tags);
}
