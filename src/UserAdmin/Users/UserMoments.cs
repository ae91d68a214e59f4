namespace UserAdmin.Users;

/// <summary>Rules for points in time that an administrator chooses.</summary>
internal static class UserMoments
{
    // A longer time is taken for a typing error, and the latest representable times mean a lockout without an end.
    private static readonly TimeSpan _farthest = TimeSpan.FromDays(36525);

    /// <summary>Returns true if a time is in the future, at most 100 years from now.</summary>
    public static bool IsAhead(DateTimeOffset moment, TimeProvider time) =>
        moment > time.GetUtcNow() && moment - time.GetUtcNow() <= _farthest;
}
