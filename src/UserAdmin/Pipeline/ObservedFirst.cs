using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <summary>
/// Records what other programs did before a command looks at it, so that its handler sees a log that agrees with the
/// tables (decision 80).
/// </summary>
internal sealed class ObservedFirst(
    WriteContext context,
    CommandHandling handling,
    CurrentMessage current,
    IEventCheck check,
    IObservedChanges observed,
    TimeProvider time
)
{
    /// <summary>
    /// Records what other programs did before the command looks at it, as a part of the transaction that stays even if
    /// the command is refused: its answer may name an event of that part.
    /// </summary>
    public async Task RecordAsync<TCommand>(
        TCommand command,
        SharedTransaction transaction,
        CancellationToken cancellationToken
    )
        where TCommand : ICommand
    {
        try
        {
            await handling.HandleAsync(
                observed.CommandName,
                async () =>
                {
                    current.EventActor = observed.Actor;
                    var meanwhile = current.ChangedMeanwhile;
                    var recorded = await observed.RecordPendingAsync(
                        context,
                        [.. NamedSubjects.Of(command).Union(meanwhile)],
                        // Whatever else is recorded would give the other program time to change the same account again.
                        onlyFirst: meanwhile.Count > 0,
                        cancellationToken
                    );
                    handling.Record([new LooseEvents(recorded.Events)]);
                    transaction.HasObserved = recorded.IsMore;
                    return CommandResult.Done;
                },
                cancellationToken
            );
            var commandId = Guid.CreateVersion7(time.GetUtcNow());
            var processed = new ProcessedCommand
            {
                CommandId = EventAppender.Text(commandId),
                CommandName = observed.CommandName,
                ActorId = observed.Actor.Id,
                At = time.GetUtcNow(),
            };
            var tail = await EventAppender.AppendAsync(
                context,
                transaction.Tail,
                handling.Events,
                new CommandContext(observed.Actor, commandId),
                processed,
                check,
                cancellationToken
            );
            await context.Unsent!.SendAsync(cancellationToken);
            transaction.Keep(tail, handling.Events.Select(recorded => recorded.Event), []);
        }
        catch (Exception fault)
        {
            transaction.Failed(fault);
            throw;
        }
        finally
        {
            handling.Clear();
            await transaction.LeaveAsync(context);
        }
    }
}
