using System.Text.Json;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Roles;

/// <summary>A role: a row of the read model and a view model.</summary>
public sealed class RoleRow
{
    /// <summary>Key of the role.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Unique name, 1 to 100 characters.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>What the role is for, or empty.</summary>
    public string Description { get; internal set; } = "";

    /// <summary>Names of its permissions, separated by spaces; empty if it allows nothing in this program.</summary>
    public string Permissions { get; internal set; } = "";

    /// <summary>Its claims that are no permissions of ours, as JSON; empty if there are none.</summary>
    public string OtherClaims { get; internal set; } = "";

    /// <summary>How many users hold it.</summary>
    public int MemberCount { get; internal set; }

    /// <summary>The ids that applications know the role by; see <see cref="Text.ClientIds"/>.</summary>
    internal string? ClientIds { get; set; }

    /// <summary>When it was created, or when it was found if another program had created it.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When its name, description or permissions last changed.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>Log position of that change: the version that an edit is based on (decision 4).</summary>
    public long Version { get; internal set; }

    /// <summary>
    /// Log position of the last change of who holds it; 0 if nobody ever did. Edits are not based on it.
    /// </summary>
    public long MembersVersion { get; internal set; }

    /// <summary>When that was; null if nobody ever held it.</summary>
    public DateTimeOffset? MembersChangedAt { get; internal set; }

    /// <summary>Names of its permissions.</summary>
    public IReadOnlyList<string> PermissionNames => Names(Permissions);

    /// <summary>
    /// Its claims that are no permissions of ours, in order. An application gave them; nothing here depends on them.
    /// </summary>
    public IReadOnlyList<RoleClaim> OtherClaimList
    {
        get => Claims(OtherClaims);
        internal set =>
            OtherClaims =
                value.Count == 0
                    ? ""
                    : JsonSerializer.Serialize(
                        value
                            .OrderBy(claim => claim.ClaimType, StringComparer.Ordinal)
                            .ThenBy(claim => claim.Value, StringComparer.Ordinal)
                    );
    }

    /// <summary>Returns the id that an application knows the role by (SCIM <c>externalId</c>), or null.</summary>
    /// <param name="applicationId">Key of the application.</param>
    public string? ExternalIdFor(string applicationId) => Text.ClientIds.Of(ClientIds, applicationId);

    /// <summary>Whether it is the administrators' role, which holds every permission and cannot be changed.</summary>
    /// <param name="database">The database, which decides about the name.</param>
    public bool IsAdministratorIn(IAttachedDatabase database) => AdministratorRole.IsNamed(Name, database);

    /// <summary>Notes that somebody holds it, or no longer does.</summary>
    /// <param name="more">1 or -1.</param>
    /// <param name="record">The event of the change.</param>
    internal void CountMember(int more, EventRecord record) =>
        (MemberCount, MembersVersion, MembersChangedAt) = (MemberCount + more, record.Position, record.At);

    internal static RoleClaim[] Claims(string claims) =>
        claims.Length == 0 ? [] : JsonSerializer.Deserialize<RoleClaim[]>(claims) ?? [];

    internal static string[] Names(string permissions) => permissions.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>One role that one user holds, and who gave it.</summary>
public sealed class UserRoleRow
{
    /// <summary>The user.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>The role.</summary>
    public string RoleId { get; internal set; } = "";

    /// <summary>Name of the role.</summary>
    public string RoleName { get; internal set; } = "";

    /// <summary>Who gave it.</summary>
    public string GrantedBy { get; internal set; } = "";

    /// <summary>Id of who gave it.</summary>
    internal string GrantedById { get; set; } = "";

    /// <summary>When it was given.</summary>
    public DateTimeOffset GrantedAt { get; internal set; }
}
