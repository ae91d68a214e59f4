using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Metadata;

namespace UserAdmin.Storage.Attached;

/// <summary>Tells stock Identity's entities from ours.</summary>
internal static class IdentityEntities
{
    /// <summary>Which stock table an entity is stored in; null for an entity of ours.</summary>
    public static IdentityTableKind? KindOf(IReadOnlyEntityType entity)
    {
        var type = entity.ClrType;
        return type.IsAssignableTo(typeof(IdentityUser<string>)) ? IdentityTableKind.Users
            : type.IsAssignableTo(typeof(IdentityRole<string>)) ? IdentityTableKind.Roles
            : type == typeof(IdentityUserRole<string>) ? IdentityTableKind.UserRoles
            : type == typeof(IdentityUserClaim<string>) ? IdentityTableKind.UserClaims
            : type == typeof(IdentityRoleClaim<string>) ? IdentityTableKind.RoleClaims
            : type == typeof(IdentityUserLogin<string>) ? IdentityTableKind.UserLogins
            : type == typeof(IdentityUserToken<string>) ? IdentityTableKind.UserTokens
            : type == typeof(IdentityUserPasskey<string>) ? IdentityTableKind.UserPasskeys
            : null;
    }

    /// <summary>Which stock table has a default name; null for a name that is not one of them.</summary>
    public static IdentityTableKind? KindOf(string defaultName) =>
        defaultName.StartsWith("AspNet", StringComparison.Ordinal)
        && Enum.TryParse<IdentityTableKind>(defaultName["AspNet".Length..], out var kind)
            ? kind
            : null;

    /// <summary>
    /// Returns whose key a property holds: that of a user or of a role, in their own tables or in others that refer to
    /// them; null for another property.
    /// </summary>
    public static IdentityTableKind? KeyOf(IReadOnlyProperty property)
    {
        if (property.ClrType != typeof(string))
        {
            return null;
        }

        if (property.IsPrimaryKey() && KindOf((IReadOnlyEntityType)property.DeclaringType) is { } own && IsHolder(own))
        {
            return own;
        }

        return property
            .GetContainingForeignKeys()
            .Select(key => KindOf(key.PrincipalEntityType))
            .FirstOrDefault(kind => kind is { } principal && IsHolder(principal));
    }

    private static bool IsHolder(IdentityTableKind kind) => kind is IdentityTableKind.Users or IdentityTableKind.Roles;
}
