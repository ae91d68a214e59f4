namespace UserAdmin.Account;

/// <summary>The way in while there is no administrator: a one-time token that the program prints at start.</summary>
public interface IFirstAdministratorSetup
{
    /// <summary>Whether an administrator is still missing. Reads the write model.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> IsNeededAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The token of this run of the program, 256 random bits as base64url. Worth nothing once there is an
    /// administrator.
    /// </summary>
    string Token { get; }
}
