namespace UserAdmin.Roles;

/// <summary>The fixed catalogue of what a role may allow. Stored as stock role claims of type <see cref="ClaimType"/>.</summary>
public static class Permissions
{
    /// <summary>Claim type in <c>AspNetRoleClaims</c>.</summary>
    public const string ClaimType = "permission";

    /// <summary>See the list of users, one user and the roles a user has.</summary>
    public const string UsersRead = "users.read";

    /// <summary>Create accounts.</summary>
    public const string UsersCreate = "users.create";

    /// <summary>Change email, user name, phone and profile.</summary>
    public const string UsersEdit = "users.edit";

    /// <summary>Disable and enable accounts.</summary>
    public const string UsersDisable = "users.disable";

    /// <summary>See who did what, when and why.</summary>
    public const string AuditRead = "audit.read";

    /// <summary>See roles and what they allow.</summary>
    public const string RolesRead = "roles.read";

    /// <summary>Create roles.</summary>
    public const string RolesManage = "roles.manage";

    /// <summary>Give roles to users and take them away.</summary>
    public const string RolesAssign = "roles.assign";

    /// <summary>See the state of the event log and the read model.</summary>
    public const string SystemRead = "system.read";

    /// <summary>Rebuild the read model.</summary>
    public const string SystemManage = "system.manage";

    /// <summary>The names alone. A claim of another value is some other application's and counts for nothing here.</summary>
    internal static IReadOnlyList<string?> Names => _names;

    /// <summary>Every permission with what it allows, in the order of a table.</summary>
    public static IReadOnlyList<(string Name, string Allows)> All { get; } =
    [
        (UsersRead, "See the list of users, one user and the roles a user has."),
        (UsersCreate, "Create accounts."),
        (UsersEdit, "Change email, user name, phone and profile."),
        (UsersDisable, "Disable and enable accounts."),
        (AuditRead, "See who did what, when and why."),
        (RolesRead, "See roles and what they allow."),
        (RolesManage, "Create roles."),
        (RolesAssign, "Give roles to users and take them away."),
        (SystemRead, "See the state of the event log and the read model."),
        (SystemManage, "Rebuild the read model."),
    ];

    private static readonly string?[] _names = [.. All.Select(permission => permission.Name)];
}
