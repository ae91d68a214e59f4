using UserAdmin.Messaging;

namespace UserAdmin.Account.Commands;

/// <summary>Creates the first administrator, and the role Administrator if it is missing. Refused once there is one.</summary>
/// <param name="UserId">Key of the new account, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Token">The token that the program printed at start (<see cref="IFirstAdministratorSetup.Token"/>).</param>
/// <param name="DisplayName">Name as people read it, 1 to 200 characters.</param>
/// <param name="Email">Address; it becomes the user name too.</param>
/// <param name="Password">Password, checked against the policy.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record SetUpFirstAdministrator(string UserId, string Token, string DisplayName, string Email, string Password) : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => $"{nameof(SetUpFirstAdministrator)} {{ Email = {Email} }}";
}
