using UserAdmin.Roles;

namespace UserAdmin.Applications;

/// <summary>Whether an application can be used. The names are part of the API.</summary>
public enum ApplicationState
{
    /// <summary>Its keys open what its permissions allow.</summary>
    Active,

    /// <summary>An administrator has disabled it.</summary>
    Disabled,

    /// <summary>Its time is over.</summary>
    Expired,
}

/// <summary>An application: a row of the read model and a view model.</summary>
public sealed class ApplicationRow
{
    /// <summary>Key of the application.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Unique name, 1 to 100 characters.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>What it is for, at most 500 characters, or empty.</summary>
    public string Description { get; internal set; } = "";

    /// <summary>Key of the account that answers for it; null if there is none.</summary>
    public string? OwnerId { get; internal set; }

    /// <summary>Display name of the owner; empty if there is none, or if the reader may not see people.</summary>
    public string OwnerName { get; internal set; } = "";

    /// <summary>Names of its permissions, separated by spaces.</summary>
    public string Permissions { get; internal set; } = "";

    /// <summary>Names of its permissions.</summary>
    public IReadOnlyList<string> PermissionNames => RoleRow.Names(Permissions);

    /// <summary>The addresses and networks that may use its keys; empty for any.</summary>
    public IReadOnlyList<string> AllowedAddresses => RoleRow.Names(Addresses);

    /// <summary>When it expires, in UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; internal set; }

    /// <summary>When it was disabled, in UTC; null if it is not.</summary>
    public DateTimeOffset? DisabledAt { get; internal set; }

    /// <summary>How many requests a minute each of its keys may send, 1 to 100,000.</summary>
    public int RequestsPerMinute { get; internal set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When its fields or permissions last changed, in UTC.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>Log position of that change: the version that an edit is based on (decision 4).</summary>
    public long Version { get; internal set; }

    /// <summary>Whether it can be used.</summary>
    public ApplicationState State { get; internal set; }

    /// <summary>How many of its keys can be used.</summary>
    public int LiveKeys { get; internal set; }

    /// <summary>When one of its keys last opened something, to the minute, in UTC; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; internal set; }

    /// <summary>Its keys, the newest first; those that were revoked too.</summary>
    public IReadOnlyList<ApplicationKeyRow> Keys { get; internal set; } = [];

    /// <summary>The addresses as stored, separated by spaces.</summary>
    internal string Addresses { get; set; } = "";
}

/// <summary>A key of an application, without the key itself.</summary>
public sealed class ApplicationKeyRow
{
    /// <summary>The public part of the key: 12 lower-case letters and digits.</summary>
    public string KeyId { get; internal set; } = "";

    /// <summary>Key of its application.</summary>
    public string ApplicationId { get; internal set; } = "";

    /// <summary>What it is for, 1 to 100 characters.</summary>
    public string Label { get; internal set; } = "";

    /// <summary>When it was added, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>Name of whoever added it; empty if the account is gone, or if the reader may not see people.</summary>
    public string CreatedBy { get; internal set; } = "";

    /// <summary>When it expires, in UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; internal set; }

    /// <summary>When it was revoked, in UTC; null if it was not.</summary>
    public DateTimeOffset? RevokedAt { get; internal set; }

    /// <summary>Whether it was neither revoked nor has expired.</summary>
    public bool IsLive { get; internal set; }

    /// <summary>When it last opened something, to the minute, in UTC; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; internal set; }

    /// <summary>Id of whoever added it.</summary>
    internal string CreatedById { get; set; } = "";
}
