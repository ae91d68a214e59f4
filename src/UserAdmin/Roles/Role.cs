using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using UserAdmin.EventLog;
using UserAdmin.Text;

namespace UserAdmin.Roles;

/// <summary>A role: a stock Identity role, with the data that Identity has no column for.</summary>
internal sealed class Role : IdentityRole, IRecordsEvents
{
    public RoleProfile Profile { get; set; } = null!;

    public List<IEvent> Events { get; } = [];

    public static Role Create(
        string id,
        string name,
        string? description,
        IReadOnlyList<string> permissions,
        ILookupNormalizer normalizer
    )
    {
        var role = new Role
        {
            Id = id,
            Name = name,
            NormalizedName = normalizer.NormalizeName(name),
            ConcurrencyStamp = NewStamp(),
            Profile = new RoleProfile { RoleId = id, Description = description ?? "" },
        };
        role.Events.Add(new RoleCreated(id, name, description ?? "", permissions));
        return role;
    }

    /// <summary>Adopts a role that a stock application created: adds a profile and records it in the log.</summary>
    public void Adopt(string description, IReadOnlyList<string> permissions)
    {
        Profile = new RoleProfile { RoleId = Id, Description = description };
        Events.Add(new RoleCreated(Id, Name!, description, permissions));
        ConcurrencyStamp = NewStamp();
    }

    public void Rename(string name, ILookupNormalizer normalizer)
    {
        Events.Add(new RoleRenamed(Id, Name!, name));
        (Name, NormalizedName, ConcurrencyStamp) = (name, normalizer.NormalizeName(name), NewStamp());
    }

    /// <summary>Sets the description; null for none.</summary>
    public void Describe(string? description)
    {
        var before = Profile.Description.Length == 0 ? null : Profile.Description;
        if (description == before)
        {
            return;
        }

        Events.Add(new RoleDescriptionChanged(Id, before, description));
        (Profile.Description, ConcurrencyStamp) = (description ?? "", NewStamp());
    }

    /// <summary>Sets the id that an application knows the role by; null for none.</summary>
    public void SetExternalId(string applicationId, string? externalId)
    {
        var before = ClientIds.Of(Profile.ClientIds, applicationId);
        if (externalId != before)
        {
            Events.Add(new RoleExternalIdSet(Id, applicationId, before, externalId));
            Profile.ClientIds = ClientIds.With(Profile.ClientIds, applicationId, externalId);
            ConcurrencyStamp = NewStamp();
        }
    }

    /// <summary>Records that the role now allows more.</summary>
    public void PermissionsAdded(IReadOnlyList<string> added, IReadOnlyList<string> all)
    {
        Events.Add(new RolePermissionsAdded(Id, added, all));
        ConcurrencyStamp = NewStamp();
    }

    /// <summary>Records the changed permissions of the role.</summary>
    public void PermissionsChanged(
        IReadOnlyList<string> added,
        IReadOnlyList<string> removed,
        IReadOnlyList<string> all
    )
    {
        Events.Add(new RolePermissionsChanged(Id, added, removed, all));
        ConcurrencyStamp = NewStamp();
    }

    /// <summary>Records that the role was deleted, and what that changed for each member.</summary>
    /// <param name="members">Keys of the accounts that lose it.</param>
    /// <param name="moved">The members among them that get the other role instead.</param>
    /// <param name="target">The other role, or null.</param>
    public void Deleted(IEnumerable<string> members, IReadOnlySet<string> moved, Role? target)
    {
        foreach (var userId in members)
        {
            Events.Add(new UserRoleRemoved(userId, Id, Name!));
            if (target is not null && moved.Contains(userId))
            {
                Events.Add(new UserRoleAssigned(userId, target.Id, target.Name!));
            }
        }

        Events.Add(new RoleDeleted(Id, Name!, target?.Id, target?.Name));
    }

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}

/// <summary>Additional data of a role, one row for each, in a table of our own.</summary>
internal sealed class RoleProfile
{
    public string RoleId { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>The ids that applications know the role by; see <see cref="Text.ClientIds"/>.</summary>
    public string? ClientIds { get; set; }
}
