using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Policies;

/// <summary>
/// The initial policy, until somebody changes it: the default values of <see cref="Policy"/>, with the session lifetime
/// from the settings.
/// </summary>
internal sealed class PolicyStart(IOptions<UserAdminOptions> options, IEnumerable<IHostLockout> hosts)
{
    // Applications say “for ever” with times that no date is far enough for.
    private static readonly TimeSpan _longest = TimeSpan.FromDays(36_500);

    public Policy Policy =>
        new() { SessionHours = Math.Clamp((int)Math.Ceiling(options.Value.SessionLifetime.TotalHours), 1, 720) };

    /// <summary>Returns a policy with the lockout of the host application, if there is one.</summary>
    public Policy InForce(Policy policy) =>
        hosts.SingleOrDefault() is { } host
            ? policy with
            {
                MaxFailedSignIns = host.MaxFailedAccessAttempts,
                LockoutTime = host.DefaultLockoutTimeSpan < _longest ? host.DefaultLockoutTimeSpan : _longest,
            }
            : policy;
}
