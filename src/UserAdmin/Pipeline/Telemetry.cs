using System.Diagnostics;
using System.Diagnostics.Metrics;
using MediatR;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>The names that OpenTelemetry needs to collect this project's traces and metrics.</summary>
public static class UserAdminTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "UserAdmin";

    internal static ActivitySource Activities { get; } = new(Name);

    internal static Meter Meter { get; } = new(Name);

    internal static Histogram<double> MessageDuration { get; } =
        Meter.CreateHistogram<double>(
            "useradmin.message.duration",
            "ms",
            "How long a command or query took through the whole pipeline."
        );
}

/// <summary>
/// The first step of both pipelines: records a span and a duration for every message, named after its type and without
/// its content.
/// </summary>
internal sealed class MessageTelemetry<TMessage, TResult> : IPipelineBehavior<TMessage, TResult>
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
        var outcome = "fault";
        try
        {
            var result = await next();
            outcome = result is IOutcome { IsRefused: true } ? "refused" : "ok";
            return result;
        }
        catch (Exception fault)
        {
            activity?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
            throw;
        }
        finally
        {
            if (UserAdminTelemetry.MessageDuration.Enabled)
            {
                UserAdminTelemetry.MessageDuration.Record(
                    Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                    new KeyValuePair<string, object?>("message", typeof(TMessage).Name),
                    new KeyValuePair<string, object?>("outcome", outcome)
                );
            }
        }
    }
}
