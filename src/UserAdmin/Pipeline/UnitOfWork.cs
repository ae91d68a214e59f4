using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
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
    CommandHandling handling,
    ObservedFirst observedFirst,
    TimeProvider time
)
{
    private readonly List<Action> _afterCommit = [];

    /// <summary>
    /// Registers an action to run after the transaction has been committed; it does not run if the commit fails.
    /// </summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>
    /// Adds the events of entities that the handler stores itself, outside the change tracker. They are appended after
    /// the events of the tracked entities.
    /// </summary>
    public void Record(IEnumerable<IRecordsEvents> recorders) => handling.Record(recorders);

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
        var isToRecord = transaction.HasObserved || current.ChangedMeanwhile.Count > 0;
        if (isToRecord && command is not IRecordsObserved)
        {
            await observedFirst.RecordAsync(command, transaction, cancellationToken);
            transaction = await commits.JoinAsync(context, current.Context.Actor.Id, cancellationToken);
        }

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
                ? await ConfirmAsync(before, transaction, cancellationToken)
                : CommandResult.Refused(MessagingErrors.CommandIdReused);
        }

        var result = await handling.HandleAsync(processed.CommandName, handle, cancellationToken);
        if (!result.IsAccepted)
        {
            return result;
        }

        // The last step of the command, so that the end of the log is locked for as short a time as possible
        // (decision 15).
        var tail = await EventAppender.AppendAsync(
            context,
            transaction.Tail,
            handling.Events,
            current.Context,
            processed,
            check,
            cancellationToken
        );
        if (command is not IRecordsObserved)
        {
            await transaction.GuardAsync(
                context,
                [.. handling.Events.Select(recorded => recorded.Event.SubjectId).Distinct()],
                cancellationToken
            );
        }

        await context.Unsent!.SendAsync(cancellationToken);
        transaction.Keep(tail, handling.Events.Select(recorded => recorded.Event), _afterCommit);
        return CommandResult.Accepted(tail.Position, handling.Events.Count > 0);
    }

    /// <summary>
    /// Answers a command that was carried out before. Its row can be seen before a standby has it, if whoever waited
    /// for the standby was cut off. So something is written: that commit waits for everything before it.
    /// </summary>
    private async Task<CommandResult> ConfirmAsync(
        ProcessedCommand before,
        SharedTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var touch = EventLogSql.Touch(
            context.Database.GetDbConnection(),
            context.Layout,
            context.Database.CurrentTransaction!.GetDbTransaction(),
            before
        );
        await touch.ExecuteNonQueryAsync(cancellationToken);
        transaction.Confirm();
        return CommandResult.Accepted(
            before.Position,
            await LogQueries.HasEvent(context, before.Position, before.CommandId, cancellationToken)
        );
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
        var result = await handling.HandleAsync(commandName, handle, cancellationToken);
        await context.Unsent!.SendAsync(cancellationToken);
        return result;
    }
}
