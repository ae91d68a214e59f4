namespace UserAdmin.Account;

/// <summary>
/// The names under which stock Identity stores a user's second factor in <c>AspNetUserTokens</c>
/// (<c>UserStoreBase</c>), so that a stock application finds it.
/// </summary>
internal static class StockTokens
{
    public const string Provider = "[AspNetUserStore]";

    /// <summary>The authenticator's key, as base32.</summary>
    public const string AuthenticatorKey = "AuthenticatorKey";

    /// <summary>The recovery codes that are left, joined by semicolons.</summary>
    public const string RecoveryCodes = "RecoveryCodes";
}
