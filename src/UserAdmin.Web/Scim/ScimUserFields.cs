using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>What is kept of a resource: the fields of an account.</summary>
/// <param name="UserName">The user name.</param>
/// <param name="Email">The email address; null if there is none.</param>
/// <param name="DisplayName">The display name.</param>
internal sealed record ScimUserFields(string UserName, string? Email, string DisplayName) : UserDetails
{
    /// <summary>The phone number, or null.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The id that the client knows the account by (<c>externalId</c>), or null.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether the account is not disabled; null if nothing was said.</summary>
    public bool? IsActive { get; init; }

    /// <summary>A new password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether anything is said of what only our extension has.</summary>
    public bool HasOwn { get; init; }

    /// <summary>Reads a resource.</summary>
    /// <param name="user">The resource in the shape of the schemas.</param>
    /// <param name="before">The account; null for a new one.</param>
    /// <exception cref="ScimFault">What is required is missing: <c>invalidValue</c>.</exception>
    public static ScimUserFields Read(JsonObject user, UserRow? before)
    {
        var userName =
            (string?)user["userName"] ?? throw ScimFault.Value("userName is required, and the resource has none.");
        var name = user["name"] as JsonObject;
        var (given, family) = ((string?)name?["givenName"], (string?)name?["familyName"]);
        var own = user[ScimSchemas.OwnUserUrn] as JsonObject;
        var enterprise = user[ScimSchemas.EnterpriseUrn] as JsonObject;
        return new(
            userName,
            ValueOf(user, "emails", anyType: true)
                ?? before?.Email
                ?? (userName.Contains('@', StringComparison.Ordinal) ? userName : null),
            DisplayNameOf(user, (string?)name?["formatted"], $"{given} {family}".Trim(), userName, before)
        )
        {
            GivenName = given,
            FamilyName = family,
            JobTitle = (string?)user["title"],
            Department = (string?)enterprise?["department"],
            EmployeeNumber = (string?)enterprise?["employeeNumber"],
            CostCenter = (string?)enterprise?["costCenter"],
            Organization = (string?)enterprise?["organization"],
            Division = (string?)enterprise?["division"],
            ManagerId = (string?)(enterprise?["manager"] as JsonObject)?["value"],
            // Okta writes en_US.
            Locale = ((string?)user["locale"])?.Replace('_', '-'),
            TimeZone = (string?)user["timezone"],
            ClientId = (string?)user["externalId"],
            PhoneNumber = ValueOf(user, "phoneNumbers", anyType: false),
            IsActive = (bool?)user["active"],
            Password = (string?)user["password"],
            HasOwn = own is not null,
            ExpiresAt = ScimValues.TryMoment((string?)own?["expiresAt"], out var at) ? at : null,
            Attributes = AttributesOf(own, before),
        };
    }

    /// <summary>Returns the field behind a simple attribute of the profile, or null.</summary>
    /// <param name="attribute">The attribute's path.</param>
    public static string? FieldOf(string? attribute) =>
        attribute switch
        {
            "name.givenName" => nameof(UserRow.GivenName),
            "name.familyName" => nameof(UserRow.FamilyName),
            "title" => nameof(UserRow.JobTitle),
            "locale" => nameof(UserRow.Locale),
            "timezone" => nameof(UserRow.TimeZone),
            ScimSchemas.EnterpriseUrn + ":department" => nameof(UserRow.Department),
            ScimSchemas.EnterpriseUrn + ":employeeNumber" => nameof(UserRow.EmployeeNumber),
            ScimSchemas.EnterpriseUrn + ":costCenter" => nameof(UserRow.CostCenter),
            ScimSchemas.EnterpriseUrn + ":organization" => nameof(UserRow.Organization),
            ScimSchemas.EnterpriseUrn + ":division" => nameof(UserRow.Division),
            _ => null,
        };

    /// <summary>Returns whether anything of the enterprise extension of an account is stored.</summary>
    public static bool HasEnterprise(UserRow row) =>
        (row.EmployeeNumber ?? row.CostCenter ?? row.Organization ?? row.Division ?? row.Department ?? row.ManagerId)
            is not null;

