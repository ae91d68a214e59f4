namespace UserAdmin.Users;

/// <summary>
/// Removes what is left of purged accounts where no transaction reaches: in files, and in what a database keeps of rows
/// that are gone.
/// </summary>
internal interface IPurgeTraces
{
    /// <summary>Removes what is left of accounts that the read model no longer has.</summary>
    /// <param name="userIds">Keys of the accounts.</param>
    /// <param name="cancellationToken">Cancels the operation; it is repeated after the next start.</param>
    /// <returns>False if something is in use at the moment; the caller repeats it soon.</returns>
    Task<bool> RemoveAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);
}
