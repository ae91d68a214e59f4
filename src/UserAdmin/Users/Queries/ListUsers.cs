using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Queries;

/// <summary>A page of users, found and sorted.</summary>
/// <param name="Search">Words to find, in any order, anywhere in name, email or user name; case and accents are ignored. Empty for all.</param>
/// <param name="Sort">Column to sort by.</param>
/// <param name="Descending">From the end.</param>
/// <param name="PageNumber">From 1; a page past the end is empty.</param>
/// <param name="PageSize">1 to 200.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUsers(
    string? Search = null, UserSort Sort = UserSort.DisplayName, bool Descending = false, int PageNumber = 1, int PageSize = 50)
    : IQuery<Page<UserRow>>;

/// <summary>Columns a list of users can be sorted by.</summary>
public enum UserSort
{
    /// <summary>Display name.</summary>
    DisplayName,

    /// <summary>User name.</summary>
    UserName,

    /// <summary>Email.</summary>
    Email,

    /// <summary>When the account was created.</summary>
    CreatedAt,

    /// <summary>When the account was last changed.</summary>
    ChangedAt,
}
