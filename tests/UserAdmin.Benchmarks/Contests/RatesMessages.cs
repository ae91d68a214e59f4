using System.Diagnostics;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>What a node is to do.</summary>
internal enum RatesWay
{
    /// <summary>Commands through the bus; each sender waits for the answer before the next.</summary>
    Bus,

    /// <summary>Raw statements, one after the other; each sender has a connection, and each change a commit.</summary>
    RawOneByOne,

    /// <summary>Raw statements of many changes in one message, by one sender.</summary>
    RawTogether,

    /// <summary>Commands through the bus, one after the other, with pauses; tells when each was sent and
    /// answered.</summary>
    Paced,

    /// <summary>An import of new people.</summary>
    Import,

    /// <summary>Nothing: waits until the read model has applied the whole log.</summary>
    CatchUp,

    /// <summary>Nothing: tells when subscribers of the read model heard of which position, since the last
    /// time.</summary>
    Seen,

    /// <summary>Builds a read model and discards it, so that the code is compiled. Not while the runner runs.</summary>
    WarmUp,

    /// <summary>Applies what the read model lacks of the log. Not while the runner runs.</summary>
    Follow,

    /// <summary>Rebuilds the read model. Not while the runner runs.</summary>
    Rebuild,
}

/// <summary>A request to a node: one line of its standard input.</summary>
/// <param name="Way">How to make the changes.</param>
/// <param name="Senders">The number of senders.</param>
/// <param name="Skip">The users before the first to change.</param>
/// <param name="Take">The number of users to change.</param>
internal sealed record RatesRequest(RatesWay Way, int Senders, int Skip, int Take);

/// <summary>The answer of a node: one line of its standard output.</summary>
/// <param name="Begun">When the first change was sent, as a timestamp of <see cref="Stopwatch"/>, which all processes
/// of a machine share.</param>
/// <param name="Ended">When the last one was answered.</param>
/// <param name="Times">The time of each change in milliseconds; for an import, of the preview and of the run.</param>
/// <param name="Done">The number of events that were applied.</param>
/// <param name="Processor">Processor time of the node in milliseconds.</param>
internal sealed record RatesAnswer(long Begun, long Ended, double[] Times, long Done = 0, double Processor = 0)
{
    /// <summary>When the node knew of which position of the log, if that was asked.</summary>
    public IReadOnlyList<Moment> Moments { get; init; } = [];
}
