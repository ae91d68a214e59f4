using Microsoft.EntityFrameworkCore;
using UserAdmin.Audit;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Monitoring.Queries;

/// <summary>
/// Lists the events about the log itself, newest first, at most 50: events set aside, mismatches found and
/// acknowledged.
/// </summary>
[Permission(Permissions.SystemRead)]
public sealed record ListLogMarks : IQuery<IReadOnlyList<HistoryRow>>;

internal sealed class ListLogMarksHandler(ReadContext context) : IQueryHandler<ListLogMarks, IReadOnlyList<HistoryRow>>
{
    private const int Most = 50;

    public async Task<Answer<IReadOnlyList<HistoryRow>>> Handle(
        ListLogMarks request,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            Value = await context
                .History.Where(row => row.SubjectId == LogSubject.Id)
                .OrderByDescending(row => row.Position)
                .Take(Most)
                .ToListAsync(cancellationToken),
        };
}
