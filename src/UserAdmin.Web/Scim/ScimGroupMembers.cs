using System.Text.Json.Nodes;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>
/// What a request does to the members of a group. Members that are named are looked up by their ids; the whole group is
/// read only where that cannot be avoided.
/// </summary>
internal sealed class ScimGroupMembers(ScimCaller caller, RoleRow? role)
{
    /// <summary>The maximum number of members that are read at once.</summary>
    public const int MostRead = 50_000;

    private readonly Dictionary<string, bool> _wanted = [];
    private readonly Dictionary<string, UserRow?> _read = [];
    private Dictionary<string, UserRow>? _all;

    /// <summary>Reads all members who are not deleted.</summary>
    /// <exception cref="ScimFault">They are too many: <c>tooMany</c>.</exception>
    public async Task<IReadOnlyDictionary<string, UserRow>> AllAsync()
    {
        if (_all is not null || role is null)
        {
            return _all ??= [];
        }

        if (role.MemberCount > MostRead)
        {
            throw ScimFault.TooMany(
                $"The group has {role.MemberCount} members, and at most {MostRead} are read at once. Ask with "
                    + "excludedAttributes=members."
            );
        }

        var read = new Dictionary<string, UserRow>();
        string? cursor = null;
        do
        {
            var page = await caller.AskAsync(
                new ListUsers(
                    SearchTerm.Of(SearchFields.Role, role.Name).ToString(),
                    new UserSort(nameof(UserRow.Id)),
                    PageSize: ListUsers.MostRows,
                    Cursor: cursor
                )
            );
            foreach (var row in page!.Items)
            {
                read[row.Id] = row;
            }

            cursor = page.Next;
        } while (cursor is not null);

        return _all = read;
    }

    /// <summary>Returns all members as they are answered.</summary>
    public async Task<IEnumerable<JsonObject>> ResourcesAsync() =>
        (await AllAsync()).Values.Select(row => ScimGroupResource.Member(row.Id, row.DisplayName, caller));

    /// <summary>Notes an operation on the members.</summary>
    public async Task ApplyAsync(ScimOperation operation)
    {
        var path = operation.Path;
        if (operation is { Kind: ScimPatchKind.Add, Value: null })
        {
            // Adding nothing changes nothing.
            return;
        }

        if (operation.Kind == ScimPatchKind.Remove || operation.Value is null)
        {
            await RemoveAsync(operation);
            return;
        }

        if (path.Filter is { } filter)
        {
            await DemandSameAsync(filter, path, operation.Value);
            return;
        }

        var ids = Ids((JsonArray)operation.Value);
        if (operation.Kind == ScimPatchKind.Replace)
        {
            await ReplaceAsync(ids);
        }

        foreach (var id in ids)
        {
            _wanted[id] = true;
        }
    }

    /// <summary>Notes that these are all members.</summary>
    public async Task ReplaceAsync(IReadOnlyList<string> ids)
    {
        foreach (var id in (await AllAsync()).Keys.Concat(_wanted.Keys.ToList()))
        {
            _wanted[id] = false;
        }

        foreach (var id in ids)
        {
            _wanted[id] = true;
        }
    }

    /// <summary>Returns the commands that do what was noted; none for who is a member, or is not, already.</summary>
    /// <param name="roleId">Key of the role.</param>
    /// <exception cref="ScimFault">A new member is no user: <c>invalidValue</c>.</exception>
    public async Task<List<ICommand>> CommandsAsync(string roleId)
    {
        var rows = await RowsAsync([.. _wanted.Keys]);
        if (_wanted.FirstOrDefault(one => one.Value && !rows.ContainsKey(one.Key)).Key is { } unknown)
        {
            throw ScimFault.Value($"There is no user with the id “{unknown}”, so the group cannot have this member.");
        }

        return
        [
            .. _wanted
                .Where(one => rows.TryGetValue(one.Key, out var row) && IsMember(row) != one.Value)
                .Select(one =>
                    (ICommand)(one.Value ? new AssignRole(one.Key, roleId) : new RemoveRole(one.Key, roleId))
                ),
        ];
    }

