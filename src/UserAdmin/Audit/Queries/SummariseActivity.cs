using UserAdmin.Audit.Search;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// What the newest events of a search are, who caused them, and when. At most <see cref="Most"/> events are counted, so
/// that the answer takes a few milliseconds however many there are.
/// </summary>
/// <param name="Search">The search, as in <see cref="GetActivity"/>.</param>
/// <param name="TimeZone">The IANA name of the zone in which days begin; null or unknown for UTC.</param>
[Permission(Permissions.ActivityRead)]
public sealed record SummariseActivity(string? Search = null, string? TimeZone = null) : IQuery<ActivitySummary>
{
    /// <summary>The most events that are counted.</summary>
    public const int Most = 10_000;
}

/// <summary>What the newest events of a search are.</summary>
/// <param name="Count">How many were counted.</param>
/// <param name="IsComplete">Whether these are all that the search finds.</param>
/// <param name="Actions">Their types, the most frequent first.</param>
/// <param name="Actors">Who caused them, the busiest first.</param>
/// <param name="Periods">When they happened: equal periods without gaps, the earliest first.</param>
public sealed record ActivitySummary(
    int Count,
    bool IsComplete,
    IReadOnlyList<ActivityShare> Actions,
    IReadOnlyList<ActivityShare> Actors,
    IReadOnlyList<ActivityPeriod> Periods
);

/// <summary>A value and how many events have it.</summary>
/// <param name="Value">The value, as in the search.</param>
/// <param name="Label">The value in words.</param>
/// <param name="Count">How many.</param>
public sealed record ActivityShare(string Value, string Label, int Count);

internal sealed class SummariseActivityHandler(
    ActivitySearch search,
    ActivityPeople people,
    IActivityReader reader,
    CurrentMessage current
) : IQueryHandler<SummariseActivity, ActivitySummary>
{
    private const int MostShares = 20;

    public async Task<Answer<ActivitySummary>> Handle(SummariseActivity request, CancellationToken cancellationToken)
    {
        var (filter, refusal) = await search.ReadAsync(request.Search, cancellationToken);
        if (filter is null)
        {
            return new() { Refusal = refusal };
        }

        var (facts, areAll) = await reader.NewestAsync(filter, SummariseActivity.Most, cancellationToken);
        return new()
        {
            Value = new ActivitySummary(
                facts.Count,
                areAll,
                Shares(facts.GroupBy(fact => fact.EventType), group => ActivityActions.Words(group.Key)),
                Shares(
                    facts.Where(MayName).GroupBy(fact => fact.ActorId),
                    // The newest name.
                    group => group.First().ActorName
                ),
                ActivityPeriods.Of(facts, request.TimeZone)
            ),
        };
    }

    // Whose sign-in it was tells who was signed in.
    private bool MayName(ActivityFact fact) =>
        people.MaySeeUsers || fact.ActorId != fact.SubjectId || fact.ActorId == current.Context.Actor.Id;

    private static IReadOnlyList<ActivityShare> Shares(
        IEnumerable<IGrouping<string, ActivityFact>> groups,
        Func<IGrouping<string, ActivityFact>, string> label
    ) =>
        [
            .. groups
                .Select(group => new ActivityShare(group.Key, label(group), group.Count()))
                .OrderByDescending(share => share.Count)
                .ThenBy(share => share.Label, StringComparer.Ordinal)
                .Take(MostShares),
        ];
}
