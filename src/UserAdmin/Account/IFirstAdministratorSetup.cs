namespace UserAdmin.Account;

/// <summary>
/// Gives access while there is no administrator, with a one-time token that the program prints at start.
/// </summary>
public interface IFirstAdministratorSetup
{
    /// <summary>Returns whether there is no administrator yet. Reads the write model.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> IsNeededAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the keys of the accounts with an address, two at most. In a database of another application, one of its
    /// accounts can become the first administrator.
    /// </summary>
    /// <param name="email">The address.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<string>> FindAsync(string email, CancellationToken cancellationToken = default);

    /// <summary>Returns how many accounts the write database has. Reads the write model.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<long> CountAccountsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The token of this run of the program, 256 random bits as base64url. It has no effect once there is an
    /// administrator.
    /// </summary>
    string Token { get; }
}
