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
    )
    {
        var written = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(written))
        {
            Write(writer, row, roles, now, caller);
        }

        return (JsonObject)JsonNode.Parse(written.WrittenSpan)!;
    }

    /// <summary>Writes the resources as an array.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="rows">The accounts.</param>
    /// <param name="roles">The ids of the roles by their names; null if they are not wanted.</param>
    /// <param name="now">The current time.</param>
    /// <param name="caller">The request, for addresses.</param>
    public static void Write(
        Utf8JsonWriter writer,
        IReadOnlyList<UserRow> rows,
        IReadOnlyDictionary<string, string>? roles,
        DateTimeOffset now,
        ScimCaller caller
    )
    {
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            Write(writer, row, roles, now, caller);
        }

        writer.WriteEndArray();
    }

    /// <summary>Returns the columns of the application that an account has values for.</summary>
    public static IReadOnlyDictionary<string, string> AttributesOf(UserRow row) =>
        row.Attributes is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Attributes) ?? [];

    private static void Write(
        Utf8JsonWriter writer,
        UserRow row,
        IReadOnlyDictionary<string, string>? roles,
        DateTimeOffset now,
        ScimCaller caller
    )
    {
        writer.WriteStartObject();
        writer.WriteStartArray("schemas"u8);
        writer.WriteStringValue(ScimSchemas.UserUrn);
        if (ScimUserFields.HasEnterprise(row))
        {
            writer.WriteStringValue(ScimSchemas.EnterpriseUrn);
        }

        writer.WriteStringValue(ScimSchemas.OwnUserUrn);
        writer.WriteEndArray();
        writer.WriteString("id"u8, row.Id);
        Put(writer, "externalId"u8, row.ExternalIdFor(caller.ApplicationId));
        writer.WriteString("userName"u8, row.UserName);
        writer.WriteStartObject("name"u8);
        writer.WriteString("formatted"u8, row.DisplayName);
        Put(writer, "familyName"u8, row.FamilyName);
        Put(writer, "givenName"u8, row.GivenName);
        writer.WriteEndObject();
        writer.WriteString("displayName"u8, row.DisplayName);
        Put(writer, "title"u8, row.JobTitle);
        Put(writer, "locale"u8, row.Locale);
        Put(writer, "timezone"u8, row.TimeZone);
        writer.WriteBoolean("active"u8, row.DisabledAt is null);
        PutPlural(writer, "emails"u8, row.Email);
        PutPlural(writer, "phoneNumbers"u8, row.PhoneNumber);
        if (roles is not null && row.Roles.Length > 0)
        {
            PutRoles(writer, row.Roles.Split(", "), roles, caller);
        }

        ScimUserFields.WriteEnterprise(writer, row, caller);
        WriteOwn(writer, row, now);
        writer.WriteStartObject("meta"u8);
        writer.WriteString("resourceType"u8, "User");
        writer.WriteString("created"u8, ScimValues.Written(row.CreatedAt));
        writer.WriteString("lastModified"u8, ScimValues.Written(row.ChangedAt));
        writer.WriteString("location"u8, caller.AddressOf("Users", row.Id));
        writer.WriteString("version"u8, VersionOf(row));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOwn(Utf8JsonWriter writer, UserRow row, DateTimeOffset now)
    {
        writer.WriteStartObject(ScimSchemas.OwnUserUrn);
        writer.WriteString("state"u8, row.StateAt(now).ToString().ToLowerInvariant());
        PutMoment(writer, "expiresAt"u8, row.ExpiresAt);
        PutMoment(writer, "lockedUntil"u8, row.LockedUntil);
        PutMoment(writer, "invitedAt"u8, row.InvitedAt);
        PutMoment(writer, "lastSignInAt"u8, row.LastSignInAt);
        writer.WriteBoolean("emailConfirmed"u8, row.EmailConfirmed);
        writer.WriteBoolean("mustChangePassword"u8, row.MustChangePassword);
        writer.WriteBoolean("twoFactorEnabled"u8, row.TwoFactorEnabled);
        if (AttributesOf(row) is { Count: > 0 } attributes)
        {
            writer.WriteStartArray("attributes"u8);
            foreach (var (name, value) in attributes)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, name);
                writer.WriteString("value"u8, value);
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
        writer.WriteStartArray("roles"u8);
        foreach (var role in names)
        {
            writer.WriteStartObject();
            writer.WriteString("value"u8, role);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (!names.Any(roles.ContainsKey))
        {
            return;
        }

        writer.WriteStartArray("groups"u8);
        foreach (var role in names)
        {
            if (roles.TryGetValue(role, out var id))
            {
                writer.WriteStartObject();
                writer.WriteString("value"u8, id);
                writer.WriteString("$ref"u8, caller.AddressOf("Groups", id));
                writer.WriteString("display"u8, role);
                writer.WriteString("type"u8, "direct");
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void Put(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void PutMoment(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? moment)
    {
        if (moment is { } at)
        {
            writer.WriteString(name, ScimValues.Written(at));
        }
    }

    private static void PutPlural(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteStartArray(name);
            writer.WriteStartObject();
            writer.WriteString("value"u8, value);
            writer.WriteString("type"u8, "work");
            writer.WriteBoolean("primary"u8, true);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
    }
}
