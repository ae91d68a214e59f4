using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Compares roles, their permissions and their members.</summary>
/// <param name="moment">Where to read.</param>
/// <param name="permissionClaim">The type of the claims that are permissions.</param>
internal sealed class SqliteStockRoles(SqliteMoment moment, string permissionClaim)
{
    /// <summary>Returns the differences of all roles, and roles that the log does not know.</summary>
    public IEnumerable<StockDifference> All() =>
        KnownRoles()
            .Concat(
                moment.Read(
                    "SELECT s.Id, COALESCE(s.Name, s.Id) FROM main.AspNetRoles s LEFT JOIN rm.Roles r ON r.Id = s.Id "
                        + "WHERE r.Id IS NULL",
                    [],
                    reader => new StockDifference(
                        reader.GetString(0),
                        true,
                        reader.GetString(1),
                        "Another program created the role. It is not in the log."
                    )
                )
            );

    private IEnumerable<StockDifference> KnownRoles()
    {
        var held = moment
            .Read(
                "SELECT RoleId, COALESCE(ClaimType, ''), COALESCE(ClaimValue, '') FROM main.AspNetRoleClaims",
                [],
                reader => (RoleId: reader.GetString(0), Claim: new RoleClaim(reader.GetString(1), reader.GetString(2)))
            )
            .ToLookup(claim => claim.RoleId, claim => claim.Claim);
        return moment
            .Read(
                "SELECT r.Id, r.Name, r.Permissions, s.Id, s.Name, r.OtherClaims FROM rm.Roles r LEFT JOIN "
                    + "main.AspNetRoles s ON s.Id = r.Id",
                [],
                reader =>
                    (
                        Id: reader.GetString(0),
                        Name: reader.GetString(1),
                        Logged: reader.GetString(2),
                        IsThere: !reader.IsDBNull(3),
                        Stock: reader.IsDBNull(4) ? null : reader.GetString(4),
                        Claims: reader.GetString(5)
                    )
            )
            .SelectMany(role =>
                SqliteStockText
                    .OfRole(
                        role.Name,
                        role.IsThere,
                        role.Stock,
                        [.. RoleRow.Names(role.Logged).Select(name => new RoleClaim(permissionClaim, name))],
                        RoleRow.Claims(role.Claims),
                        held[role.Id],
                        permissionClaim
                    )
                    .Select(what => new StockDifference(role.Id, true, role.Name, what))
            );
    }

    /// <summary>Returns the differences in the members of a role.</summary>
    public IEnumerable<StockDifference> Members(string roleId, int most) =>
        moment.Read(
            "SELECT s.Id, s.Name, r.DisplayName || ' (' || r.UserName || ')', l.UserId IS NULL FROM "
                + $"main.AspNetRoles s JOIN ({SqliteStockSets.MembersOfRole}) m "
                + "JOIN rm.Users r ON r.Id = m.UserId LEFT JOIN rm.UserRoles l ON l.UserId = m.UserId AND "
                + "l.RoleId = s.Id WHERE s.Id = @role ORDER BY r.DisplayName LIMIT @most",
            [("@role", roleId), ("@most", most)],
            reader => new StockDifference(
                reader.GetString(0),
                true,
                reader.GetString(1),
                reader.GetBoolean(3)
                    ? $"{reader.GetString(2)} was given this role by another program, and has what it allows. "
                        + "It is not in the log."
                    : $"{reader.GetString(2)} lost this role to another program. The log still has it."
            )
        );
}
