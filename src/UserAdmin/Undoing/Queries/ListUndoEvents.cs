using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Undoing.Queries;

/// <summary>
/// The chosen events of every account of an undo, except those that are already as they were, to start it for exactly
/// these. Needs what <see cref="PreviewUndo"/> needs.
/// </summary>
/// <param name="Selection">The events to undo.</param>
[Permission(Permissions.AuditRead)]
public sealed record ListUndoEvents(UndoSelection Selection) : IQuery<Page<UndoEvents>>;

internal sealed class ListUndoEventsHandler(UndoChoice choice, UndoPlanning planning, CurrentMessage current)
    : IQueryHandler<ListUndoEvents, Page<UndoEvents>>
{
    public async Task<Answer<Page<UndoEvents>>> Handle(ListUndoEvents request, CancellationToken cancellationToken)
    {
        if (PreviewUndoHandler.Refusal(request.Selection, current) is { } refused)
        {
            return new() { Refusal = refused };
        }

        var (subjects, refusal) = await choice.FindAsync(request.Selection, cancellationToken);
        if (refusal is not null)
        {
            return new() { Refusal = refusal };
        }

        var found = new List<UndoEvents>();
        await foreach (var (subject, _, plan) in planning.OfAsync(subjects, cancellationToken))
        {
            if (plan is { Verdict: not UndoVerdict.Nothing })
            {
                found.Add(subject);
            }
        }

        return new() { Value = new Page<UndoEvents>(found, found.Count) };
    }
}
