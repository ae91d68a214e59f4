using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>Gives the account another user name.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="UserName">Unique name to sign in with, 1 to 256 of the characters that stock Identity allows.</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> the person saw.</param>
[Permission(Permissions.UsersEdit)]
public sealed record ChangeUserName(string UserId, string UserName, long SeenVersion) : ICommand;
