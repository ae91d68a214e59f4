namespace UserAdmin.Users;

/// <summary>Moments that an administrator chooses.</summary>
internal static class UserMoments
{
    // A longer time is a typing error, and the last representable moments stand for lockouts without an end.
    private static readonly TimeSpan _farthest = TimeSpan.FromDays(36525);

    /// <summary>Whether a moment lies ahead, at most 100 years.</summary>
    public static bool IsAhead(DateTimeOffset moment, TimeProvider time) =>
        moment > time.GetUtcNow() && moment - time.GetUtcNow() <= _farthest;
}
