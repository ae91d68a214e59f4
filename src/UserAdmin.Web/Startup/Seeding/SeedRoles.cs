using UserAdmin.Roles;
using UserAdmin.Roles.Commands;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>The roles of seeded users: a few roles have most of the people, and many have few.</summary>
internal static class SeedRoles
{
    private static readonly (string Name, string Description, string[] Permissions)[] _roles =
    [
        ("Employee", "Everybody on the payroll; known to applications only", []),
        ("Contractor", "Works here for a while; known to applications only", []),
        ("Project member", "Sees the project space; known to applications only", []),
        ("Approver", "Approves orders; known to applications only", []),
        ("Team lead", "Sees the people of the team", [Permissions.UsersRead]),
        ("Support agent", "Finds people and ends their sessions", [Permissions.UsersRead, Permissions.UsersSessions]),
        (
            "Password desk",
            "Helps with passwords, factors and locked accounts",
            [Permissions.UsersRead, Permissions.UsersUnlock, Permissions.UsersPasswords, Permissions.UsersFactors]
        ),
        (
            "People manager",
            "Creates, edits and disables accounts",
            [Permissions.UsersRead, Permissions.UsersCreate, Permissions.UsersEdit, Permissions.UsersDisable]
        ),
        (
            "Reviewer",
            "Reads everything, changes nothing",
            [
                Permissions.UsersRead,
                Permissions.AuditRead,
                Permissions.ActivityRead,
                Permissions.RolesRead,
                Permissions.SystemRead,
            ]
        ),
        (
            "Access manager",
            "Gives roles and takes them away",
            [Permissions.UsersRead, Permissions.RolesRead, Permissions.RolesAssign]
        ),
    ];

    /// <summary>Returns the key of a role of a seed.</summary>
    public static string IdOf(long seed, int role) =>
        SeedIds.Of($"UserAdmin seed {seed} role {_roles[role].Name}").ToString();

    /// <summary>Returns the commands that create the roles.</summary>
    public static IEnumerable<CreateRole> Commands(long seed) =>
        _roles.Select(
            (role, i) =>
                new CreateRole(
                    IdOf(seed, i),
                    seed == SeedOptions.UsualSeed ? role.Name : $"{role.Name} ({seed})",
                    role.Description,
                    role.Permissions
                )
        );
}
