namespace UserAdmin.Users;

/// <summary>
/// Handles what users own outside their account. The folder that stores it decides what happens to it when the account
/// is purged.
/// </summary>
internal interface IUserBelongings
{
    /// <summary>Hands over or removes what the user owns, in the open transaction.</summary>
    Task LeaveBehindAsync(string userId, CancellationToken cancellationToken);
}
