using UserAdmin.Audit.Search;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Search;

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
/// <param name="Actions">Their types, the most frequent first; of all types, whichever the search names.</param>
/// <param name="Actors">Who caused them, the busiest first; of all people, whomever the search names.</param>
/// <param name="AreSharesComplete">Whether actions and actors are counted in all events of the search.</param>
/// <param name="Periods">When they happened: equal periods without gaps, the earliest first.</param>
public sealed record ActivitySummary(
    int Count,
    bool IsComplete,
    IReadOnlyList<ActivityShare> Actions,
    IReadOnlyList<ActivityShare> Actors,
    bool AreSharesComplete,
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

        var found = await reader.NewestAsync(filter, SummariseActivity.Most, cancellationToken);
        var actions = await WithoutAsync(ActivityFields.Action);
        var actors = await WithoutAsync(ActivityFields.By);
        return new()
        {
            Value = new ActivitySummary(
                found.Facts.Count,
                found.AreAll,
                Shares(actions.Facts.GroupBy(fact => fact.EventType), group => ActivityActions.Words(group.Key)),
                Shares(
                    actors.Facts.Where(MayName).GroupBy(fact => fact.ActorId),
                    // The program's own actors share an id and have several names; of a person, the newest counts.
                    group => group.Key == Actor.System.Id ? Actor.System.Name : group.First().ActorName
                ),
                found.AreAll && actions.AreAll && actors.AreAll,
                ActivityPeriods.Of(found.Facts, request.TimeZone)
            ),
        };

        // The values of a filter are alternatives, so each is counted as if none of them were chosen.
        async Task<(IReadOnlyList<ActivityFact> Facts, bool AreAll)> WithoutAsync(SearchField field)
        {
            var all = UserSearch.Parse(request.Search, ActivityFields.All);
            var others = all.Terms.Where(term => term.Field != field || term.IsNegated).ToList();
            return
                others.Count < all.Terms.Count
                && (await search.ReadAsync(UserSearch.Join(others), cancellationToken)).Filter is { } wider
                ? await reader.NewestAsync(wider, SummariseActivity.Most, cancellationToken)
                : found;
        }
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
