using System.Text.Json.Nodes;
using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>The endpoint of groups, which are the roles.</summary>
internal sealed class ScimGroups(INewKeys keys)
{
    // A set has at most 1,000 commands; two are left for the role itself.
    private const int MostAtOnce = 998;

    /// <summary>Returns one group.</summary>
    public static async Task<ScimAnswer> GetAsync(ScimCaller caller, ScimRequest request, string id)
    {
        // Without reading the members, of whom there may be many.
        if (
            request.IfNoneMatch is not null
            && ScimGroupResource.VersionOf(await FindAsync(caller, id)) is var version
            && request.HasVersion(version)
        )
        {
            return new(304) { Version = version };
        }

        return await AnswerAsync(caller, request, 200, id);
    }

    /// <summary>Creates a group.</summary>
    public async Task<ScimAnswer> CreateAsync(ScimCaller caller, ScimRequest request)
    {
        var sent = ScimReading.Resource(ScimSchemas.Groups, request.NeededBody);
        var members = new ScimGroupMembers(caller, role: null);
        await members.ReplaceAsync(ScimGroupMembers.Ids(sent["members"] as JsonArray));
        var id = await keys.OfRoleAsync();
        var parts = (await members.CommandsAsync(id)).Chunk(MostAtOnce).ToList();
        List<ICommand> first =
        [
            new CreateRole(id, NameOf(sent), DescriptionOf(sent), []),
            .. ClientIdOf(sent) is { } clientId ? [new SetRoleExternalId(id, clientId)] : (ICommand[])[],
            .. parts.FirstOrDefault() ?? [],
        ];
        if (await caller.SendAsync(first) is { IsAccepted: false } refused)
        {
            throw ScimErrors.OfCreation(refused.Errors, RoleErrors.NotFound);
        }

        await SendAsync(
            caller,
            parts.Skip(1),
            _ =>
                [
                    [new DeleteRole(id, null)],
                ]
        );
        return await AnswerAsync(caller, request, 201, id);
    }

    /// <summary>Replaces a group's name and members.</summary>
    public static async Task<ScimAnswer> ReplaceAsync(ScimCaller caller, ScimRequest request, string id)
    {
        var sent = ScimReading.Resource(ScimSchemas.Groups, request.NeededBody);
        var role = await FindAsync(caller, id);
        request.DemandVersion(ScimGroupResource.VersionOf(role));
        var members = new ScimGroupMembers(caller, role);
        await members.ReplaceAsync(ScimGroupMembers.Ids(sent["members"] as JsonArray));
        // Who does not know our extension does not mean to remove the description.
        var description = sent[ScimSchemas.OwnGroupUrn] is null ? role.Description : DescriptionOf(sent);
        await ChangeAsync(caller, Update(caller, role, sent, description), await members.CommandsAsync(id));
        return await AnswerAsync(caller, request, 200, id);
    }

    /// <summary>Changes a group.</summary>
    public static async Task<ScimAnswer> PatchAsync(ScimCaller caller, ScimRequest request, string id)
    {
        var operations = ScimPatch.Read(ScimSchemas.Groups, request.NeededBody);
        var role = await FindAsync(caller, id);
        request.DemandVersion(ScimGroupResource.VersionOf(role));
        var members = new ScimGroupMembers(caller, role);
        foreach (var operation in operations.Where(IsOnMembers))
        {
            await members.ApplyAsync(operation);
        }

        var changed = ScimPatching.Apply(
            ScimSchemas.Groups,
            ScimGroupResource.Of(role, members: null, caller),
            [.. operations.Where(operation => !IsOnMembers(operation))]
        );
        var update = Update(caller, role, changed, DescriptionOf(changed));
        await ChangeAsync(caller, update, await members.CommandsAsync(id));
        return request.Parameter("attributes") is null && request.Parameter("excludedattributes") is null
            ? new(204) { Version = ScimGroupResource.VersionOf(await FindAsync(caller, id)) }
            : await AnswerAsync(caller, request, 200, id);
    }

    /// <summary>Deletes a group; its members lose the role.</summary>
    public static async Task<ScimAnswer> DeleteAsync(ScimCaller caller, ScimRequest request, string id)
    {
        var role = await FindAsync(caller, id);
        request.DemandVersion(ScimGroupResource.VersionOf(role));
        await caller.AcceptedAsync([new DeleteRole(id, null)]);
        return new(204);
    }

