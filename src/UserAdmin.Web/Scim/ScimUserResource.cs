using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Users;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>Writes accounts as resources of SCIM.</summary>
internal static class ScimUserResource
{
    /// <summary>Returns the version of an account as in the header ETag.</summary>
    public static string VersionOf(UserRow row) => $"W/\"{row.Version}\"";

    /// <summary>Returns the resource.</summary>
    /// <param name="row">The account.</param>
    /// <param name="roles">The ids of the roles by their names; null if they are not wanted.</param>
    /// <param name="now">The current time.</param>
    /// <param name="caller">The request, for addresses.</param>
    public static JsonObject Of(
        UserRow row,
        IReadOnlyDictionary<string, string>? roles,
        DateTimeOffset now,
        ScimCaller caller
    )
    {
        var schemas = new JsonArray(ScimSchemas.UserUrn);
        var user = new JsonObject { ["schemas"] = schemas, ["id"] = row.Id };
        Put(user, "externalId", row.ExternalId);
        user["userName"] = row.UserName;
        var name = new JsonObject { ["formatted"] = row.DisplayName };
        Put(name, "familyName", row.FamilyName);
        Put(name, "givenName", row.GivenName);
        user["name"] = name;
        user["displayName"] = row.DisplayName;
        Put(user, "title", row.JobTitle);
        Put(user, "locale", row.Locale);
        Put(user, "timezone", row.TimeZone);
        user["active"] = row.DisabledAt is null;
        PutPlural(user, "emails", row.Email);
        PutPlural(user, "phoneNumbers", row.PhoneNumber);
        if (roles is not null && row.Roles.Length > 0)
        {
            PutRoles(user, row.Roles.Split(", "), roles, caller);
        }

        if (ScimUserFields.EnterpriseOf(row) is { } enterprise)
        {
            schemas.Add(ScimSchemas.EnterpriseUrn);
            user[ScimSchemas.EnterpriseUrn] = enterprise;
        }

        schemas.Add(ScimSchemas.OwnUserUrn);
        user[ScimSchemas.OwnUserUrn] = Own(row, now);
        user["meta"] = new JsonObject
        {
            ["resourceType"] = "User",
            ["created"] = ScimValues.Written(row.CreatedAt),
            ["lastModified"] = ScimValues.Written(row.ChangedAt),
            ["location"] = caller.AddressOf("Users", row.Id),
            ["version"] = VersionOf(row),
        };
        return user;
    }

    /// <summary>Returns the columns of the application that an account has values for.</summary>
    public static IReadOnlyDictionary<string, string> AttributesOf(UserRow row) =>
        row.Attributes is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Attributes) ?? [];

    private static JsonObject Own(UserRow row, DateTimeOffset now)
    {
        var own = new JsonObject { ["state"] = row.StateAt(now).ToString().ToLowerInvariant() };
        PutMoment(own, "expiresAt", row.ExpiresAt);
        PutMoment(own, "lockedUntil", row.LockedUntil);
        PutMoment(own, "invitedAt", row.InvitedAt);
        PutMoment(own, "lastSignInAt", row.LastSignInAt);
        own["emailConfirmed"] = row.EmailConfirmed;
        own["mustChangePassword"] = row.MustChangePassword;
        own["twoFactorEnabled"] = row.TwoFactorEnabled;
        if (AttributesOf(row) is { Count: > 0 } attributes)
        {
            own["attributes"] = new JsonArray([
                .. attributes.Select(one => new JsonObject { ["name"] = one.Key, ["value"] = one.Value }),
            ]);
        }

        return own;
    }

    private static void PutRoles(
        JsonObject user,
        IReadOnlyList<string> names,
        IReadOnlyDictionary<string, string> roles,
        ScimCaller caller
    )
    {
        user["roles"] = new JsonArray([.. names.Select(role => new JsonObject { ["value"] = role })]);
        var groups = new JsonArray();
        foreach (var role in names)
        {
            if (roles.TryGetValue(role, out var id))
            {
                groups.Add(
                    new JsonObject
                    {
                        ["value"] = id,
                        ["$ref"] = caller.AddressOf("Groups", id),
                        ["display"] = role,
                        ["type"] = "direct",
                    }
                );
            }
        }

        if (groups.Count > 0)
        {
            user["groups"] = groups;
        }
    }

    private static void Put(JsonObject into, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            into[name] = value;
        }
    }

    private static void PutMoment(JsonObject into, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
        {
            into[name] = ScimValues.Written(at);
        }
    }

    private static void PutPlural(JsonObject into, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            into[name] = new JsonArray(
                new JsonObject
                {
                    ["value"] = value,
                    ["type"] = "work",
                    ["primary"] = true,
                }
            );
        }
    }
}
