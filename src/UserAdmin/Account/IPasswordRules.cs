using UserAdmin.Policies;

namespace UserAdmin.Account;

/// <summary>What is asked of a new password, for showing it beside the field. The pipeline decides.</summary>
public interface IPasswordRules
{
    /// <summary>The rule as people read it, from the policy as it is now.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<string> DescribeAsync(CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
internal sealed class PasswordRules(PolicyReader policies) : IPasswordRules
{
    public async ValueTask<string> DescribeAsync(CancellationToken cancellationToken = default) =>
        PasswordPolicy.Describe((await policies.CurrentAsync(cancellationToken)).MinPasswordLength);
}
