using System.Text.Json.Nodes;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>Lists of groups: filters, order and pages.</summary>
internal static class ScimGroupList
{
    private const int MostUsers = 20;

    /// <summary>Answers <c>GET /Groups</c> and <c>POST /Groups/.search</c>.</summary>
    public static async Task<ScimAnswer> ListAsync(ScimCaller caller, ScimRequest request)
    {
        var projection = request.Projection(ScimSchemas.Groups);
        var page = ScimPage.Read(request);
        var filter = request.Parameter("filter") is { } text ? ScimFilter.Parse(ScimSchemas.Groups, text) : null;
        IReadOnlyList<RoleRow> roles = (await caller.AskAsync(new ListRoles()))!.Items;
        roles = [.. roles.OrderBy(role => role.Id, StringComparer.Ordinal)];
        if (filter is not null)
        {
            roles = await MatchingAsync(caller, roles, filter);
        }

        roles = Sorted(roles, request);
        var shown = page.AnswerFrom(roles, some => All(some, role => new JsonObject { ["id"] = role.Id }));
        var members = new Dictionary<string, List<JsonObject>>();
        ScimAnswer Answer() =>
            page.AnswerFrom(
                roles,
                some =>
                    All(
                        some,
                        role => projection.Of(ScimGroupResource.Of(role, members.GetValueOrDefault(role.Id), caller))
                    )
            );
        if (!projection.Wants("members"))
        {
            return Answer();
        }

        var ids = ((JsonArray)shown.Body!["Resources"]!).Select(one => (string)one!["id"]!).ToHashSet();
        var wanted = roles.Where(role => ids.Contains(role.Id)).ToList();
        if (wanted.Sum(role => role.MemberCount) > ScimGroupMembers.MostRead)
        {
            if (request.Parameter("attributes") is null)
            {
                // Clients that cannot leave them out want the groups all the same; memberCount says how many there are.
                return Answer();
            }

            throw ScimFault.TooMany(
                $"The groups have more than {ScimGroupMembers.MostRead} members. Ask with excludedAttributes=members, "
                    + "or for fewer groups at a time."
            );
        }

        foreach (var role in wanted)
        {
            members[role.Id] = [.. await new ScimGroupMembers(caller, role).ResourcesAsync()];
        }

        return Answer();
    }

    private static JsonArray All(IReadOnlyList<RoleRow> roles, Func<RoleRow, JsonObject> resource) =>
        new([.. roles.Select(resource)]);

    private static async Task<List<RoleRow>> MatchingAsync(
        ScimCaller caller,
        IReadOnlyList<RoleRow> roles,
        ScimFilter filter
    )
    {
        // Which comparisons are about members, and whether each names one by id: then the user's roles answer it.
        var aboutMembers = filter.About("members").ToList();
        var named = aboutMembers.All(one =>
            one is { Operator: ScimOperator.Eq or ScimOperator.Ne, Text: not null, Path.Last.Name: "value" }
        );
        var users = aboutMembers.Select(one => one.Text!).Distinct().ToList();
        var held = new Dictionary<string, List<JsonObject>>();
        if (named && users.Count <= MostUsers)
        {
            foreach (var user in users)
            {
                foreach (var row in (await caller.AskAsync(new ListUserRoles(user)))!.Items)
                {
                    if (!held.TryGetValue(row.RoleId, out var of))
                    {
                        held[row.RoleId] = of = [];
                    }

                    of.Add(ScimGroupResource.Member(user, null, caller));
                }
            }
        }
        else if (roles.Sum(role => role.MemberCount) > ScimGroupMembers.MostRead)
        {
            throw ScimFault.TooMany("Too many members would have to be compared. Ask for members.value with “eq”.");
        }
        else
        {
            foreach (var role in roles)
            {
                held[role.Id] = [.. await new ScimGroupMembers(caller, role).ResourcesAsync()];
            }
        }

        return
        [
            .. roles.Where(role => filter.Matches(ScimGroupResource.Of(role, held.GetValueOrDefault(role.Id), caller))),
        ];
    }

    private static IReadOnlyList<RoleRow> Sorted(IReadOnlyList<RoleRow> roles, ScimRequest request)
    {
        if (request.Parameter("sortby") is not { Length: > 0 } name)
        {
            return roles;
        }

        var sorted = ScimPath.Resolve(ScimSchemas.Groups, name)?.ToString() switch
        {
            "id" => roles,
            "displayName" => [.. roles.OrderBy(role => role.Name, StringComparer.OrdinalIgnoreCase)],
            "meta.created" => [.. roles.OrderBy(role => role.CreatedAt)],
            "meta.lastModified" => [.. roles.OrderBy(ScimGroupResource.ChangeOf)],
            _ => throw ScimFault.Path($"Groups are not sorted by “{name}”."),
        };
        return "descending".Equals(request.Parameter("sortorder"), StringComparison.OrdinalIgnoreCase)
            ? [.. sorted.Reverse()]
            : sorted;
    }
}
