using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Policies;

/// <summary>
/// The initial policy, until somebody changes it: the default values of <see cref="Policy"/>, with the session lifetime
/// from the settings.
/// </summary>
internal sealed class PolicyStart(IOptions<UserAdminOptions> options)
{
    public Policy Policy =>
        new() { SessionHours = Math.Clamp((int)Math.Ceiling(options.Value.SessionLifetime.TotalHours), 1, 720) };
}
