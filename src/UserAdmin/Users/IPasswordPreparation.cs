using UserAdmin.Messaging;

namespace UserAdmin.Users;

/// <summary>Checks and hashes the password in a command, before the write gate.</summary>
internal interface IPasswordPreparation
{
    /// <summary>
    /// Checks a new password against the policy and stores its hash for the handler. A null password means that there
    /// is none.
    /// </summary>
    /// <param name="command">The command; its handler gets the hash from <see cref="CurrentMessage.PreparedFor"/>.
    /// </param>
    /// <param name="password">The password.</param>
    /// <param name="field">Name of the command's property, for the refusal.</param>
    /// <param name="personal">Values that an attacker would try first: user name, email, display name.</param>
    /// <returns>The reason why the password is refused, or null.</returns>
    Task<Error?> PrepareAsync(ICommand command, string? password, string field, params string?[] personal);
}
