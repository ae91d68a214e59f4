using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Policies;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Retention;

/// <summary>
/// Erases what the log says about sign-ins or addresses before a day: deletes the keys of those days, and names up to
/// <see cref="AtOnce"/> events whose rows in the read model have to be emptied. Sent again until none is left. Refused
/// if the policy keeps them for longer.
/// </summary>
/// <param name="Kind">What to erase.</param>
/// <param name="Before">The first day, in UTC, to keep.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record EraseTraces(TraceKind Kind, DateOnly Before) : ICommand
{
    /// <summary>How many events one command names at most.</summary>
    internal const int AtOnce = 2000;
}

internal sealed class EraseTracesValidator : AbstractValidator<EraseTraces>
{
    public EraseTracesValidator() =>
        RuleFor(command => command.Kind).IsInEnum().Coded("retention.kind-unknown", "Say what to erase.");
}

internal sealed class EraseTracesHandler(
    WriteContext context,
    PolicyReader policies,
    UnitOfWork unitOfWork,
    TimeProvider time
) : ICommandHandler<EraseTraces>
{
    public async Task<CommandResult> Handle(EraseTraces request, CancellationToken cancellationToken)
    {
        var policy = await policies.CurrentAsync(cancellationToken);
        DateTimeOffset until = new(request.Before.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        if (RetentionDays.Before(policy, request.Kind, time.GetUtcNow()) is not { } first || request.Before > first)
        {
            return CommandResult.Refused(
                new Error("retention.kept", "The policy keeps this for longer. Change the policy first.")
            );
        }

        var last = await LastAsync(request.Kind, cancellationToken);
        var end = await EndAsync(last, until, cancellationToken);
        var positions = await Named(request.Kind)
            .Where(record => record.Position > last && record.Position <= end)
            .OrderBy(record => record.Position)
            .Select(record => record.Position)
            .Take(EraseTraces.AtOnce)
            .ToListAsync(cancellationToken);
        await using var delete = EventKeySql.DeleteBefore(
            context.Database.GetDbConnection(),
            context.Layout,
            context.Database.CurrentTransaction!.GetDbTransaction(),
            request.Kind,
            request.Before.DayNumber,
            time.GetUtcNow()
        );
        await delete.ExecuteNonQueryAsync(cancellationToken);
        if (positions.Count > 0)
        {
            var recorder = new Recorder();
            recorder.Events.Add(new TracesErased(request.Kind, request.Before, positions));
            unitOfWork.Record([recorder]);
        }

        return CommandResult.Done;
    }

    private IQueryable<EventRecord> Named(TraceKind kind)
    {
        var types = EventCodec.Types.Keys.Where(type => EventSealing.TraceOf(type) == kind).ToList();
        var encrypted = context.EventLog.Where(record => record.Version == EventSealing.Version);
        return kind == TraceKind.SignIns
            ? encrypted.Where(record => types.Contains(record.Type))
            : encrypted.Where(record => record.IpAddress != null || types.Contains(record.Type));
    }

    private async Task<long> LastAsync(TraceKind kind, CancellationToken cancellationToken)
    {
        var subject = TracesErased.SubjectOf(kind);
        var last = await context
            .EventLog.AsNoTracking()
            .Where(record => record.SubjectId == subject)
            .OrderByDescending(record => record.Position)
            .Take(1)
            .ToListAsync(cancellationToken);
        return
            await EventKeys.OpenAsync(context, last, cancellationToken)
                is [(_, TracesErased { Positions: [.., var position] })]
            ? position
            : 0;
    }

    /// <summary>
    /// Returns the position of the last event before a moment. Found by halving, because commands of others wait
    /// meanwhile. Clocks of several nodes differ a little, so around it some events may be a moment earlier or later.
    /// </summary>
    private async Task<long> EndAsync(long low, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var high = await context.EventLog.MaxAsync(record => (long?)record.Position, cancellationToken) ?? 0;
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            var at = await context
                .EventLog.Where(record => record.Position == middle)
                .Select(record => record.At)
                .SingleAsync(cancellationToken);
            (low, high) = at < until ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private sealed class Recorder : IRecordsEvents
    {
        public List<IEvent> Events { get; } = [];
    }
}
