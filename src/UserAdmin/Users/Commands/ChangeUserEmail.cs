using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>Gives the account another email address, not confirmed yet.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Email">Unique address (RFC 5321, internationalised domains allowed).</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> the person saw.</param>
[Permission(Permissions.UsersEdit)]
public sealed record ChangeUserEmail(string UserId, string Email, long SeenVersion) : ICommand;
