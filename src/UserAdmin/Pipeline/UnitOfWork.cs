using MediatR;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <summary>
/// Runs each command as one unit: the state, the events and the command's id are stored together or not at all.
/// </summary>
internal sealed class UnitOfWork(
    WriteContext context,
    SharedCommits commits,
    IAccessReader access,
    Authorisation authorisation,
    CurrentMessage current,
    IEventCheck check,
    TimeProvider time
)
{
    private readonly List<Action> _afterCommit = [];
    private readonly List<RecordedEvent> _events = [];
    private readonly List<IRecordsEvents> _untracked = [];

    /// <summary>
    /// Registers an action to run after the transaction has been committed; it does not run if the commit fails.
    /// </summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>
    /// Adds the events of entities that the handler stores itself, outside the change tracker. They are appended after
    /// the events of the tracked entities.
    /// </summary>
    public void Record(IEnumerable<IRecordsEvents> recorders) => _untracked.AddRange(recorders);

    /// <summary>
    /// Executes a command in a transaction that it may share with the commands before it. If it is refused or fails, it
    /// leaves nothing behind there.
    /// </summary>
    public async Task<CommandResult> RunAsync<TCommand>(
        TCommand command,
        Func<Task<CommandResult>> handle,
        CancellationToken cancellationToken
    )
        where TCommand : ICommand
    {
        // From here on, nothing that is read can change before the commit.
        var transaction = await commits.JoinAsync(context, current.Context.Actor.Id, cancellationToken);
        try
        {
            return await RunAsync(command, handle, transaction, cancellationToken);
        }
        catch (Exception fault)
        {
            transaction.Failed(fault);
            throw;
        }
        finally
        {
            await transaction.LeaveAsync(context);
        }
    }

    private async Task<CommandResult> RunAsync<TCommand>(
        TCommand command,
        Func<Task<CommandResult>> handle,
        SharedTransaction transaction,
        CancellationToken cancellationToken
    )
        where TCommand : ICommand
    {
        // An earlier command in the queue may have removed this actor's role.
        if (
            current.AccessGeneration != access.Generation
            && await authorisation.RefusalAsync(Authorisation.PermissionOf(typeof(TCommand)), cancellationToken)
                is { } refusal
        )
        {
            return CommandResult.Refused(refusal);
        }

        var processed = new ProcessedCommand
        {
            CommandId = EventAppender.Text(current.Context.CommandId),
            CommandName = typeof(TCommand).Name,
            ActorId = current.Context.Actor.Id,
            Fingerprint = CommandFingerprint.Of(command),
            At = time.GetUtcNow(),
        };
        if (await LogQueries.ProcessedCommand(context, processed.CommandId, cancellationToken) is { } before)
        {
            return before.Fingerprint == processed.Fingerprint && before.ActorId == processed.ActorId
                ? CommandResult.Accepted(
                    before.Position,
                    await LogQueries.HasEvent(context, before.Position, before.CommandId, cancellationToken)
                )
                : CommandResult.Refused(MessagingErrors.CommandIdReused);
        }

        var result = await JoinAsync(processed.CommandName, handle, cancellationToken);
        if (!result.IsAccepted)
        {
            return result;
        }

        // The last step of the command, so that the end of the log is locked for as short a time as possible
        // (decision 15).
        var tail = await EventAppender.AppendAsync(
            context,
            transaction.Tail,
            _events,
            current.Context,
            processed,
            check,
            cancellationToken
        );
        transaction.Keep(tail, _events.Select(recorded => recorded.Event), _afterCommit);
        return CommandResult.Accepted(tail.Position, _events.Count > 0);
    }

    /// <summary>
    /// Executes a command inside the open transaction. Its changes are written at once, so that the next command of a
    /// set sees them.
    /// </summary>
    public async Task<CommandResult> JoinAsync(
        string commandName,
        Func<Task<CommandResult>> handle,
        CancellationToken cancellationToken
    )
    {
        current.EventActor = null;
        _untracked.Clear();
        var result = await handle();
        if (result.IsAccepted)
        {
            var first = _events.Count;
            // Once, and not again by each of the calls below.
            context.ChangeTracker.DetectChanges();
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            Collect(commandName);
            var begun = _events.Skip(first).Select(recorded => recorded.Event).OfType<IBeginsSubject>();
            if (
                await LogQueries.AnySubjectKnown(
                    context,
                    [.. begun.Select(@event => @event.SubjectId)],
                    cancellationToken
                )
            )
            {
                result = CommandResult.Refused(MessagingErrors.IdUsed);
            }

            if (result.IsAccepted)
            {
                await context.SaveChangesAsync(cancellationToken);
            }
        }

        // Changes left by a refused handler must not be written with the rest of the set. Clearing also spares the
        // later commands of the set from scanning entities that are already written.
        context.ChangeTracker.Clear();
        context.ChangeTracker.AutoDetectChangesEnabled = true;
        return result;
    }

    private void Collect(string commandName)
    {
        var actor = current.EventActor ?? current.Context.Actor;
        foreach (
            var recorder in context
                .ChangeTracker.Entries()
                .Select(entry => entry.Entity)
                .OfType<IRecordsEvents>()
                .Concat(_untracked)
        )
        {
            _events.AddRange(recorder.Events.Select(@event => new RecordedEvent(@event, actor, commandName)));
            recorder.Events.Clear();
        }
    }
}

/// <summary>The sixth and last pipeline step for commands: the transaction around the handler.</summary>
internal sealed class CommandUnitOfWork<TCommand>(UnitOfWork unitOfWork) : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    public Task<CommandResult> Handle(
        TCommand request,
        RequestHandlerDelegate<CommandResult> next,
        CancellationToken cancellationToken
    ) => unitOfWork.RunAsync(request, () => next(), cancellationToken);
}
