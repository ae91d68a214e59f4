namespace UserAdmin.Users;

/// <summary>Tells how far the index that answers lists of users is loaded after a start.</summary>
public interface IUserListLoading
{
    /// <summary>The progress, or null once lists are answered. Until then, queries for lists wait.</summary>
    UserListProgress? Progress { get; }
}

/// <summary>How far the list of users is loaded.</summary>
/// <param name="Loaded">The number of users read so far.</param>
/// <param name="Total">The number of all users; 0 while it is unknown.</param>
public sealed record UserListProgress(long Loaded, long Total);
