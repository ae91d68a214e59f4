using UserAdmin.EventLog;
using UserAdmin.Roles;

namespace UserAdmin.Applications;

/// <summary>
/// A program with an account of its own for the API. Its state changes only in this class; every change records an
/// event.
/// </summary>
internal sealed class Application : IRecordsEvents
{
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string NormalizedName { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>The user who answers for it; null if nobody does, or the account was purged.</summary>
    public string? OwnerId { get; set; }

    /// <summary>Names of its permissions, separated by spaces.</summary>
    public string Permissions { get; set; } = "";

    /// <summary>The addresses and networks that may use its keys, separated by spaces; empty for any.</summary>
    public string AllowedAddresses { get; set; } = "";

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public int RequestsPerMinute { get; set; }

    public List<ApplicationKey> Keys { get; set; } = [];

    public List<IEvent> Events { get; } = [];

    public IReadOnlyList<string> PermissionNames => RoleRow.Names(Permissions);

    public ApplicationContent Content =>
        new(Name, Description, OwnerId, RoleRow.Names(AllowedAddresses), ExpiresAt, RequestsPerMinute);

    public static Application Create(
        string id,
        ApplicationContent content,
        string normalizedName,
        IReadOnlyList<string> permissions
    )
    {
        var application = new Application { Id = id, Permissions = string.Join(' ', permissions) };
        application.Take(content, normalizedName);
        application.Events.Add(new ApplicationCreated(id, content, permissions));
        return application;
    }

    public void Change(ApplicationContent content, string normalizedName)
    {
        var changes = ApplicationContent.Changes(Content, content);
        if (changes.Count > 0)
        {
            Take(content, normalizedName);
            Events.Add(new ApplicationChanged(Id, content, changes));
        }
    }

    /// <summary>Sets the permissions.</summary>
    /// <param name="added">Those that it gets.</param>
    /// <param name="removed">Those that it loses.</param>
    public void ChangePermissions(IReadOnlyList<string> added, IReadOnlyList<string> removed)
    {
        if (added.Count + removed.Count > 0)
        {
            string[] all = [.. PermissionNames.Union(added).Except(removed).Order(StringComparer.Ordinal)];
            Permissions = string.Join(' ', all);
            Events.Add(new ApplicationPermissionsChanged(Id, added, removed, all));
        }
    }

    public void Disable(DateTimeOffset now)
    {
        if (DisabledAt is null)
        {
            DisabledAt = now;
            Events.Add(new ApplicationDisabled(Id));
        }
    }

    public void Enable()
    {
        if (DisabledAt is not null)
        {
            DisabledAt = null;
            Events.Add(new ApplicationEnabled(Id));
        }
    }

    /// <summary>Records the deletion; the caller deletes the row, and its keys with it.</summary>
    public void Delete() => Events.Add(new ApplicationDeleted(Id, Name));

    /// <summary>Removes the owner, whose account is removed for good.</summary>
    public void LoseOwner()
    {
        Events.Add(new ApplicationOwnerRemoved(Id, OwnerId!));
        OwnerId = null;
    }

    public void AddKey(ApplicationKey key)
    {
        Keys.Add(key);
        Events.Add(new ApplicationKeyAdded(Id, key.KeyId, key.Label, key.ExpiresAt));
    }

    public void RevokeKey(ApplicationKey key, DateTimeOffset now)
    {
        if (key.RevokedAt is null)
        {
            key.RevokedAt = now;
            Events.Add(new ApplicationKeyRevoked(Id, key.KeyId, key.Label));
        }
    }

    private void Take(ApplicationContent content, string normalizedName) =>
        (Name, NormalizedName, Description, OwnerId, AllowedAddresses, ExpiresAt, RequestsPerMinute) = (
            content.Name,
            normalizedName,
            content.Description,
            content.OwnerId,
            string.Join(' ', content.AllowedAddresses),
            content.ExpiresAt,
            content.RequestsPerMinute
        );
}

/// <summary>A key of an application: everything but the key itself.</summary>
internal sealed class ApplicationKey
{
    /// <summary>The public part of the key, by which it is found.</summary>
    public string KeyId { get; set; } = "";

    public string ApplicationId { get; set; } = "";

    public string Label { get; set; } = "";

    /// <summary>SHA-256 of the whole key, 32 bytes (decision 101).</summary>
    public byte[] Hash { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Id of the actor who added it.</summary>
    public string CreatedById { get; set; } = "";

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it last opened something, to the minute. The only value here that no event tells of.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Returns whether the key itself can still be used.</summary>
    public bool IsLive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}
