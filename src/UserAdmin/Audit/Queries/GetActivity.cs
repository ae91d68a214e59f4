using UserAdmin.Audit.Search;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// Everything that happened, newest first. Without <see cref="Permissions.UsersRead"/>, names of people and old and new
/// values are left out, and people are found by id only.
/// </summary>
/// <param name="Search">Words and filters (<see cref="ActivityFields"/>); null or empty for everything. Refused with
/// <see cref="AuditErrors.BadSearchCode"/> if it has an error.</param>
/// <param name="Before">Only events before this log position; null for the newest.</param>
/// <param name="After">Only events after this log position, the nearest ones; null for no limit.</param>
/// <param name="Take">How many, 1 to 200.</param>
[Permission(Permissions.ActivityRead)]
public sealed record GetActivity(string? Search = null, long? Before = null, long? After = null, int Take = 50)
    : IQuery<ActivityEvents>
{
    /// <summary>The maximum number of events of one answer.</summary>
    public const int Most = 200;
}

/// <summary>A page of the activity.</summary>
/// <param name="Items">The events, newest first.</param>
/// <param name="HasMore">Whether there are more events in the direction of reading: older ones, or newer ones after
/// <see cref="GetActivity.After"/>.</param>
/// <param name="SearchedTo">The log position down to which was searched, if that was not to the end and fewer events
/// than asked for were found. The rest is found before (or after) this position.</param>
/// <param name="Names">Names of the people, roles and applications that the search names by id.</param>
public sealed record ActivityEvents(
    IReadOnlyList<HistoryRow> Items,
    bool HasMore,
    long? SearchedTo,
    IReadOnlyDictionary<string, string> Names
);

internal sealed class GetActivityHandler(
    ReadContext context,
    ActivitySearch search,
    ActivityPeople people,
    IActivityReader reader,
    CurrentMessage current
) : IQueryHandler<GetActivity, ActivityEvents>
{
    public async Task<Answer<ActivityEvents>> Handle(GetActivity request, CancellationToken cancellationToken)
    {
        var (filter, refusal) = await search.ReadAsync(request.Search, cancellationToken);
        if (filter is null)
        {
            return new() { Refusal = refusal };
        }

        var take = Math.Clamp(request.Take, 1, GetActivity.Most);
        var stretch = await reader.ReadAsync(filter, request.Before, request.After, take + 1, cancellationToken);
        var hasMore = stretch.Rows.Count > take;
        IReadOnlyList<HistoryRow> items =
            !hasMore ? stretch.Rows
            : request.After is null ? [.. stretch.Rows.Take(take)]
            : [.. stretch.Rows.Skip(1)];
        await HistoryBatches.TellImportsAsync(context, items, cancellationToken);
        var named = Named(request.Search);
        var names = await people.NamesAsync(
            items.Select(row => row.SubjectId).Concat(named).ToHashSet(),
            cancellationToken
        );
        foreach (var row in items)
        {
            Tell(row, names);
        }

        return new()
        {
            Value = new ActivityEvents(
                items,
                hasMore,
                stretch.SearchedTo,
                named.Where(names.ContainsKey).Distinct().ToDictionary(id => id, id => names[id].Name)
            ),
        };
    }

    private static string[] Named(string? text) =>
        [
            .. UserSearch
                .Parse(text, ActivityFields.All)
                .Filters.Where(term => term.Field == ActivityFields.By || term.Field == ActivityFields.On)
                .SelectMany(term => term.Values)
                .Take(100),
        ];

    private void Tell(HistoryRow row, Dictionary<string, (string Name, HistorySubject Kind)> names)
    {
        row.SubjectKind = HistorySubjects.Of(row.EventType);
        if (names.TryGetValue(row.SubjectId, out var subject))
        {
            (row.SubjectName, row.SubjectKind) = subject;
        }

        if (row.SubjectKind == HistorySubject.User && !people.MaySeeUsers && row.SubjectId != current.Context.Actor.Id)
        {
            row.HidesPerson = true;
            // The event's own words may hold what was searched for, such as the users of an export.
            row.What = ActivityActions.Words(row.EventType);
            row.ChangesJson = FieldChange.Format([
                .. row.Changes.Select(change => new FieldChange(change.Field, null, null)),
            ]);
            // Who signed in tells who was signed in.
            if (row.ActorId == row.SubjectId)
            {
                row.ActorName = "";
            }
        }
    }
}
