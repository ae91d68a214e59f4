using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Undoing;

/// <summary>Finds the events that a selection names.</summary>
internal sealed class UndoChoice(IDbContextFactory<WriteContext> contexts, IFindsEvents finder)
{
    /// <summary>Returns the events by subject, in the order of the first one, or the reason for a refusal.</summary>
    public async Task<(IReadOnlyList<UndoEvents> Subjects, Error? Refusal)> FindAsync(
        UndoSelection selection,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<FoundEvent> found;
        var areAll = true;
        switch (selection)
        {
            case { BatchId: { Length: > 0 } batchId }:
                (found, areAll) = await finder.OfBatchAsync(batchId, UndoSelection.MostEvents, cancellationToken);
                break;
            case { Search: { Length: > 0 } search }:
                (found, areAll, var refusal) = await finder.FindAsync(
                    search,
                    UndoSelection.MostEvents,
                    cancellationToken
                );
                if (refusal is not null)
                {
                    return ([], refusal);
                }

                break;
            case { Command: { } position }:
                found = await OfCommandAsync(position, cancellationToken);
                break;
            case { Positions: { Count: >= 1 and <= UndoSelection.MostPositions } positions }:
                found = await AtAsync([.. positions], cancellationToken);
                break;
            default:
                return ([], UndoErrors.BadSelection);
        }

        var subjects = found
            .Where(one => one.Position <= (selection.UpTo ?? long.MaxValue))
            .GroupBy(one => one.SubjectId, one => one.Position)
            .Select(group => new UndoEvents(group.Key, [.. group.Order()]))
            .OrderBy(subject => subject.Positions[0])
            .ToList();
        return areAll && subjects.Count <= UndoSelection.MostAccounts ? (subjects, null) : ([], UndoErrors.TooMany);
    }

    private async Task<List<FoundEvent>> AtAsync(long[] positions, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .EventLog.Where(record => EF.Parameter(positions).Contains(record.Position))
            .Select(record => new FoundEvent(record.Position, record.SubjectId))
            .ToListAsync(cancellationToken);
    }

    // The events of a command have positions one after the other.
    private async Task<List<FoundEvent>> OfCommandAsync(long position, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = new List<FoundEvent>();
        string? command = null;
        await foreach (
            var record in context
                .EventLog.Where(record => record.Position <= position)
                .OrderByDescending(record => record.Position)
                .Select(record => new
                {
                    record.Position,
                    record.SubjectId,
                    record.CommandId,
                })
                .Take(UndoSelection.MostPositions)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            command ??= record.CommandId;
            if (record.CommandId != command)
            {
                break;
            }

            found.Add(new(record.Position, record.SubjectId));
        }

        return found;
    }
}
