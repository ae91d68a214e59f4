using UserAdmin.Storage;

namespace UserAdmin.Roles;

/// <summary>
/// The role that holds every permission and must always have a member. The role Administrator of another application
/// allows what that application says: its members do not become administrators here because of a name.
/// </summary>
public static class AdministratorRole
{
    /// <summary>Its name in a database of the program's own.</summary>
    public const string Name = "Administrator";

    /// <summary>Its name in an attached database.</summary>
    public const string AttachedName = "UserAdmin Administrator";

    /// <summary>Returns its name in a database.</summary>
    public static string NameIn(IAttachedDatabase database) => database.Shape is null ? Name : AttachedName;

    /// <summary>
    /// Returns whether a name is that of the role. Case does not matter in role names, and a stock application may have
    /// created the role in another case.
    /// </summary>
    public static bool IsNamed(string? name, IAttachedDatabase database) =>
        string.Equals(name, NameIn(database), StringComparison.OrdinalIgnoreCase);
}
