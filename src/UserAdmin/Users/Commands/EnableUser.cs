using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>Opens a disabled account again.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersDisable)]
public sealed record EnableUser(string UserId) : ICommand;
