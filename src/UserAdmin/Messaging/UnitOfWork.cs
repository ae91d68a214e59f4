using MediatR;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Messaging;

/// <summary>One command, one transaction: the state, the events and the command's id are stored together or not at all.</summary>
internal sealed class UnitOfWork(WriteContext context, LogSignal signal, AccessReader access, CurrentMessage current, TimeProvider time)
{
    private readonly List<Action> _afterCommit = [];
    private readonly List<(IEvent Event, Actor Actor)> _events = [];

    /// <summary>Whether a transaction is under way in this scope.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Runs something once the transaction is on disk, and never if it is not.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    public async Task<CommandResult> RunAsync(string commandName, Func<Task<CommandResult>> handle, CancellationToken cancellationToken)
    {
        IsOpen = true;
        // BEGIN IMMEDIATE on SQLite: nothing that is read from here on can change before the commit.
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await FindProcessedAsync(cancellationToken) is { } processed)
        {
            return processed.CommandName == commandName && processed.ActorId == current.Context.Actor.Id
                ? CommandResult.Accepted(processed.Position)
                : CommandResult.Refused(MessagingErrors.CommandIdReused);
        }

        var result = await JoinAsync(handle, cancellationToken);
        if (!result.IsAccepted)
        {
            return result;
        }

        var (position, changesAccess) = await StoreAsync(commandName, cancellationToken);
        // Past this line the caller's patience no longer counts: a commit that was begun is finished.
        await transaction.CommitAsync(CancellationToken.None);
        if (changesAccess)
        {
            access.Forget();
        }

        signal.Appended(position);
        _afterCommit.ForEach(action => action());
        return CommandResult.Accepted(position);
    }

    /// <summary>Carries out a command inside the open transaction. What it changed is written at once, so that the next command of a set finds it.</summary>
    public async Task<CommandResult> JoinAsync(Func<Task<CommandResult>> handle, CancellationToken cancellationToken)
    {
        current.EventActor = null;
        var result = await handle();
        if (result.IsAccepted)
        {
            Collect();
            await context.SaveChangesAsync(cancellationToken);
        }
        else
        {
            // What a refused handler may have touched must not be written with the rest of its set.
            context.ChangeTracker.Clear();
        }

        return result;
    }

    private void Collect()
    {
        var actor = current.EventActor ?? current.Context.Actor;
        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.Entity is IRecordsEvents { Events.Count: > 0 } recorder)
            {
                _events.AddRange(recorder.Events.Select(@event => (@event, actor)));
                recorder.Events.Clear();
            }
        }
    }

    private async Task<(long Position, bool ChangesAccess)> StoreAsync(string commandName, CancellationToken cancellationToken)
    {
        // Last in the transaction: on PostgreSQL the append takes the lock that orders all writers.
        var position = await EventAppender.AppendAsync(context, _events, current.Context, commandName, time.GetUtcNow(), cancellationToken);
        return (position, _events.Exists(pair => pair.Event is IChangesAccess));
    }

    private Task<ProcessedCommand?> FindProcessedAsync(CancellationToken cancellationToken) =>
        CompiledQueries.ProcessedCommand(context, EventAppender.Text(current.Context.CommandId), cancellationToken);
}

/// <summary>Sixth and last for commands: the transaction around the handler. A command inside a <see cref="CommandSet"/> joins the one that is open.</summary>
internal sealed class CommandUnitOfWork<TCommand>(UnitOfWork unitOfWork) : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    public Task<CommandResult> Handle(TCommand request, RequestHandlerDelegate<CommandResult> next, CancellationToken cancellationToken) =>
        unitOfWork.IsOpen ? unitOfWork.JoinAsync(() => next(), cancellationToken) : unitOfWork.RunAsync(typeof(TCommand).Name, () => next(), cancellationToken);
}
