using UserAdmin.Storage;
using static UserAdmin.Storage.IdentityTableKind;

namespace UserAdmin.Attaching;

/// <summary>
/// Recognises Identity's tables by their columns, whatever the tables are called and however the columns are written:
/// <c>NormalizedUserName</c>, <c>normalized_user_name</c> and <c>normalizedusername</c> are the same.
/// </summary>
internal static class TableRecognition
{
    private const string Id = "Id";

    private static readonly Dictionary<IdentityTableKind, string[]> _properties = new()
    {
        [IdentityTableKind.Users] =
        [
            Id,
            "UserName",
            "NormalizedUserName",
            "Email",
            "NormalizedEmail",
            "EmailConfirmed",
            "PasswordHash",
            "SecurityStamp",
            "ConcurrencyStamp",
            "PhoneNumber",
            "PhoneNumberConfirmed",
            "TwoFactorEnabled",
            "LockoutEnd",
            "LockoutEnabled",
            "AccessFailedCount",
        ],
        [IdentityTableKind.Roles] = [Id, "Name", "NormalizedName", "ConcurrencyStamp"],
        [UserRoles] = ["UserId", "RoleId"],
        [UserClaims] = [Id, "UserId", "ClaimType", "ClaimValue"],
        [RoleClaims] = [Id, "RoleId", "ClaimType", "ClaimValue"],
        [UserLogins] = ["LoginProvider", "ProviderKey", "ProviderDisplayName", "UserId"],
        [UserTokens] = ["UserId", "LoginProvider", "Name", "Value"],
        [UserPasskeys] = ["CredentialId", "UserId", "Data"],
    };

    // Two of them, and it was meant to be a table of users.
    private static readonly string[] _telling = ["NormalizedUserName", "PasswordHash", "SecurityStamp"];

    /// <summary>Returns a table as a stock table of one kind, or null if it is none.</summary>
    public static IdentityTable? As(IdentityTableKind kind, FoundTable table)
    {
        var columns = ColumnsOf(table);
        var mapped = new Dictionary<string, string>();
        foreach (var property in _properties[kind])
        {
            if (Find(columns, property, table) is not { } column)
            {
                return null;
            }

            mapped[property] = column;
        }

        return IsAnother(kind, table, mapped) ? null : new(kind, table.Schema, table.Name, mapped);
    }

    /// <summary>
    /// Returns the columns that a table lacks to be a table of users; null if it does not look like one.
    /// </summary>
    public static IReadOnlyList<string>? LacksOfUsers(FoundTable table)
    {
        var columns = ColumnsOf(table);
        return _telling.Count(column => columns.ContainsKey(Fold(column))) < 2
            ? null
            : [.. _properties[IdentityTableKind.Users].Where(property => Find(columns, property, table) is null)];
    }

    /// <summary>Returns the name that a stock table has unless the application chose another.</summary>
    public static string StockName(IdentityTableKind kind) => $"AspNet{kind}";

    private static string? Find(Dictionary<string, string> columns, string property, FoundTable table) =>
        columns.GetValueOrDefault(Fold(property))
        // Many call the key UserId or RoleId.
        ?? (property == Id && table.PrimaryKey is [var only] ? only : null);

    // Another table that has these columns, too.
    private static bool IsAnother(IdentityTableKind kind, FoundTable table, Dictionary<string, string> mapped) =>
        kind == UserRoles && !table.PrimaryKey.ToHashSet().SetEquals(mapped.Values);

    private static Dictionary<string, string> ColumnsOf(FoundTable table)
    {
        var columns = new Dictionary<string, string>();
        foreach (var column in table.Columns)
        {
            columns.TryAdd(Fold(column.Name), column.Name);
        }

        return columns;
    }

    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
