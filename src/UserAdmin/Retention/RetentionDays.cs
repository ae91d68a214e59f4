using UserAdmin.EventLog.Sealing;
using UserAdmin.Policies;

namespace UserAdmin.Retention;

/// <summary>How long the policy keeps sign-ins and addresses.</summary>
internal static class RetentionDays
{
    /// <summary>Returns the first day, in UTC, that is kept; null if all are.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="kind">What is kept.</param>
    /// <param name="now">The time.</param>
    public static DateOnly? Before(Policy policy, TraceKind kind, DateTimeOffset now)
    {
        var days = kind == TraceKind.SignIns ? policy.SignInRetentionDays : policy.AddressRetentionDays;
        return days == 0 ? null : DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days);
    }
}
