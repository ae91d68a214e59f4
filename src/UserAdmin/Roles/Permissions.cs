using UserAdmin.Storage;

namespace UserAdmin.Roles;

/// <summary>
/// The fixed catalogue of permissions that a role may grant. They are stored as stock role claims of the type that
/// <see cref="ClaimTypeIn"/> returns.
/// </summary>
public static class Permissions
{
    /// <summary>Claim type in <c>AspNetRoleClaims</c> of a database of the program's own.</summary>
    public const string ClaimType = "permission";

    /// <summary>
    /// Claim type in an attached database. The application may have claims of the type <see cref="ClaimType"/> of its
    /// own, and their values may be the names of permissions of ours: that must grant nothing here, nor ours there.
    /// </summary>
    public const string AttachedClaimType = "useradmin.permission";

    /// <summary>See the list of users, one user and the roles a user has.</summary>
    public const string UsersRead = "users.read";

    /// <summary>Create accounts; invite people, send an invitation again, revoke it.</summary>
    public const string UsersCreate = "users.create";

    /// <summary>Change email, user name, phone and profile; confirm an email.</summary>
    public const string UsersEdit = "users.edit";

    /// <summary>
    /// Disable and enable accounts, lock and unlock them, set when they expire. Includes <see cref="UsersUnlock"/>.
    /// </summary>
    public const string UsersDisable = "users.disable";

    /// <summary>
    /// Unlock accounts that were locked by failed sign-ins or by an administrator. For a help desk that must not be
    /// able to lock or disable accounts.
    /// </summary>
    public const string UsersUnlock = "users.unlock";

    /// <summary>Delete accounts and restore them.</summary>
    public const string UsersDelete = "users.delete";

    /// <summary>Remove deleted accounts for good, before their time is up.</summary>
    public const string UsersPurge = "users.purge";

    /// <summary>Send password-reset links, set temporary passwords, require a new password.</summary>
    public const string UsersPasswords = "users.passwords";

    /// <summary>Reset two-factor, name and revoke passkeys, remove external logins.</summary>
    public const string UsersFactors = "users.factors";

    /// <summary>Export the list of users as a file.</summary>
    public const string UsersExport = "users.export";

    /// <summary>See where a person is signed in, and sign them out.</summary>
    public const string UsersSessions = "users.sessions";

    /// <summary>See, add, change and remove the claims of an account.</summary>
    public const string UsersClaims = "users.claims";

    /// <summary>
    /// Import users from files, and invite many people at once; creating, changing and giving roles need their own
    /// permissions too.
    /// </summary>
    public const string UsersImport = "users.import";

    /// <summary>See who did what, when and why.</summary>
    public const string AuditRead = "audit.read";

    /// <summary>
    /// Search everything that anybody did, in one list. Names of people and values of their fields also need
    /// <see cref="UsersRead"/>.
    /// </summary>
    public const string ActivityRead = "activity.read";

    /// <summary>See roles and what they allow.</summary>
    public const string RolesRead = "roles.read";

    /// <summary>Create, change and delete roles.</summary>
    public const string RolesManage = "roles.manage";

    /// <summary>Give roles to users and take them away.</summary>
    public const string RolesAssign = "roles.assign";

    /// <summary>See applications, what they may do, and when their keys were last used.</summary>
    public const string ApplicationsRead = "applications.read";

    /// <summary>
    /// Create, change and delete applications, and make and revoke their keys: none that may do more than oneself.
    /// </summary>
    public const string ApplicationsManage = "applications.manage";

    /// <summary>Change and delete views that others share.</summary>
    public const string ViewsManage = "views.manage";

    /// <summary>See which mail was sent, waits or failed.</summary>
    public const string MailRead = "mail.read";

    /// <summary>Send failed mail again, or give it up.</summary>
    public const string MailManage = "mail.manage";

    /// <summary>See the policy for passwords, lockout and sessions.</summary>
    public const string SettingsRead = "settings.read";

    /// <summary>Change the policy for passwords, lockout and sessions.</summary>
    public const string SettingsManage = "settings.manage";

    /// <summary>See the state of the event log and the read model.</summary>
    public const string SystemRead = "system.read";

    /// <summary>Rebuild the read model.</summary>
    public const string SystemManage = "system.manage";

    /// <summary>
    /// The names only. A claim with another value belongs to another application and is ignored here.
    /// </summary>
    internal static IReadOnlyList<string?> Names => _names;

    /// <summary>Every permission with a description of what it allows, in display order.</summary>
    public static IReadOnlyList<(string Name, string Allows)> All { get; } =
    [
        (UsersRead, "See the list of users, one user and the roles a user has."),
        (UsersCreate, "Create accounts; invite people, send an invitation again, revoke it."),
        (UsersEdit, "Change email, user name, phone and profile; confirm an email."),
        (UsersDisable, "Disable and enable accounts, lock and unlock them, set when they expire."),
        (UsersUnlock, "Unlock accounts that failed sign-ins or an administrator have locked."),
        (UsersDelete, "Delete accounts and restore them."),
        (UsersPurge, "Remove deleted accounts for good, before their time is up."),
        (UsersPasswords, "Send password-reset links, set temporary passwords, require a new password."),
        (UsersFactors, "Reset two-factor, name and revoke passkeys, remove external logins."),
        (UsersExport, "Export the list of users as a file."),
        (UsersSessions, "See where a person is signed in, and sign them out."),
        (UsersClaims, "See, add, change and remove the claims of an account."),
        (
            UsersImport,
            "Import users from files, invite many at once; creating, changing, giving roles need their own permissions."
        ),
        (AuditRead, "See who did what, when and why."),
        (ActivityRead, "Search everything that anybody did; who it was done to also needs users.read."),
        (RolesRead, "See roles and what they allow."),
        (RolesManage, "Create, change and delete roles."),
        (RolesAssign, "Give roles to users and take them away."),
        (ApplicationsRead, "See applications, what they may do, and when their keys were last used."),
        (ApplicationsManage, "Create, change and delete applications, and make and revoke their keys."),
        (ViewsManage, "Change and delete views that others share."),
        (MailRead, "See which mail was sent, waits or failed."),
        (MailManage, "Send failed mail again, or give it up."),
        (SettingsRead, "See the policy for passwords, lockout and sessions."),
        (SettingsManage, "Change the policy for passwords, lockout and sessions."),
        (SystemRead, "See the state of the event log and the read model."),
        (SystemManage, "Rebuild the read model."),
    ];

    /// <summary>Returns the given permissions and those that they include.</summary>
    /// <param name="held">Names of permissions.</param>
    public static IEnumerable<string> WithIncluded(IEnumerable<string> held) =>
        held.SelectMany(name => name == UsersDisable ? [name, UsersUnlock] : new[] { name }).Distinct();

    private static readonly string?[] _names = [.. All.Select(permission => permission.Name)];

    /// <summary>Returns the claim type of permissions in a database.</summary>
    public static string ClaimTypeIn(IAttachedDatabase database) =>
        database.Shape is null ? ClaimType : AttachedClaimType;

    /// <summary>Returns whether a claim of a role is a permission of ours.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="claimType">The type of permissions in its database.</param>
    internal static bool IsOurs(RoleClaim claim, string claimType) =>
        claim.ClaimType == claimType && Names.Contains(claim.Value);
}
