namespace UserAdmin.Users;

/// <summary>The loading of the index that answers lists of users, after a start.</summary>
public interface IUserListLoading
{
    /// <summary>The progress, or null once lists are answered. Until then, queries for lists wait.</summary>
    UserListProgress? Progress { get; }

    /// <summary>
    /// Begins to read the snapshot of the index, which the rest of the start need not wait for. Without this call, it
    /// is read when the read model is opened.
    /// </summary>
    void Begin();
}

/// <summary>How far the list of users is loaded.</summary>
/// <param name="Loaded">The number of users read so far.</param>
/// <param name="Total">The number of all users; 0 while it is unknown.</param>
public sealed record UserListProgress(long Loaded, long Total);
