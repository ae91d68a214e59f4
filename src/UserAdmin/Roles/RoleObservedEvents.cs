using UserAdmin.EventLog;
using UserAdmin.Roles.Commands;

namespace UserAdmin.Roles;

/// <summary>A role that another program created was found.</summary>
internal sealed record RoleObserved(string RoleId, string Name, IReadOnlyList<string> RolePermissions) : IChangesRole
{
    public string SubjectId => RoleId;

    /// <summary>Its claims that are no permissions of ours.</summary>
    public IReadOnlyList<RoleClaim> Claims { get; init; } = [];

    public string Describe() => "Role of another program found";

    public IReadOnlyList<FieldChange> Changes =>
        [
            new(nameof(UpdateRole.Name), null, Name),
            .. RolePermissions.Select(permission => new FieldChange("Permission", null, permission)),
            .. Claims.Select(claim => new FieldChange($"Claim {claim.ClaimType}", null, claim.Value)),
        ];
}

/// <summary>Another program changed a role.</summary>
/// <param name="RoleId">The role.</param>
/// <param name="FromName">Its name before.</param>
/// <param name="ToName">Its name now; the same if only permissions changed.</param>
/// <param name="Added">Permissions that it has now.</param>
/// <param name="Removed">Permissions that it has no longer.</param>
/// <param name="All">All permissions that it has now.</param>
internal sealed record RoleObservedChanged(
    string RoleId,
    string FromName,
    string ToName,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> All
) : IChangesRole
{
    public string SubjectId => RoleId;

    /// <summary>Claims that it has now and that are no permissions of ours.</summary>
    public IReadOnlyList<RoleClaim> ClaimsAdded { get; init; } = [];

    /// <summary>Such claims that it has no longer.</summary>
    public IReadOnlyList<RoleClaim> ClaimsRemoved { get; init; } = [];

    /// <summary>Whether the name changed.</summary>
    public bool IsRenamed => FromName != ToName;

    public string Describe() => "Role changed";

    public IReadOnlyList<FieldChange> Changes =>
        [
            .. IsRenamed ? [new(nameof(UpdateRole.Name), FromName, ToName)] : Array.Empty<FieldChange>(),
            .. Removed.Select(permission => new FieldChange("Permission", permission, null)),
            .. Added.Select(permission => new FieldChange("Permission", null, permission)),
            .. ClaimsRemoved.Select(claim => new FieldChange($"Claim {claim.ClaimType}", claim.Value, null)),
            .. ClaimsAdded.Select(claim => new FieldChange($"Claim {claim.ClaimType}", null, claim.Value)),
        ];
}

/// <summary>Another program deleted a role. Its history stays.</summary>
internal sealed record RoleObservedGone(string RoleId, string Name) : IChangesRole
{
    public string SubjectId => RoleId;

    public string Describe() => "Role deleted";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(UpdateRole.Name), Name, null)];
}
