using System.Text.Json.Nodes;
using UserAdmin.Roles;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>Writes roles as groups of SCIM.</summary>
internal static class ScimGroupResource
{
    /// <summary>
    /// Returns the version of a group as in the header ETag: it changes with the role and with who holds it.
    /// </summary>
    public static string VersionOf(RoleRow role) => $"W/\"{Math.Max(role.Version, role.MembersVersion)}\"";

    /// <summary>Returns when a group last changed, or who holds it.</summary>
    public static DateTimeOffset ChangeOf(RoleRow role) =>
        role.MembersChangedAt > role.ChangedAt ? role.MembersChangedAt.Value : role.ChangedAt;

    /// <summary>Returns the resource.</summary>
    /// <param name="role">The role.</param>
    /// <param name="members">The members; null if they are not wanted.</param>
    /// <param name="caller">The request, for addresses.</param>
    public static JsonObject Of(RoleRow role, IEnumerable<JsonObject>? members, ScimCaller caller)
    {
        var own = new JsonObject { ["memberCount"] = role.MemberCount };
        if (role.Description.Length > 0)
        {
            own["description"] = role.Description;
        }

        if (role.PermissionNames is { Count: > 0 } permissions)
        {
            own["permissions"] = new JsonArray([.. permissions.Select(name => JsonValue.Create(name))]);
        }

        var group = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchemas.GroupUrn, ScimSchemas.OwnGroupUrn),
            ["id"] = role.Id,
            ["displayName"] = role.Name,
        };
        if (role.ExternalIdFor(caller.ApplicationId) is { } externalId)
        {
            group["externalId"] = externalId;
        }

        if (members?.ToArray() is { Length: > 0 } some)
        {
            group["members"] = new JsonArray([.. some]);
        }

        group[ScimSchemas.OwnGroupUrn] = own;
        group["meta"] = new JsonObject
        {
            ["resourceType"] = "Group",
            ["created"] = ScimValues.Written(role.CreatedAt),
            ["lastModified"] = ScimValues.Written(ChangeOf(role)),
            ["location"] = caller.AddressOf("Groups", role.Id),
            ["version"] = VersionOf(role),
        };
        return group;
    }

    /// <summary>Returns a member.</summary>
    /// <param name="userId">Key of the account.</param>
    /// <param name="name">The person's name; null if it is not known here.</param>
    /// <param name="caller">The request, for addresses.</param>
    public static JsonObject Member(string userId, string? name, ScimCaller caller)
    {
        var member = new JsonObject
        {
            ["value"] = userId,
            ["$ref"] = caller.AddressOf("Users", userId),
            ["type"] = "User",
        };
        if (name is not null)
        {
            member["display"] = name;
        }

        return member;
    }
}
