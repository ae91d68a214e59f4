using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Changes who the person is. Holds the whole form: a field that differs from what it was at
/// <paramref name="SeenVersion"/> is changed, one that does not is left to whoever changed it meanwhile.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="DisplayName">Name as people read it, 1 to 200 characters.</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> the person saw.</param>
[Permission(Permissions.UsersEdit)]
public sealed record UpdateUserProfile(string UserId, string DisplayName, long SeenVersion) : ICommand
{
    /// <summary>Given name, at most 100 characters, or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>Family name, at most 100 characters, or null.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Job title, at most 150 characters, or null.</summary>
    public string? JobTitle { get; init; }

    /// <summary>Department, at most 100 characters, or null.</summary>
    public string? Department { get; init; }

    /// <summary>Language tag (BCP 47), or null.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA time zone, or null.</summary>
    public string? TimeZone { get; init; }
}
