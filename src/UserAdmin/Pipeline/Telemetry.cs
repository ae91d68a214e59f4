using System.Diagnostics;
using System.Diagnostics.Metrics;
using MediatR;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>Instruments that a feature derives from its commands.</summary>
internal interface ICommandInstruments
{
    /// <summary>Records that a command has ended.</summary>
    /// <param name="command">Its type.</param>
    /// <param name="refusal">Code of the refusal, or null.</param>
    /// <param name="fault">Type of the exception, or null.</param>
    /// <param name="elapsed">The time through the whole pipeline.</param>
    void Ended(Type command, string? refusal, string? fault, TimeSpan elapsed);
}

/// <summary>
/// Durations and refusals of commands and queries. Tags hold names of types and codes only, so that their number is
/// bounded and nothing of a message is in them.
/// </summary>
internal sealed class MessageInstruments(UserAdminMeter meter, IEnumerable<ICommandInstruments> features)
{
    private readonly Histogram<double> _commands = meter.Durations(
        "useradmin.command.duration",
        "Time of a command through the whole pipeline."
    );

    private readonly Counter<long> _refusals = meter.Meter.CreateCounter<long>(
        "useradmin.command.refusals",
        "{refusal}",
        "Refused commands by the code of the first reason."
    );

    private readonly Histogram<double> _queries = meter.Durations(
        "useradmin.query.duration",
        "Time of a query through the whole pipeline."
    );

    private readonly ICommandInstruments[] _features = [.. features];

    /// <summary>Records that a message has ended.</summary>
    public void Ended(Type message, string? refusal, Exception? fault, TimeSpan elapsed)
    {
        var isCommand = typeof(ICommand).IsAssignableFrom(message);
        var durations = isCommand ? _commands : _queries;
        var error = fault is null ? null : fault.GetType().FullName;
        if (durations.Enabled)
        {
            var tags = new TagList
            {
                { isCommand ? "useradmin.command.name" : "useradmin.query.name", message.Name },
                {
                    "useradmin.outcome",
                    fault is not null ? "failed"
                    : refusal is not null ? "refused"
                    : "accepted"
                },
            };
            if (error is not null)
            {
                tags.Add("error.type", error);
            }

            durations.Record(elapsed.TotalSeconds, tags);
        }

        if (!isCommand)
        {
            return;
        }

        if (refusal is not null)
        {
            _refusals.Add(
                1,
                new KeyValuePair<string, object?>("useradmin.command.name", message.Name),
                new KeyValuePair<string, object?>("error.type", refusal)
            );
        }

        foreach (var feature in _features)
        {
            feature.Ended(message, refusal, error, elapsed);
        }
    }
}

/// <summary>
/// The first step of both pipelines: records a span and a duration for every message, named after its type and without
/// its content.
/// </summary>
internal sealed class MessageTelemetry<TMessage, TResult>(MessageInstruments instruments)
    : IPipelineBehavior<TMessage, TResult>
    where TMessage : notnull
{
    public async Task<TResult> Handle(
        TMessage request,
        RequestHandlerDelegate<TResult> next,
        CancellationToken cancellationToken
    )
    {
        using var activity = UserAdminTelemetry.Activities.StartActivity(typeof(TMessage).Name);
        var started = Stopwatch.GetTimestamp();
        string? refusal = null;
        Exception? failed = null;
        try
        {
            var result = await next();
            refusal = (result as IOutcome)?.Refusal?.Code;
            activity?.SetTag("useradmin.outcome", refusal is null ? "accepted" : "refused");
            return result;
        }
        catch (Exception fault)
        {
            failed = fault;
            // Not its message, which may hold what somebody typed.
            activity?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
            throw;
        }
        finally
        {
            instruments.Ended(typeof(TMessage), refusal, failed, Stopwatch.GetElapsedTime(started));
        }
    }
}
