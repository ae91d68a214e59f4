using MediatR;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <summary>
/// One command, one transaction: the state, the events and the command's id are stored together or not at all.
/// </summary>
internal sealed class UnitOfWork(
    WriteContext context,
    IWriteTransactions transactions,
    LogSignal signal,
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

    /// <summary>Runs something once the transaction is on disk, and never if it is not.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>
    /// Takes the events of what the handler stores by itself, without the context. They come after those of what the
    /// context tracks.
    /// </summary>
    public void Record(IEnumerable<IRecordsEvents> recorders) => _untracked.AddRange(recorders);

    /// <summary>Carries out a command in a transaction of its own.</summary>
    public async Task<CommandResult> RunAsync<TCommand>(
        TCommand command,
        Func<Task<CommandResult>> handle,
        CancellationToken cancellationToken
    )
        where TCommand : ICommand
    {
        // Nothing that is read from here on can change before the commit.
        await using var transaction = await transactions.BeginAsync(context, cancellationToken);
        // The command ahead in the queue may have taken this actor's role away.
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

        // Last in the transaction: whatever else is stored, the log's end is held for as short as can be (decision 15).
        var position = await EventAppender.AppendAsync(
            context,
            _events,
            current.Context,
            processed,
            check,
            cancellationToken
        );
        // Past this line the caller's patience no longer counts: a commit that was begun is finished.
        await transaction.CommitAsync(CancellationToken.None);
        if (_events.Exists(recorded => recorded.Event is IChangesAccess))
        {
            access.Forget();
        }

        signal.Appended(position);
        _afterCommit.ForEach(action => action());
        return CommandResult.Accepted(position, _events.Count > 0);
    }

    /// <summary>
    /// Carries out a command inside the open transaction. What it changed is written at once, so that the next command
    /// of a set finds it.
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
            Collect(commandName);
            foreach (var begun in _events.Skip(first).Select(recorded => recorded.Event).OfType<IBeginsSubject>())
            {
                if (await LogQueries.SubjectKnown(context, begun.SubjectId, cancellationToken))
                {
                    result = CommandResult.Refused(MessagingErrors.IdUsed);
                    break;
                }
            }

            if (result.IsAccepted)
            {
                await context.SaveChangesAsync(cancellationToken);
            }
        }

        // What a refused handler may have touched must not be written with the rest of its set; and what is written
        // need not be looked through again for every later command of the set.
        context.ChangeTracker.Clear();
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

/// <summary>Sixth and last for commands: the transaction around the handler.</summary>
internal sealed class CommandUnitOfWork<TCommand>(UnitOfWork unitOfWork) : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    public Task<CommandResult> Handle(
        TCommand request,
        RequestHandlerDelegate<CommandResult> next,
        CancellationToken cancellationToken
    ) => unitOfWork.RunAsync(request, () => next(), cancellationToken);
}
