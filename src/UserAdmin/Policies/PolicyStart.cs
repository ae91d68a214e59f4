using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Policies;

/// <summary>
/// The policy while nobody has changed it: the values of <see cref="Policy"/>, and the session lifetime of the
/// settings.
/// </summary>
internal sealed class PolicyStart(IOptions<UserAdminOptions> options)
{
    public Policy Policy =>
        new() { SessionHours = Math.Clamp((int)Math.Ceiling(options.Value.SessionLifetime.TotalHours), 1, 720) };
}
