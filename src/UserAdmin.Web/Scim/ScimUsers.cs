using System.Text.Json.Nodes;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>The endpoint of users.</summary>
internal sealed class ScimUsers(INewKeys keys, TimeProvider time)
{
    // Somebody else may change the same account at the same moment.
    private const int MostTries = 4;

    /// <summary>Returns one user.</summary>
    public async Task<ScimAnswer> GetAsync(ScimCaller caller, ScimRequest request, string id)
    {
        var projection = request.Projection(ScimSchemas.Users);
        var row = await FindAsync(caller, id);
        return request.HasVersion(ScimUserResource.VersionOf(row))
            ? new(304) { Version = ScimUserResource.VersionOf(row) }
            : ScimAnswer.Of(200, await ResourceAsync(caller, row, projection), projection);
    }

    /// <summary>Creates a user, or restores the deleted one who has the user name.</summary>
    public async Task<ScimAnswer> CreateAsync(ScimCaller caller, ScimRequest request)
    {
        var projection = request.Projection(ScimSchemas.Users);
        var read = ScimUserFields.Read(ScimReading.Resource(ScimSchemas.Users, request.NeededBody), before: null);
        var fields = await WithKnownManagerAsync(caller, read, before: null);
        var id = (await keys.OfUsersAsync())[0];
        var result = await caller.SendAsync(ScimUserCommands.Create(id, fields));
        if (!result.IsAccepted)
        {
            id =
                await RestoreAsync(caller, fields, result.Errors)
                ?? throw ScimErrors.OfCreation(result.Errors, UserErrors.NotFound);
        }

        return ScimAnswer.Of(201, await ResourceAsync(caller, await FindAsync(caller, id), projection), projection);
    }

    /// <summary>Replaces a user.</summary>
    public Task<ScimAnswer> ReplaceAsync(ScimCaller caller, ScimRequest request, string id)
    {
        var sent = ScimReading.Resource(ScimSchemas.Users, request.NeededBody);
        if (sent["displayName"] is not null)
        {
            ForgetFormatted(sent);
        }

        return ChangeAsync(caller, request, id, _ => (sent, null));
    }

    /// <summary>Changes a user.</summary>
    public Task<ScimAnswer> PatchAsync(ScimCaller caller, ScimRequest request, string id)
    {
        var operations = ScimPatch.Read(ScimSchemas.Users, request.NeededBody);
        return ChangeAsync(
            caller,
            request,
            id,
            row =>
            {
                var changed = ScimPatching.Apply(
                    ScimSchemas.Users,
                    ScimUserResource.Of(row, roles: null, time.GetUtcNow(), caller),
                    operations
                );
                Supersede(changed, "emails", row.Email);
                Supersede(changed, "phoneNumbers", row.PhoneNumber);
                var lacking = ScimLasting.Refusal(row, changed, operations);
                if (operations.Any(operation => operation.Path is { Extension: null, Attribute.Name: "displayName" }))
                {
                    ForgetFormatted(changed);
                }

                return (changed, lacking);
            }
        );
    }

    /// <summary>Deletes a user, who can be restored by an administrator or by being created again.</summary>
    public static async Task<ScimAnswer> DeleteAsync(ScimCaller caller, ScimRequest request, string id)
    {
        var row = await FindAsync(caller, id);
        request.DemandVersion(ScimUserResource.VersionOf(row));
        await caller.AcceptedAsync([new DeleteUser(id)]);
        return new(204);
    }

    /// <summary>Returns the resource of an account.</summary>
    public async Task<JsonObject> ResourceAsync(ScimCaller caller, UserRow row, ScimProjection projection) =>
        ScimUserResource.Of(row, await RolesAsync(caller, [row], projection), time.GetUtcNow(), caller);

