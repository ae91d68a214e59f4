using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>Shuts the account, here and in every application that opens the same database, until it is enabled again. Its sessions end.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersDisable)]
public sealed record DisableUser(string UserId) : ICommand;
