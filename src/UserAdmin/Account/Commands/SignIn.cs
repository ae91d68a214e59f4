using UserAdmin.Messaging;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Opens a session with a password. Refused in the same words whether the address is unknown, the password wrong or the
/// account shut; a wrong password counts towards the lockout all the same.
/// </summary>
/// <param name="SessionId">Id of the new session, made by the sender: 256 random bits as base64url. Whoever holds it is signed in.</param>
/// <param name="Email">Address the person typed (a user name does too).</param>
/// <param name="Password">Password the person typed.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record SignIn(string SessionId, string Email, string Password) : ICommand
{
    /// <summary>The browser, as it calls itself; at most 500 characters are kept.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => $"{nameof(SignIn)} {{ Email = {Email} }}";
}
