using UserAdmin.Policies;

namespace UserAdmin.Account;

/// <summary>
/// Describes the requirements for a new password, to show them beside the field. The pipeline enforces them.
/// </summary>
public interface IPasswordRules
{
    /// <summary>Returns the rule of the current policy as text for people.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<string> DescribeAsync(CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
internal sealed class PasswordRules(PolicyReader policies) : IPasswordRules
{
    public async ValueTask<string> DescribeAsync(CancellationToken cancellationToken = default) =>
        PasswordPolicy.Describe((await policies.CurrentAsync(cancellationToken)).MinPasswordLength);
}
