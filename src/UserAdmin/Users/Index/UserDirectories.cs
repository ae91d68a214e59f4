using UserAdmin.Projections;

namespace UserAdmin.Users.Index;

/// <summary>Finds the directory of the read model in use.</summary>
internal sealed class UserDirectories(ReadModelInUse inUse, UserIndexing indexing)
{
    /// <summary>
    /// Returns the directory that answers queries about lists of users. When the program has just started, this waits
    /// until the index is loaded: about 10 s for a million users.
    /// </summary>
    public Task<UserDirectory> UsersAsync(CancellationToken cancellationToken) =>
        indexing.Current is { } users
            ? Task.FromResult(users)
            : Task.Run(
                () =>
                {
                    ObjectDisposedException.ThrowIf(!inUse.Open(), inUse);
                    return indexing.Current!;
                },
                cancellationToken
            );
}
