namespace UserAdmin.Users.Index;

/// <summary>Finds the directory of the list as it was at a moment.</summary>
internal interface IPastDirectories
{
    /// <summary>
    /// Returns the directory as of a moment. It is built when it is asked for first, which takes seconds for a million
    /// accounts, and kept for those who ask next.
    /// </summary>
    /// <param name="at">The moment, not in the future.</param>
    /// <param name="cancellationToken">Stops waiting; others may wait for the same directory.</param>
    Task<UserDirectory> AtAsync(DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Tells how far the list as of a moment is.</summary>
public interface IPastListLoading
{
    /// <summary>
    /// Returns how many accounts that have changed since are done, of how many; null if nothing is being built for this
    /// moment.
    /// </summary>
    /// <param name="at">The moment, as in the query.</param>
    UserListProgress? ProgressAt(DateTimeOffset at);
}
