using System.Buffers;
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
    ) => (JsonObject)Parsed(writer => Write(writer, row, roles, now, caller));

    /// <summary>
    /// Returns the resources. Whoever only answers with them pays for no node: they stay the text that was written.
    /// </summary>
    /// <param name="rows">The accounts.</param>
    /// <param name="roles">The ids of the roles by their names; null if they are not wanted.</param>
    /// <param name="now">The current time.</param>
    /// <param name="caller">The request, for addresses.</param>
    public static JsonArray Of(
        IReadOnlyList<UserRow> rows,
        IReadOnlyDictionary<string, string>? roles,
        DateTimeOffset now,
        ScimCaller caller
    ) =>
        (JsonArray)Parsed(writer =>
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                Write(writer, row, roles, now, caller);
            }

            writer.WriteEndArray();
        });

    /// <summary>Returns the columns of the application that an account has values for.</summary>
    public static IReadOnlyDictionary<string, string> AttributesOf(UserRow row) =>
        row.Attributes is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Attributes) ?? [];

    private static JsonNode Parsed(Action<Utf8JsonWriter> write)
    {
        var written = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(written))
        {
            write(writer);
        }

        return JsonNode.Parse(written.WrittenSpan)!;
    }

    private static void Write(
        Utf8JsonWriter writer,
        UserRow row,
        IReadOnlyDictionary<string, string>? roles,
        DateTimeOffset now,
        ScimCaller caller
    )
    {
        writer.WriteStartObject();
        writer.WriteStartArray("schemas");
        writer.WriteStringValue(ScimSchemas.UserUrn);
        if (ScimUserFields.HasEnterprise(row))
        {
            writer.WriteStringValue(ScimSchemas.EnterpriseUrn);
        }

        writer.WriteStringValue(ScimSchemas.OwnUserUrn);
        writer.WriteEndArray();
        writer.WriteString("id", row.Id);
        Put(writer, "externalId", row.ExternalIdFor(caller.ApplicationId));
        writer.WriteString("userName", row.UserName);
        writer.WriteStartObject("name");
        writer.WriteString("formatted", row.DisplayName);
        Put(writer, "familyName", row.FamilyName);
        Put(writer, "givenName", row.GivenName);
        writer.WriteEndObject();
        writer.WriteString("displayName", row.DisplayName);
        Put(writer, "title", row.JobTitle);
        Put(writer, "locale", row.Locale);
        Put(writer, "timezone", row.TimeZone);
        writer.WriteBoolean("active", row.DisabledAt is null);
        PutPlural(writer, "emails", row.Email);
        PutPlural(writer, "phoneNumbers", row.PhoneNumber);
        if (roles is not null && row.Roles.Length > 0)
        {
            PutRoles(writer, row.Roles.Split(", "), roles, caller);
        }

        ScimUserFields.WriteEnterprise(writer, row);
        WriteOwn(writer, row, now);
        writer.WriteStartObject("meta");
        writer.WriteString("resourceType", "User");
        writer.WriteString("created", ScimValues.Written(row.CreatedAt));
        writer.WriteString("lastModified", ScimValues.Written(row.ChangedAt));
        writer.WriteString("location", caller.AddressOf("Users", row.Id));
        writer.WriteString("version", VersionOf(row));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOwn(Utf8JsonWriter writer, UserRow row, DateTimeOffset now)
    {
        writer.WriteStartObject(ScimSchemas.OwnUserUrn);
        writer.WriteString("state", row.StateAt(now).ToString().ToLowerInvariant());
        PutMoment(writer, "expiresAt", row.ExpiresAt);
        PutMoment(writer, "lockedUntil", row.LockedUntil);
        PutMoment(writer, "invitedAt", row.InvitedAt);
        PutMoment(writer, "lastSignInAt", row.LastSignInAt);
        writer.WriteBoolean("emailConfirmed", row.EmailConfirmed);
        writer.WriteBoolean("mustChangePassword", row.MustChangePassword);
        writer.WriteBoolean("twoFactorEnabled", row.TwoFactorEnabled);
        if (AttributesOf(row) is { Count: > 0 } attributes)
        {
            writer.WriteStartArray("attributes");
            foreach (var (name, value) in attributes)
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteString("value", value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void PutRoles(
        Utf8JsonWriter writer,
        IReadOnlyList<string> names,
        IReadOnlyDictionary<string, string> roles,
        ScimCaller caller
    )
    {
        writer.WriteStartArray("roles");
        foreach (var role in names)
        {
            writer.WriteStartObject();
            writer.WriteString("value", role);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (!names.Any(roles.ContainsKey))
        {
            return;
        }

        writer.WriteStartArray("groups");
        foreach (var role in names)
        {
            if (roles.TryGetValue(role, out var id))
            {
                writer.WriteStartObject();
                writer.WriteString("value", id);
                writer.WriteString("$ref", caller.AddressOf("Groups", id));
                writer.WriteString("display", role);
                writer.WriteString("type", "direct");
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void Put(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void PutMoment(Utf8JsonWriter writer, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
        {
            writer.WriteString(name, ScimValues.Written(at));
        }
    }

    private static void PutPlural(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteStartArray(name);
            writer.WriteStartObject();
            writer.WriteString("value", value);
            writer.WriteString("type", "work");
            writer.WriteBoolean("primary", true);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
    }
}