    /// <summary>Returns the ids that members of a request have.</summary>
    /// <exception cref="ScimFault">One has none, or is a group: <c>invalidValue</c>.</exception>
    public static IReadOnlyList<string> Ids(JsonArray? members) =>
        [
            .. (members ?? [])
                .OfType<JsonObject>()
                .Select(member =>
                    "Group".Equals(ScimValues.Text(member["type"]), StringComparison.OrdinalIgnoreCase)
                        ? throw ScimFault.Value("Groups have users as members, not groups.")
                        : ScimValues.Text(member["value"])
                            ?? throw ScimFault.Value("A member has the user's id as its “value”.")
                ),
        ];

    private async Task RemoveAsync(ScimOperation operation)
    {
        if (operation.Path.Sub is not null)
        {
            throw ScimFault.Mutability("A member cannot be changed. Remove it and add another.");
        }

        if (operation.Value is JsonArray named)
        {
            foreach (var id in Ids(named))
            {
                _wanted[id] = false;
            }
        }
        else if (operation.Path.Filter is { } filter)
        {
            // Who is named need not be looked up: whoever is no member is no change.
            foreach (var id in Named(filter) is { } one ? [one] : await MatchingAsync(filter))
            {
                _wanted[id] = false;
            }
        }
        else
        {
            await ReplaceAsync([]);
        }
    }

    // The sub-attributes of a member are immutable, so only a value that equals the member is accepted; it changes
    // nothing.
    private async Task DemandSameAsync(ScimFilter filter, ScimPath path, JsonNode value)
    {
        var meant = await MatchingAsync(filter);
        if (meant.Count == 0)
        {
            throw ScimFault.NoTarget("No member of the group matches the filter of the path.");
        }

        if (path.Sub is not null || value is not JsonObject one || meant is not [var id] || (string?)one["value"] != id)
        {
            throw ScimFault.Mutability("A member cannot be changed. Remove it and add another.");
        }
    }

    // Those who match a filter among the members as the operations before leave them.
    private async Task<IReadOnlyList<string>> MatchingAsync(ScimFilter filter)
    {
        if (Named(filter) is { } id)
        {
            // One by id, without reading the others.
            return (await RowsAsync([id])).TryGetValue(id, out var row) && _wanted.GetValueOrDefault(id, IsMember(row))
                ? [id]
                : [];
        }

        var before = await AllAsync();
        var added = await RowsAsync([
            .. _wanted.Where(one => one.Value && !before.ContainsKey(one.Key)).Select(one => one.Key),
        ]);
        return
        [
            .. before
                .Values.Where(row => _wanted.GetValueOrDefault(row.Id, true))
                .Concat(added.Values)
                .Where(row => filter.Matches(ScimGroupResource.Member(row.Id, row.DisplayName, caller)))
                .Select(row => row.Id),
        ];
    }

    private static string? Named(ScimFilter filter) =>
        filter is ScimComparison { Operator: ScimOperator.Eq, Text: { } id, Path.Attribute.Name: "value" } ? id : null;

    private async Task<Dictionary<string, UserRow>> RowsAsync(IReadOnlyList<string> ids)
    {
        foreach (var part in ids.Where(id => !_read.ContainsKey(id)).Distinct().ToList().Chunk(ListUsers.MostRows))
        {
            foreach (var id in part)
            {
                _read[id] = null;
            }

            foreach (var row in await caller.AskAsync(new ListUsersByKey(part)) ?? [])
            {
                _read[row.Id] = row.DeletedAt is null ? row : null;
            }
        }

        var rows = new Dictionary<string, UserRow>();
        foreach (var id in ids)
        {
            if (_read[id] is { } row)
            {
                rows[id] = row;
            }
        }

        return rows;
    }

    private bool IsMember(UserRow row) => role is not null && row.Roles.Split(", ").Contains(role.Name);
}
