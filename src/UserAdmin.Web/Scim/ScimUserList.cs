using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Applications.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>Lists of users: filters, order and pages.</summary>
internal sealed class ScimUserList(TimeProvider time)
{
    /// <summary>The maximum number of users that are compared with a filter one by one.</summary>
    public const int MostCompared = 20_000;

    /// <summary>Answers <c>GET /Users</c> and <c>POST /Users/.search</c>.</summary>
    public async Task<ScimAnswer> ListAsync(ScimCaller caller, ScimRequest request)
    {
        var projection = request.Projection(ScimSchemas.Users);
        var page = ScimPage.Read(request);
        var filter = request.Parameter("filter") is { } text ? ScimFilter.Parse(ScimSchemas.Users, text) : null;
        var sort = ScimUserSearch.SortBy(request.Parameter("sortby"));
        var descending = "descending".Equals(request.Parameter("sortorder"), StringComparison.OrdinalIgnoreCase);
        if (filter is not null && ScimUserSearch.Keys(filter) is { } keys)
        {
            var found = await MatchingAsync(caller, await ByKeyAsync(caller, keys), filter);
            return await FromRowsAsync(caller, page, projection, Sorted(caller, found, request, descending));
        }

        var (search, isExact) = ScimUserSearch.Search(filter);
        var isSortedHere = ScimUserSearch.IsSortedByClientId(request.Parameter("sortby"));
        if (isExact && !isSortedHere)
        {
            return page.IsByCursor
                ? await FromCursorAsync(caller, page, projection, new(search, sort, descending) { MissingLast = true })
                : await FromOffsetAsync(caller, page, projection, new(search, sort, descending) { MissingLast = true });
        }

        var compared = await ComparedAsync(caller, new(search, sort, descending) { MissingLast = true }, filter);
        return await FromRowsAsync(
            caller,
            page,
            projection,
            isSortedHere ? Sorted(caller, compared, request, descending) : compared
        );
    }

    private static async Task<List<UserRow>> ByKeyAsync(ScimCaller caller, IReadOnlyList<ScimUserKey> keys)
    {
        var found = new Dictionary<string, UserRow>();
        foreach (var (field, value, isClientId) in keys)
        {
            IReadOnlyList<UserRow> rows =
                isClientId ? await caller.AskAsync(new FindUsersByExternalId(value)) ?? []
                : field is { } known ? await caller.AskAsync(new FindUsers(known, value)) ?? []
                : await caller.AskAsync(new GetUser(value)) is { DeletedAt: null } one ? [one]
                : [];
            foreach (var row in rows)
            {
                found[row.Id] = row;
            }
        }

        return [.. found.Values.OrderBy(row => row.Id, StringComparer.Ordinal)];
    }

    // Those who were found by a key come in the order of ids, because no list was asked for.
    private List<UserRow> Sorted(ScimCaller caller, List<UserRow> rows, ScimRequest request, bool descending)
    {
        if (rows.Count < 2 || request.Parameter("sortby") is not { Length: > 0 } name)
        {
            return rows;
        }

        var (order, now) = (new ScimOrder(ScimPath.Resolve(ScimSchemas.Users, name)!), time.GetUtcNow());
        var sorted = rows.OrderBy(row => order.ValueOf(ScimUserResource.Of(row, roles: null, now, caller)), order);
        return [.. descending ? sorted.Reverse() : sorted];
    }

    private async Task<List<UserRow>> ComparedAsync(ScimCaller caller, TakeUserKeys list, ScimFilter? filter)
    {
        var keys = await caller.AskAsync(list);
        if (keys is null || keys.Count > MostCompared)
        {
            throw ScimFault.TooMany(
                $"{keys?.Count} users would have to be compared one by one, and at most {MostCompared} "
                    + "are. Ask for userName, externalId, id or emails.value with “eq”, or add a condition such as "
                    + "userName sw \"ada\"."
            );
        }

        var matching = new List<UserRow>();
        for (var offset = 0; offset < keys.Count; offset += ListUsers.MostRows)
        {
            var rows = await caller.AskAsync(new ListUsersByKey(keys.Part(offset, ListUsers.MostRows))) ?? [];
            matching.AddRange(await MatchingAsync(caller, rows, filter));
        }

        return matching;
    }

    private async Task<List<UserRow>> MatchingAsync(ScimCaller caller, IReadOnlyList<UserRow> rows, ScimFilter? filter)
    {
        if (filter is null)
        {
            return [.. rows.Where(row => row.DeletedAt is null)];
        }

        var roles = filter.About("groups").Concat(filter.About("roles")).Any()
            ? await ScimUsers.RolesAsync(caller, rows, new ScimProjection(ScimSchemas.Users, null, null))
            : null;
        var now = time.GetUtcNow();
        return
        [
            .. rows.Where(row => row.DeletedAt is null && filter.Matches(ScimUserResource.Of(row, roles, now, caller))),
        ];
    }

    private async Task<ScimAnswer> FromRowsAsync(
        ScimCaller caller,
        ScimPage page,
        ScimProjection projection,
        List<UserRow> rows
    )
    {
        var roles = await ScimUsers.RolesAsync(caller, rows, projection);
        var now = time.GetUtcNow();
        return page.AnswerFrom(
            rows,
            some => new JsonArray([.. some.Select(row => projection.Of(ScimUserResource.Of(row, roles, now, caller)))])
        );
    }

    private async Task<ScimAnswer> FromOffsetAsync(
        ScimCaller caller,
        ScimPage page,
        ScimProjection projection,
        ListUsers list
    )
    {
        var size = Math.Max(page.Count, 1);
        var first = await PageAsync(caller, list, page.Offset / size, size);
        var rows = first.Items.Skip(page.Offset % size).ToList();
        // A page that begins in the middle of one of ours ends in the next.
        if (page.Offset % size > 0 && first.Next is not null)
        {
            rows.AddRange((await PageAsync(caller, list, (page.Offset / size) + 1, size)).Items);
        }

        rows = [.. rows.Take(page.Count)];
        return page.Answer(first.Total, rows.Count, await ResourcesAsync(caller, rows, projection));
    }

    private async Task<ScimAnswer> FromCursorAsync(
        ScimCaller caller,
        ScimPage page,
        ScimProjection projection,
        ListUsers list
    )
    {
        var listing = await caller.AskAsync(list with { PageSize = Math.Max(page.Count, 1), Cursor = page.Place });
        var rows = page.Count == 0 ? [] : listing!.Items;
        return page.Answer(
            listing!.Total,
            rows.Count,
            await ResourcesAsync(caller, rows, projection),
            page.Count == 0 ? null : listing.Next,
            page.Count == 0 ? null : listing.Previous
        );
    }

    private static async Task<UserListing> PageAsync(ScimCaller caller, ListUsers list, int number, int size) =>
        (await caller.AskAsync(list with { PageNumber = number + 1, PageSize = size }))!;

    private async Task<Action<Utf8JsonWriter>> ResourcesAsync(
        ScimCaller caller,
        IReadOnlyList<UserRow> rows,
        ScimProjection projection
    )
    {
        var (roles, now) = (await ScimUsers.RolesAsync(caller, rows, projection), time.GetUtcNow());
        return writer =>
        {
            // Whoever leaves nothing out pays for no node.
            if (projection.IsWhole)
            {
                ScimUserResource.Write(writer, rows, roles, now, caller);
                return;
            }

            writer.WriteStartArray();
            foreach (var row in rows)
            {
                projection.Of(ScimUserResource.Of(row, roles, now, caller)).WriteTo(writer);
            }

            writer.WriteEndArray();
        };
    }
}