    /// <summary>Writes the enterprise extension of an account, if anything of it is stored.</summary>
    public static void WriteEnterprise(Utf8JsonWriter writer, UserRow row, ScimCaller caller)
    {
        if (HasEnterprise(row))
        {
            writer.WriteStartObject(ScimSchemas.EnterpriseUrn);
            Put(writer, "employeeNumber"u8, row.EmployeeNumber);
            Put(writer, "costCenter"u8, row.CostCenter);
            Put(writer, "organization"u8, row.Organization);
            Put(writer, "division"u8, row.Division);
            Put(writer, "department"u8, row.Department);
            if (row.ManagerId is { } manager)
            {
                writer.WriteStartObject("manager"u8);
                writer.WriteString("value"u8, manager);
                writer.WriteString("$ref"u8, caller.AddressOf("Users", manager));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>Returns the command that creates an account.</summary>
    public CreateUser Creation(string userId, string email) =>
        new(userId, UserName, email, DisplayName)
        {
            GivenName = GivenName,
            FamilyName = FamilyName,
            JobTitle = JobTitle,
            Department = Department,
            EmployeeNumber = EmployeeNumber,
            CostCenter = CostCenter,
            Organization = Organization,
            Division = Division,
            ManagerId = ManagerId,
            Locale = Locale,
            TimeZone = TimeZone,
            Attributes = Attributes,
            PhoneNumber = PhoneNumber,
            Password = Password,
        };

    /// <summary>Returns the command that changes the profile of an account.</summary>
    public UpdateUserProfile Update(UserRow row) =>
        new(row.Id, DisplayName, row.Version)
        {
            GivenName = GivenName,
            FamilyName = FamilyName,
            JobTitle = JobTitle,
            Department = Department,
            EmployeeNumber = EmployeeNumber,
            CostCenter = CostCenter,
            Organization = Organization,
            Division = Division,
            ManagerId = ManagerId,
            Locale = Locale,
            TimeZone = TimeZone,
            // The account's own: the client has one of its own.
            ExternalId = row.ExternalId,
            Attributes = Attributes,
        };

    /// <summary>Returns whether the profile of an account is another.</summary>
    public bool Differ(UserRow row) =>
        DisplayName != row.DisplayName
        || GivenName != row.GivenName
        || FamilyName != row.FamilyName
        || JobTitle != row.JobTitle
        || Department != row.Department
        || EmployeeNumber != row.EmployeeNumber
        || CostCenter != row.CostCenter
        || Organization != row.Organization
        || Division != row.Division
        || ManagerId != row.ManagerId
        || Locale != row.Locale
        || TimeZone != row.TimeZone
        || (Attributes ?? []).Any(one => row.AttributeOf(one.Name) != one.Value);

    private static void Put(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string DisplayNameOf(
        JsonObject user,
        string? formatted,
        string parts,
        string userName,
        UserRow? before
    )
    {
        var displayName = (string?)user["displayName"];
        // Whoever changes only the formatted name means the name that is shown, too.
        return before is not null && displayName == before.DisplayName && formatted is not null ? formatted
            : displayName is not null ? displayName
            : formatted is not null && formatted != before?.DisplayName ? formatted
            : parts.Length > 0 ? parts
            : before?.DisplayName ?? userName;
    }

    /// <summary>Returns the one value of a list that is kept.</summary>
    private static string? ValueOf(JsonObject user, string name, bool anyType)
    {
        var entries = (user[name] as JsonArray)?.OfType<JsonObject>().Where(one => one["value"] is not null).ToList();
        return entries is null
            ? null
            : (string?)
                (
                    entries.Find(ScimReading.IsPrimary)
                    ?? entries.Find(one => IsOfType(one, "work"))
                    ?? entries.Find(one => anyType || one["type"] is null)
                )?["value"];
    }

    private static bool IsOfType(JsonObject entry, string type) =>
        ((string?)entry["type"])?.Equals(type, StringComparison.OrdinalIgnoreCase) is true;

    private static List<AttributeValue>? AttributesOf(JsonObject? own, UserRow? before)
    {
        if (own is null)
        {
            return null;
        }

        var wanted = (own["attributes"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(one => one["name"] is not null)
            .GroupBy(one => (string)one["name"]!, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => (string?)one.Last()["value"], StringComparer.Ordinal);
        foreach (var name in before is null ? [] : ScimUserResource.AttributesOf(before).Keys)
        {
            wanted.TryAdd(name, null);
        }

        return wanted.Count == 0 ? null : [.. wanted.Select(one => new AttributeValue(one.Key, one.Value))];
    }
}
