namespace UserAdmin.Policies;

/// <summary>
/// The lockout of the application that the console lives in. It goes before that of the policy, so that an account is
/// locked after the same number of failed sign-ins wherever they happen.
/// </summary>
public interface IHostLockout
{
    /// <summary>Failed sign-ins in a row after which an account is locked.</summary>
    int MaxFailedAccessAttempts { get; }

    /// <summary>How long it is locked.</summary>
    TimeSpan DefaultLockoutTimeSpan { get; }
}
