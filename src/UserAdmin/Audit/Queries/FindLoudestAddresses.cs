using UserAdmin.Account;
using UserAdmin.Audit.Search;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// Finds the addresses with the most failed attempts to sign in of the last days, and the accounts that were tried from
/// there. At most the newest <see cref="SummariseActivity.Most"/> attempts are counted.
/// </summary>
/// <param name="TimeZone">The IANA name of the zone in which days begin; null or unknown for UTC.</param>
/// <param name="Days">How many days, 1 to 92; the last one is today.</param>
/// <param name="Take">How many addresses, 1 to 50.</param>
[Permission(Permissions.ActivityRead)]
public sealed record FindLoudestAddresses(string? TimeZone = null, int Days = 30, int Take = 5)
    : IQuery<LoudestAddresses>;

/// <summary>The addresses with the most failed attempts.</summary>
/// <param name="Addresses">The addresses, the loudest first.</param>
/// <param name="IsComplete">Whether every attempt of these days was counted.</param>
/// <param name="Search">The search of the activity for all of these attempts.</param>
public sealed record LoudestAddresses(IReadOnlyList<LoudAddress> Addresses, bool IsComplete, string Search);

/// <summary>An address and the attempts from there.</summary>
/// <param name="Address">The IP address.</param>
/// <param name="Count">How many failed attempts.</param>
/// <param name="LastAt">When the last one was.</param>
/// <param name="AccountCount">How many different accounts were tried.</param>
/// <param name="Accounts">Those tried most often, at most three; without those whose names the reader may not see, and
/// those that are gone.</param>
/// <param name="Search">The search of the activity for these attempts.</param>
public sealed record LoudAddress(
    string Address,
    int Count,
    DateTimeOffset LastAt,
    int AccountCount,
    IReadOnlyList<TriedAccount> Accounts,
    string Search
);

/// <summary>An account that was tried.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Name">Its display name as of now.</param>
/// <param name="Count">How many failed attempts.</param>
public sealed record TriedAccount(string UserId, string Name, int Count);

internal sealed class FindLoudestAddressesHandler(IActivityReader reader, ActivityPeople people, TimeProvider time)
    : IQueryHandler<FindLoudestAddresses, LoudestAddresses>
{
    private const int MostAccounts = 3;

    public async Task<Answer<LoudestAddresses>> Handle(
        FindLoudestAddresses request,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var zone = SearchZones.Find(request.TimeZone) ?? TimeZoneInfo.Utc;
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var first = today.AddDays(1 - Math.Clamp(request.Days, 1, 92));
        var filter = new ActivityFilter(
            [new([new ActivityTest.OneOf(ActivityColumn.Type, ActivityMeasure.Failures.EventTypes)], IsNegated: false)],
            (SearchZones.Moment(first, zone), SearchZones.Moment(today.AddDays(1), zone))
        );
        var (facts, areAll) = await reader.NewestAsync(filter, SummariseActivity.Most, cancellationToken);
        var loudest = facts
            .Where(fact => fact.IpAddress is not null)
            .GroupBy(fact => fact.IpAddress!)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(Math.Clamp(request.Take, 1, 50))
            .Select(group => (Address: group.Key, Facts: group.ToList(), Accounts: Busiest(group)))
            .ToList();
        var names = await people.NamesAsync(
            [.. loudest.SelectMany(one => one.Accounts.Take(MostAccounts)).Select(one => one.Id).Distinct()],
            cancellationToken
        );
        var search =
            $"{ActivityMeasure.Failures.Search} "
            + SearchTerm.Of(
                ActivityFields.When,
                $"{first:yyyy-MM-dd}..{today:yyyy-MM-dd}@{(zone == TimeZoneInfo.Utc ? "UTC" : zone.Id)}"
            );
        return new()
        {
            Value = new LoudestAddresses(
                [
                    .. loudest.Select(one => new LoudAddress(
                        one.Address,
                        one.Facts.Count,
                        one.Facts.Max(fact => fact.At),
                        one.Accounts.Count,
                        [
                            .. one
                                .Accounts.Take(MostAccounts)
                                .Where(account => names.ContainsKey(account.Id))
                                .Select(account => new TriedAccount(account.Id, names[account.Id].Name, account.Count)),
                        ],
                        $"{SearchTerm.Of(ActivityFields.From, one.Address)} {search}"
                    )),
                ],
                areAll,
                search
            ),
        };
    }

    private static List<(string Id, int Count)> Busiest(IEnumerable<ActivityFact> facts) =>
        [
            .. facts
                .GroupBy(fact => fact.SubjectId)
                .Select(group => (group.Key, group.Count()))
                .OrderByDescending(account => account.Item2)
                .ThenBy(account => account.Key, StringComparer.Ordinal),
        ];
}
