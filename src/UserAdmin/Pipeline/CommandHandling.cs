using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <summary>Runs handlers in the open transaction, and collects the events of a command.</summary>
internal sealed class CommandHandling(WriteContext context, CurrentMessage current)
{
    private readonly List<RecordedEvent> _events = [];
    private readonly List<IRecordsEvents> _untracked = [];

    /// <summary>The events of the handlers so far.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events;

    /// <summary>
    /// Adds the events of entities that the handler stores itself, outside the change tracker. They are appended after
    /// the events of the tracked entities.
    /// </summary>
    public void Record(IEnumerable<IRecordsEvents> recorders) => _untracked.AddRange(recorders);

    /// <summary>Forgets the events, because they are in the log, or will never be.</summary>
    public void Clear()
    {
        _events.Clear();
        _untracked.Clear();
        current.EventActor = null;
    }

    /// <summary>Runs a handler. If it accepts the command, its changes are saved, and sent later.</summary>
    /// <param name="commandName">The name that its events get.</param>
    /// <param name="handle">The handler.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<CommandResult> HandleAsync(
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
                await context.SaveChangesAtEndAsync(cancellationToken);
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
