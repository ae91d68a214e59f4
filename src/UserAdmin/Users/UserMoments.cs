namespace UserAdmin.Users;

/// <summary>Moments that an administrator chooses.</summary>
internal static class UserMoments
{
    // Longer is a mistake of typing, and the last representable moments belong to lockouts without an end.
    private static readonly TimeSpan _farthest = TimeSpan.FromDays(36525);

    /// <summary>Whether a moment lies ahead, at most 100 years.</summary>
    public static bool IsAhead(DateTimeOffset moment, TimeProvider time) =>
        moment > time.GetUtcNow() && moment - time.GetUtcNow() <= _farthest;
}
