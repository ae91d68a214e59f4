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

    public static Role Create(string id, string name, string? description, IReadOnlyList<string> permissions, ILookupNormalizer normalizer)
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

    /// <summary>Takes in a role that a stock application made, so that the log knows of it.</summary>
    public void Adopt(string description, IReadOnlyList<string> permissions)
    {
        Profile = new RoleProfile { RoleId = Id, Description = description };
        Events.Add(new RoleCreated(Id, Name!, description, permissions));
        ConcurrencyStamp = NewStamp();
    }

    /// <summary>Records that the role now allows more.</summary>
    public void PermissionsAdded(IReadOnlyList<string> added, IReadOnlyList<string> all)
    {
        Events.Add(new RolePermissionsAdded(Id, added, all));
        ConcurrencyStamp = NewStamp();
    }

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}

/// <summary>One row a role, in a table of ours.</summary>
internal sealed class RoleProfile
{
    public string RoleId { get; set; } = "";

    public string Description { get; set; } = "";
}
