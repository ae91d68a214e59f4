namespace UserAdmin.Users;

/// <summary>
/// What users own outside their account. The folder that stores it decides what happens to it when the account is
/// removed for good.
/// </summary>
internal interface IUserBelongings
{
    /// <summary>Hands on or removes what the user owns, in the open transaction.</summary>
    Task LeaveBehindAsync(string userId, CancellationToken cancellationToken);
}
