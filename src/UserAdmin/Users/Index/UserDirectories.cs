using UserAdmin.Projections;

namespace UserAdmin.Users.Index;

/// <summary>Finds the directory of the read model in use.</summary>
internal sealed class UserDirectories(ReadModelInUse inUse, UserIndexing indexing)
{
    /// <summary>
    /// What the lists of users are answered from. At the start of the program it takes a moment to be there: some 10 s
    /// for a million users.
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
