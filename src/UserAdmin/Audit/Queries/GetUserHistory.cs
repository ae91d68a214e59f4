using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Tables;

namespace UserAdmin.Audit.Queries;

/// <summary>What happened to one user, newest first.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Before">Only events before this log position; null for the newest.</param>
/// <param name="Take">How many, 1 to 200.</param>
/// <param name="Kind">Which kind of events.</param>
[Permission(Permissions.AuditRead)]
public sealed record GetUserHistory(
    string UserId,
    long? Before = null,
    int Take = 50,
    HistoryKind Kind = HistoryKind.All
) : IQuery<Page<HistoryRow>>;

/// <summary>Kinds of events in a user's history.</summary>
public enum HistoryKind
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Sign-ins, sign-outs and failed attempts.</summary>
    SignIns,

    /// <summary>What others did to the account.</summary>
    Changes,
}

internal sealed class GetUserHistoryHandler(ReadContext context) : IQueryHandler<GetUserHistory, Page<HistoryRow>>
{
    public async Task<Answer<Page<HistoryRow>>> Handle(GetUserHistory request, CancellationToken cancellationToken)
    {
        var all = OfKind(context.History.Where(row => row.SubjectId == request.UserId), request);
        var before = request.Before ?? long.MaxValue;
        var items = await all.Where(row => row.Position < before)
            .OrderByDescending(row => row.Position)
            .Take(Math.Clamp(request.Take, 1, 200))
            .ToListAsync(cancellationToken);
        await HistoryBatches.TellImportsAsync(context, items, cancellationToken);
        return new() { Value = new Page<HistoryRow>(items, await all.CountAsync(cancellationToken)) };
    }

    private static IQueryable<HistoryRow> OfKind(IQueryable<HistoryRow> rows, GetUserHistory request) =>
        request.Kind switch
        {
            HistoryKind.SignIns => rows.Where(row => HistoryKinds.SignIns.Contains(row.EventType)),
            // Mail is sent by the program; the event that ordered the mail shows who wanted it.
            HistoryKind.Changes => rows.Where(row =>
                row.ActorId != request.UserId
                && row.ActorId != Actor.Anonymous.Id
                && !row.EventType.StartsWith("Mail")
                && !HistoryKinds.SignIns.Contains(row.EventType)
            ),
            _ => rows,
        };
}
