using UserAdmin.Messaging;

namespace UserAdmin.Account.Commands;

/// <summary>Ends one's own session.</summary>
/// <param name="SessionId">Id of the session.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record SignOut(string SessionId) : ICommand
{
    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => nameof(SignOut);
}
