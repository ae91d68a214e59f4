using System.Diagnostics;
using System.Diagnostics.Metrics;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>The line at the write gate, and the commits.</summary>
internal sealed class WriteInstruments : IInstruments
{
    private readonly Histogram<double> _waits;
    private readonly Histogram<double> _commits;
    private readonly Histogram<int> _commands;

    public WriteInstruments(UserAdminMeter meter, WriteGate gate)
    {
        _waits = meter.Durations("useradmin.write_gate.wait.duration", "Time of a command in line at the write gate.");
        _commits = meter.Durations("useradmin.commit.duration", "Time of a commit until it is on disk.");
        _commands = meter.Meter.CreateHistogram(
            "useradmin.commit.commands",
            "{command}",
            "Commands that share a commit.",
            tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] }
        );
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.write_gate.waiting",
            () => gate.Waiting,
            "{command}",
            "Commands in line at the write gate."
        );
    }

    /// <summary>Records that a command's turn has come.</summary>
    /// <param name="begun">Timestamp of its arrival.</param>
    public void Waited(long begun) => _waits.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);

    /// <summary>Records a commit.</summary>
    /// <param name="begun">Timestamp of its beginning.</param>
    /// <param name="commands">The number of commands in it.</param>
    public void Committed(long begun, int commands)
    {
        _commits.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        _commands.Record(commands);
    }
}
