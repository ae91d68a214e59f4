using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>Creates an account.</summary>
/// <param name="UserId">Key of the new account, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="UserName">Unique name to sign in with, 1 to 256 of the characters that stock Identity allows.</param>
/// <param name="Email">Unique address (RFC 5321, internationalised domains allowed).</param>
/// <param name="DisplayName">Name as people read it, 1 to 200 characters.</param>
[Permission(Permissions.UsersCreate)]
public sealed record CreateUser(string UserId, string UserName, string Email, string DisplayName) : ICommand
{
    /// <summary>Given name, at most 100 characters, or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>Family name, at most 100 characters, or null.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Job title, at most 150 characters, or null.</summary>
    public string? JobTitle { get; init; }

    /// <summary>Department, at most 100 characters, or null.</summary>
    public string? Department { get; init; }

    /// <summary>Phone number, at most 50 characters, or null.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Language tag (BCP 47), or null.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA time zone, or null.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Initial password, checked against the policy, or null for an account without one.</summary>
    public string? Password { get; init; }
}
