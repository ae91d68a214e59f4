using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>Changes or removes the account's phone number, not confirmed yet.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="PhoneNumber">Number, at most 50 characters of digits, spaces and <c>+ ( ) - . / x</c>; null or empty removes it.</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> the person saw.</param>
[Permission(Permissions.UsersEdit)]
public sealed record ChangeUserPhone(string UserId, string? PhoneNumber, long SeenVersion) : ICommand;