    /// <summary>Returns the ids of roles by name; null if nobody asks for them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> RolesAsync(
        ScimCaller caller,
        IReadOnlyList<UserRow> rows,
        ScimProjection projection
    ) =>
        !(projection.Wants("groups") || projection.Wants("roles")) || rows.All(row => row.Roles.Length == 0)
            ? null
            : (await caller.TryAskAsync(new ListRoles()))?.Items.ToDictionary(role => role.Name, role => role.Id);

    /// <summary>Returns an account that is not deleted.</summary>
    /// <exception cref="ScimFault">There is none: 404.</exception>
    private static async Task<UserRow> FindAsync(ScimCaller caller, string id) =>
        await caller.AskAsync(new GetUser(id)) is { DeletedAt: null } row
            ? row
            : throw ScimFault.NotFound($"There is no user with the id “{id}”.");

    // One value is kept. A new one of the same type takes its place even if the client did not say that it is primary.
    private static void Supersede(JsonObject user, string name, string? kept)
    {
        var entries = (user[name] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        var old = entries.Find(entry => kept is not null && (string?)entry["value"] == kept);
        if (
            old is not null
            && entries.Exists(entry =>
                entry != old && entry["value"] is not null && (string?)entry["type"] == (string?)old["type"]
            )
        )
        {
            ((JsonArray)user[name]!).Remove(old);
        }
    }

    // The display name counts where both are said: clients send both, and they may differ.
    private static void ForgetFormatted(JsonObject user) => (user["name"] as JsonObject)?.Remove("formatted");

    private async Task<ScimAnswer> ChangeAsync(
        ScimCaller caller,
        ScimRequest request,
        string id,
        Func<UserRow, (JsonObject Changed, ScimFault? Fault)> change
    )
    {
        var projection = request.Projection(ScimSchemas.Users);
        for (var tries = 1; ; tries++)
        {
            var row = await FindAsync(caller, id);
            request.DemandVersion(ScimUserResource.VersionOf(row));
            var (changed, fault) = change(row);
            var fields = await WithKnownManagerAsync(caller, ScimUserFields.Read(changed, row), row);
            var commands = ScimUserCommands.Change(row, fields, caller.ApplicationId);
            if (fault is not null)
            {
                await DisableAsync(caller, commands);
                throw fault;
            }

            if (commands.Count > 0)
            {
                var result = await caller.SendAsync(commands);
                if (
                    request.IfMatch is null
                    && tries < MostTries
                    && result.Errors.OfType<StaleEdit>().FirstOrDefault() is { } stale
                )
                {
                    caller.Saw(stale.Version);
                    continue;
                }

                if (!result.IsAccepted)
                {
                    var isStale = result.Errors.OfType<StaleEdit>().Any();
                    // A client that named a version wants nothing changed in a later one.
                    if (commands.Count > 1 && !(isStale && request.IfMatch is not null))
                    {
                        await DisableAsync(caller, commands);
                    }

                    throw request.IfMatch is null && isStale
                        ? new ScimFault(503, null, "Others are changing the same account. Try again in a moment.")
                        : ScimErrors.Of(result.Errors);
                }

                row = await FindAsync(caller, id);
            }

            return ScimAnswer.Of(200, await ResourceAsync(caller, row, projection), projection);
        }
    }

    // Some mappings send names or numbers of their own, and directories send people before their managers. Refusing the
    // whole request for it would keep people from being created and, worse, from being deactivated.
    private static async Task<ScimUserFields> WithKnownManagerAsync(
        ScimCaller caller,
        ScimUserFields fields,
        UserRow? before
    ) =>
        fields.ManagerId is not { } manager
        || manager == before?.ManagerId
        || (manager != before?.Id && await caller.AskAsync(new GetUser(manager)) is { DeletedAt: null })
            ? fields
            : fields with
            {
                ManagerId = null,
            };

    // A person who has left must not stay active because another value of the request is refused.
    private static async Task DisableAsync(ScimCaller caller, List<ICommand> commands)
    {
        if (commands.OfType<DisableUser>().FirstOrDefault() is { } disable)
        {
            await caller.SendAsync([disable]);
        }
    }

    /// <summary>
    /// Restores the deleted account that has the user name, without the roles it had: for the client it is a new one
    /// (RFC 7644, section 3.6). Only if the client's own id says that it is the same person: the account keeps its
    /// password, passkeys and claims, which must not become another's.
    /// </summary>
    /// <returns>The account's key; null if there is none.</returns>
    private static async Task<string?> RestoreAsync(
        ScimCaller caller,
        ScimUserFields fields,
        IReadOnlyList<Error> errors
    )
    {
        var owner = errors
            .OfType<ValueTaken>()
            .FirstOrDefault(error => error.Code == UserErrors.UserNameTaken.Code)
            ?.OwnerId;
        if (
            owner is null
            || await caller.AskAsync(new GetUser(owner)) is not { DeletedAt: not null } row
            || string.IsNullOrEmpty(fields.ClientId)
            || fields.ClientId != row.ExternalIdFor(caller.ApplicationId)
        )
        {
            return null;
        }

        var roles = await caller.TryAskAsync(new ListUserRoles(owner)) ?? new Page<UserRoleRow>([], 0);
        List<ICommand> commands =
        [
            new RestoreUser(owner),
            .. roles.Items.Select(role => new RemoveRole(owner, role.RoleId)),
            .. ScimUserCommands.Change(row, fields with { IsActive = fields.IsActive ?? true }, caller.ApplicationId),
        ];
        if (row.ExpiresAt is not null && fields.ExpiresAt is null)
        {
            commands.Add(new SetUserExpiry(owner, null));
        }

        await caller.AcceptedAsync(commands);
        return owner;
    }
}
