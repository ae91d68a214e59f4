using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Undoing.Queries;

/// <summary>
/// What an undo by the sender would do, account by account. Also needs <see cref="Permissions.UsersRead"/>, and
/// <see cref="Permissions.ActivityRead"/> for a search.
/// </summary>
/// <param name="Selection">The events to undo.</param>
[Permission(Permissions.AuditRead)]
public sealed record PreviewUndo(UndoSelection Selection) : IQuery<UndoPreview>
{
    /// <summary>Only accounts with this verdict in the page; null for all.</summary>
    public UndoVerdict? Verdict { get; init; }

    /// <summary>From 1; a page past the end is empty.</summary>
    public int PageNumber { get; init; } = 1;

    /// <summary>1 to 200.</summary>
    public int PageSize { get; init; } = 50;
}

internal sealed class PreviewUndoHandler(
    UndoChoice choice,
    UndoPlanning planning,
    CurrentMessage current,
    TimeProvider time
) : IQueryHandler<PreviewUndo, UndoPreview>
{
    public async Task<Answer<UndoPreview>> Handle(PreviewUndo request, CancellationToken cancellationToken)
    {
        if (Refusal(request.Selection, current) is { } refused)
        {
            return new() { Refusal = refused };
        }

        var (subjects, refusal) = await choice.FindAsync(request.Selection, cancellationToken);
        if (refusal is not null)
        {
            return new() { Refusal = refusal };
        }

        var counts = new int[Enum.GetValues<UndoVerdict>().Length];
        var size = Math.Clamp(request.PageSize, 1, 200);
        var skip = (Math.Max(1, request.PageNumber) - 1L) * size;
        var page = new List<UndoAccount>();
        var (shown, events, others) = (0, 0, 0);
        await foreach (var (subject, trace, plan) in planning.OfAsync(subjects, cancellationToken))
        {
            if (plan is null)
            {
                others += subject.Positions.Count;
                continue;
            }

            counts[(int)plan.Verdict]++;
            events += subject.Positions.Count;
            if (request.Verdict is { } verdict && verdict != plan.Verdict)
            {
                continue;
            }

            if (shown >= skip && page.Count < size)
            {
                page.Add(Account(subject.UserId, trace!, plan));
            }

            shown++;
        }

        return new()
        {
            Value = new UndoPreview(
                counts[(int)UndoVerdict.Back],
                counts[(int)UndoVerdict.Partly],
                counts[(int)UndoVerdict.Nothing],
                counts[(int)UndoVerdict.Cannot],
                new Page<UndoAccount>(page, shown),
                subjects.Count == 0 ? 0 : subjects.Max(subject => subject.Positions[^1]),
                events,
                others
            ),
        };
    }

    /// <summary>Returns why the sender may not see the selection, or null.</summary>
    internal static Error? Refusal(UndoSelection selection, CurrentMessage current) =>
        !current.Access.Permissions.Contains(Permissions.UsersRead)
            ? MessagingErrors.NotPermitted(Permissions.UsersRead)
        : selection.Search is { Length: > 0 } && !current.Access.Permissions.Contains(Permissions.ActivityRead)
            ? MessagingErrors.NotPermitted(Permissions.ActivityRead)
        : null;

    private UndoAccount Account(string userId, UndoTrace trace, UndoPlan plan)
    {
        var maySeeClaims = current.Access.Permissions.Contains(Permissions.UsersClaims);
        return new(
            userId,
            trace.Row?.DisplayName,
            trace.Row?.Email,
            trace.Row?.StateAt(time.GetUtcNow()),
            plan.Verdict,
            [
                .. plan
                    .Items.Select((item, place) => item.Shown(plan.RoleName, maySeeClaims, place))
                    .OrderBy(field => field.Verdict),
            ],
            plan.Notes
        );
    }
}