    private static bool IsOnMembers(ScimOperation operation) =>
        operation.Path is { Extension: null, Attribute.Name: "members" };

    private static string NameOf(JsonObject group) =>
        (string?)group["displayName"] ?? throw ScimFault.Value("displayName is required, and the group has none.");

    private static string? DescriptionOf(JsonObject group) =>
        (string?)(group[ScimSchemas.OwnGroupUrn] as JsonObject)?["description"];

    private static string? ClientIdOf(JsonObject group) =>
        (string?)group["externalId"] is { Length: > 0 } id ? id : null;

    private static List<ICommand> Update(ScimCaller caller, RoleRow role, JsonObject wanted, string? description)
    {
        var (name, clientId) = (NameOf(wanted), ClientIdOf(wanted));
        var commands = new List<ICommand>();
        if (name != role.Name || (description ?? "") != role.Description)
        {
            commands.Add(new UpdateRole(role.Id, name, description, role.Version));
        }

        if (clientId != role.ExternalIdFor(caller.ApplicationId))
        {
            commands.Add(new SetRoleExternalId(role.Id, clientId));
        }

        return commands;
    }

    /// <summary>
    /// Sends the changes: up to a thousand as one, so that all or none are done. More are done in several parts, the
    /// role itself in the last one; if one is refused, those before it are undone.
    /// </summary>
    private static async Task ChangeAsync(ScimCaller caller, List<ICommand> role, List<ICommand> members)
    {
        var parts = members.Chunk(MostAtOnce).ToList();
        var before = parts.SkipLast(1).ToList();
        await SendAsync(
            caller,
            [.. before, [.. role, .. parts.LastOrDefault() ?? []]],
            done => [.. before.Take(done).Reverse().Select(Opposite)]
        );
    }

    /// <param name="caller">Who sends them.</param>
    /// <param name="parts">The commands; each part is accepted or refused as a whole.</param>
    /// <param name="undo">Returns what undoes the first parts, of a number, if the next one is refused.</param>
    private static async Task SendAsync(
        ScimCaller caller,
        IEnumerable<ICommand[]> parts,
        Func<int, IReadOnlyList<ICommand[]>> undo
    )
    {
        var done = 0;
        foreach (var part in parts)
        {
            try
            {
                await caller.AcceptedAsync(part);
                done++;
            }
            catch (ScimFault refused)
            {
                await UndoAsync(caller, undo(done), refused);
                throw;
            }
        }
    }

    private static async Task UndoAsync(ScimCaller caller, IReadOnlyList<ICommand[]> parts, ScimFault refused)
    {
        try
        {
            foreach (var part in parts)
            {
                await caller.AcceptedAsync(part);
            }
        }
        catch (ScimFault)
        {
            throw new ScimFault(
                refused.Status,
                refused.Type,
                $"{refused.Message} Some members were changed before that, and they could not be changed back. "
                    + "Read the group again."
            );
        }
    }

    private static ICommand[] Opposite(ICommand[] members) =>
        [
            .. members.Select(command =>
                command is AssignRole assigned
                    ? (ICommand)new RemoveRole(assigned.UserId, assigned.RoleId)
                    : new AssignRole(((RemoveRole)command).UserId, ((RemoveRole)command).RoleId)
            ),
        ];

    private static async Task<RoleRow> FindAsync(ScimCaller caller, string id) =>
        await caller.AskAsync(new GetRole(id)) ?? throw ScimFault.NotFound($"There is no group with the id “{id}”.");

    private static async Task<ScimAnswer> AnswerAsync(ScimCaller caller, ScimRequest request, int status, string id)
    {
        var projection = request.Projection(ScimSchemas.Groups);
        var role = await FindAsync(caller, id);
        var isTooLarge = role.MemberCount > ScimGroupMembers.MostRead && request.Parameter("attributes") is null;
        var members =
            projection.Wants("members") && !isTooLarge
                ? await new ScimGroupMembers(caller, role).ResourcesAsync()
                : null;
        return ScimAnswer.Of(status, ScimGroupResource.Of(role, members, caller), projection);
    }
}
