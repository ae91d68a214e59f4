using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;

namespace UserAdmin.Past;

/// <summary>One account as it was at a moment. It never contains a secret, because events do not.</summary>
public sealed record AccountState
{
    /// <summary>Whether the account existed.</summary>
    public Presence Presence { get; init; }

    /// <summary>The moment that the state is of: the one asked for, otherwise that of the last event.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Log position of the account's last event by then; 0 if there was none.</summary>
    public long Position { get; init; }

    /// <summary>The account; null unless it existed.</summary>
    public UserRow? Row { get; init; }

    /// <summary>The roles, by name.</summary>
    public IReadOnlyList<UserRoleRow> Roles { get; init; } = [];

    /// <summary>The claims, by type and value; null if the sender of the query may not see claims.</summary>
    public IReadOnlyList<UserClaimRow>? Claims { get; init; }

    /// <summary>The external logins, by provider.</summary>
    public IReadOnlyList<ExternalLoginRow> Logins { get; init; } = [];

    /// <summary>The passkeys, by name.</summary>
    public IReadOnlyList<PasskeyRow> Passkeys { get; init; } = [];

    /// <summary>The permissions that the roles granted then, each with the roles that granted it, in the order of the
    /// catalogue; those that no role granted have no path.</summary>
    public IReadOnlyList<UserPermissionRow> Permissions { get; init; } = [];
}
