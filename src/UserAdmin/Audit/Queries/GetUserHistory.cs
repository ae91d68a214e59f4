using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Users;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// What happened to one user or role, newest first; to a role, also who was given it and who lost it. Without
/// <see cref="Permissions.UsersRead"/>, the names of its members are left out.
/// </summary>
/// <param name="UserId">Key of the account or role.</param>
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

internal sealed class GetUserHistoryHandler(ReadContext context, CurrentMessage current)
    : IQueryHandler<GetUserHistory, Page<HistoryRow>>
{
    public async Task<Answer<Page<HistoryRow>>> Handle(GetUserHistory request, CancellationToken cancellationToken)
    {
        var own = OfKind(context.History.Where(row => row.SubjectId == request.UserId), request);
        var ofMembers = context.History.Where(row => row.RoleId == request.UserId);
        var items = await TakeAsync(own, request, cancellationToken);
        // One after the other, because one query with “or” would sort all events of a large role.
        if (await TakeAsync(ofMembers, request, cancellationToken) is { Count: > 0 } members)
        {
            await NameAsync(members, cancellationToken);
            items = [.. items.Concat(members).OrderByDescending(row => row.Position).Take(TakeOf(request))];
        }

        await HistoryBatches.TellImportsAsync(context, items, cancellationToken);
        return new()
        {
            Value = new Page<HistoryRow>(
                items,
                await own.CountAsync(cancellationToken) + await ofMembers.CountAsync(cancellationToken)
            ),
        };
    }

    private static int TakeOf(GetUserHistory request) => Math.Clamp(request.Take, 1, 200);

    private static Task<List<HistoryRow>> TakeAsync(
        IQueryable<HistoryRow> rows,
        GetUserHistory request,
        CancellationToken cancellationToken
    )
    {
        var before = request.Before ?? long.MaxValue;
        return rows.Where(row => row.Position < before)
            .OrderByDescending(row => row.Position)
            .Take(TakeOf(request))
            .ToListAsync(cancellationToken);
    }

    private async Task NameAsync(List<HistoryRow> members, CancellationToken cancellationToken)
    {
        string[] ids = [.. members.Select(row => row.SubjectId).Distinct()];
        var names = current.Access.Permissions.Contains(Permissions.UsersRead)
            ? await context
                .Users.Where(user => ids.Contains(user.Id))
                .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellationToken)
            : [];
        foreach (var row in members)
        {
            (row.SubjectKind, row.SubjectName) = (HistorySubject.User, names.GetValueOrDefault(row.SubjectId));
            row.HidesPerson = row.SubjectName is null;
        }
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
