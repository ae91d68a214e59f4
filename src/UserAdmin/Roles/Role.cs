using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using UserAdmin.EventLog;

namespace UserAdmin.Roles;

/// <summary>A role: a stock Identity role with what Identity has no column for.</summary>
internal sealed class Role : IdentityRole, IRecordsEvents
{
    /// <summary>Name of the role that holds every permission and must never be without a member.</summary>
    public const string AdministratorName = "Administrator";

    public RoleProfile Profile { get; set; } = null!;

    public List<IEvent> Events { get; } = [];

    /// <summary>Whether it is the role that must stay as it is.</summary>
    public bool IsAdministrator => IsAdministratorName(Name);

    /// <summary>
    /// Whether a name is the administrators': role names are the same in whatever case, and a stock application may
    /// have made it in another.
    /// </summary>
    public static bool IsAdministratorName(string? name) =>
        string.Equals(name, AdministratorName, StringComparison.OrdinalIgnoreCase);

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

    /// <summary>Adopts a role that a stock application made, so that the log knows it.</summary>
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

    /// <summary>Says what the role is for; null for nothing.</summary>
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

    /// <summary>Records that the role now allows more.</summary>
    public void PermissionsAdded(IReadOnlyList<string> added, IReadOnlyList<string> all)
    {
        Events.Add(new RolePermissionsAdded(Id, added, all));
        ConcurrencyStamp = NewStamp();
    }

    /// <summary>Records what the role allows from now on.</summary>
    public void PermissionsChanged(
        IReadOnlyList<string> added,
        IReadOnlyList<string> removed,
        IReadOnlyList<string> all
    )
    {
        Events.Add(new RolePermissionsChanged(Id, added, removed, all));
        ConcurrencyStamp = NewStamp();
    }

    /// <summary>Records the end of the role, and for each member what it meant.</summary>
    /// <param name="members">Keys of the accounts that lose it.</param>
    /// <param name="moved">Those of them that get the other role for it.</param>
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

/// <summary>One row a role, in a table of ours.</summary>
internal sealed class RoleProfile
{
    public string RoleId { get; set; } = "";

    public string Description { get; set; } = "";
}
