using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <summary>
/// Records what other programs did to the stock tables. The folder that follows them implements it.
/// </summary>
internal interface IObservedChanges
{
    /// <summary>The actor that such events name.</summary>
    Actor Actor { get; }

    /// <summary>The name of the command that such events name.</summary>
    string CommandName { get; }

    /// <summary>
    /// Takes rows out of the queue, brings our own tables up to date and returns the events, in the open transaction of
    /// the context. The caller saves the context and appends the events.
    /// </summary>
    /// <param name="context">The context, in a transaction.</param>
    /// <param name="first">Ids of users or roles whose rows are taken in any case.</param>
    /// <param name="onlyFirst">
    /// Whether nothing else is taken, and other programs wait with further changes of the first ones.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<ObservedEvents> RecordPendingAsync(
        WriteContext context,
        IReadOnlyCollection<string> first,
        bool onlyFirst,
        CancellationToken cancellationToken
    );
}

/// <summary>The events for what other programs did.</summary>
/// <param name="Events">In the order in which they are appended.</param>
/// <param name="IsMore">Whether the queue may have more rows.</param>
internal sealed record ObservedEvents(IReadOnlyList<IEvent> Events, bool IsMore);

/// <summary>Marks the command that itself records what other programs did.</summary>
internal interface IRecordsObserved;

/// <summary>Holds events that belong to no entity until the unit of work collects them.</summary>
internal sealed class LooseEvents(IEnumerable<IEvent> events) : IRecordsEvents
{
    /// <inheritdoc/>
    public List<IEvent> Events { get; } = [.. events];
}
