using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;

namespace UserAdmin.Following;

/// <inheritdoc/>
internal sealed class ObservedChanges(
    IObservedQueue queue,
    ObservedUsers users,
    ObservedProfiles profiles,
    ObservedRoles roles,
    ReconciliationSignal reconciliation,
    UnrecordedChanges unrecorded,
    ILogger<ObservedChanges> logger
) : IObservedChanges
{
    /// <summary>
    /// The rows of the queue that are recorded in one turn, apart from those that somebody waits for.
    /// </summary>
    internal const int AtOnce = 300;

    /// <inheritdoc/>
    public Actor Actor { get; } = Actor.System with { Name = "Another program" };

    /// <inheritdoc/>
    public string CommandName => nameof(RecordObservedChanges);

    /// <inheritdoc/>
    public async Task<ObservedEvents> RecordPendingAsync(
        WriteContext context,
        IReadOnlyCollection<string> first,
        bool onlyFirst,
        CancellationToken cancellationToken
    )
    {
        if (onlyFirst)
        {
            await queue.LockAsync(context, first, cancellationToken);
        }

        return await RecordAsync(context, first, onlyFirst ? 0 : AtOnce, [], [], cancellationToken);
    }

    /// <summary>As above, for users and roles besides those of the queue.</summary>
    public Task<ObservedEvents> RecordAsync(
        WriteContext context,
        IReadOnlyList<string> userIds,
        IReadOnlyList<string> roleIds,
        CancellationToken cancellationToken
    ) => RecordAsync(context, [], AtOnce, userIds, roleIds, cancellationToken);

    private async Task<ObservedEvents> RecordAsync(
        WriteContext context,
        IReadOnlyCollection<string> first,
        int most,
        IReadOnlyList<string> userIds,
        IReadOnlyList<string> roleIds,
        CancellationToken cancellationToken
    )
    {
        var taken = await queue.TakeAsync(context, first, most, cancellationToken);
        if (taken.IsEverything)
        {
            // If this transaction fails, the row is still there.
            reconciliation.AskForEverything();
        }

        string[] compared = [.. taken.UserIds.Union(userIds)];
        await queue.HoldAsync(context, compared, cancellationToken);
        var found = await EachAsync(
            compared,
            ids => users.CompareAsync(context, ids, taken.NewUserIds, cancellationToken)
        );
        // A role comes before its members, who would otherwise refer to one that nobody knows.
        var changedRoles = await EachAsync(
            [.. taken.RoleIds.Union(roleIds).Union(found.SelectMany(user => user.RoleIds))],
            ids => roles.CompareAsync(context, ids, cancellationToken)
        );
        await ObservedRoles.CarryOutAsync(context, changedRoles, cancellationToken);
        await profiles.CarryOutAsync(context, found, cancellationToken);
        return new(
            [
                .. changedRoles.Where(role => !role.IsGone).Select(role => role.Event),
                .. found.Select(user => user.Event).OfType<IEvent>(),
                .. changedRoles.Where(role => role.IsGone).Select(role => role.Event),
            ],
            taken.IsMore
        );
    }

    /// <summary>
    /// Compares subjects together, and if that fails one by one, so that one that cannot be read stops no other.
    /// </summary>
    private async Task<IReadOnlyList<T>> EachAsync<T>(
        string[] ids,
        Func<IReadOnlyList<string>, Task<IReadOnlyList<T>>> compare
    )
    {
        try
        {
            var found = ids.Length == 0 ? [] : await compare(ids);
            unrecorded.Forget(ids);
            return found;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or System.Data.Common.DbException))
        {
            if (ids is [var only])
            {
                logger.LogError(fault, "What another program did to {Subject} could not be recorded.", only);
                unrecorded.Add(only, fault.Message);
                return [];
            }
        }

        var each = new List<T>();
        foreach (var id in ids)
        {
            each.AddRange(await EachAsync([id], compare));
        }

        return each;
    }
}
