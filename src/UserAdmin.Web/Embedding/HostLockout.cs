using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using UserAdmin.Policies;

namespace UserAdmin.Web.Embedding;

/// <summary>The lockout of the host's <see cref="IdentityOptions"/>.</summary>
internal sealed class HostLockout(IOptions<IdentityOptions> options) : IHostLockout
{
    /// <inheritdoc/>
    public int MaxFailedAccessAttempts => options.Value.Lockout.MaxFailedAccessAttempts;

    /// <inheritdoc/>
    public TimeSpan DefaultLockoutTimeSpan => options.Value.Lockout.DefaultLockoutTimeSpan;
}
