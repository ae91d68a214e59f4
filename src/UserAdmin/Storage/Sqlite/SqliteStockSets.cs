using UserAdmin.Account;
using UserAdmin.Users;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// A comparison of items of which an account can have several, between the stock Identity tables and the read model.
/// </summary>
/// <param name="UserId">Column with the id of the user who owns the item.</param>
/// <param name="From">Tables; <c>r</c> is the account's row of the read model.</param>
/// <param name="Where">Condition that selects the items that exist on one side only.</param>
/// <param name="Words">SQL expression that produces the sentence about such an item.</param>
internal sealed record SqliteStockSets(string UserId, string From, string Where, string Words)
{
    /// <summary>Selects the members of a role that exist on one side only.</summary>
    public const string MembersOfRole =
        "SELECT a.UserId FROM main.AspNetUserRoles a WHERE a.RoleId = @role AND NOT EXISTS (SELECT 1 FROM "
        + "rm.UserRoles b WHERE b.UserId = a.UserId AND b.RoleId = a.RoleId) "
        + "UNION ALL SELECT b.UserId FROM rm.UserRoles b WHERE b.RoleId = @role AND NOT EXISTS (SELECT 1 "
        + "FROM main.AspNetUserRoles a WHERE a.UserId = b.UserId AND a.RoleId = b.RoleId)";

    public static IReadOnlyList<SqliteStockSets> All { get; } =
    [
        new(
            "a.UserId",
            "main.AspNetUserRoles a JOIN rm.Users r ON r.Id = a.UserId JOIN main.AspNetRoles s ON s.Id = a.RoleId",
            "NOT EXISTS (SELECT 1 FROM rm.UserRoles b WHERE b.UserId = a.UserId AND b.RoleId = a.RoleId)",
            "'Role “' || COALESCE(s.Name, a.RoleId) || '” was given by another program, and what it allows "
                + "counts. It is not in the log.'"
        ),
        new(
            "b.UserId",
            "rm.UserRoles b JOIN rm.Users r ON r.Id = b.UserId",
            "NOT EXISTS (SELECT 1 FROM main.AspNetUserRoles a WHERE a.UserId = b.UserId AND a.RoleId = b.RoleId)",
            "'Role “' || b.RoleName || '” was taken away by another program. It is shown, and allows nothing.'"
        ),
        new(
            "a.UserId",
            "main.AspNetUserClaims a JOIN rm.Users r ON r.Id = a.UserId",
            "NOT EXISTS (SELECT 1 FROM rm.UserClaims b WHERE b.UserId = a.UserId AND b.ClaimType = "
                + "COALESCE(a.ClaimType, '') AND b.Value = COALESCE(a.ClaimValue, ''))",
            "'Claim ' || COALESCE(a.ClaimType, '') || ' = ' || COALESCE(a.ClaimValue, '') || ' was added "
                + "by another program. It is not in the log.'"
        ),
        new(
            "b.UserId",
            "rm.UserClaims b JOIN rm.Users r ON r.Id = b.UserId",
            "NOT EXISTS (SELECT 1 FROM main.AspNetUserClaims a WHERE a.UserId = b.UserId AND "
                + "COALESCE(a.ClaimType, '') = b.ClaimType AND COALESCE(a.ClaimValue, '') = b.Value)",
            "'Claim ' || b.ClaimType || ' = ' || b.Value || ' was removed by another program. It is still shown.'"
        ),
        new(
            "a.UserId",
            "main.AspNetUserLogins a JOIN rm.Users r ON r.Id = a.UserId",
            "NOT EXISTS (SELECT 1 FROM rm.ExternalLogins b WHERE b.UserId = a.UserId AND b.Provider = "
                + "a.LoginProvider AND b.ProviderKey = a.ProviderKey)",
            "'External login ' || COALESCE(a.ProviderDisplayName, a.LoginProvider) || ' was added by "
                + "another program. It is not in the log.'"
        ),
        new(
            "b.UserId",
            "rm.ExternalLogins b JOIN rm.Users r ON r.Id = b.UserId",
            "NOT EXISTS (SELECT 1 FROM main.AspNetUserLogins a WHERE a.UserId = b.UserId AND "
                + "a.LoginProvider = b.Provider AND a.ProviderKey = b.ProviderKey)",
            "'External login ' || b.ProviderName || ' was removed by another program. It is still shown.'"
        ),
        new(
            "a.UserId",
            "main.AspNetUserPasskeys a JOIN rm.Users r ON r.Id = a.UserId",
            "NOT EXISTS (SELECT 1 FROM rm.Passkeys b WHERE b.UserId = a.UserId AND b.PasskeyId = "
                + "ua_passkey(a.CredentialId))",
            "'Passkey “' || COALESCE(json_extract(a.Data, '$.Name'), 'without a name') || '” was added by "
                + "another program, and lets its owner in. It is not in the log.'"
        ),
        new(
            "b.UserId",
            "rm.Passkeys b JOIN rm.Users r ON r.Id = b.UserId",
            "NOT EXISTS (SELECT 1 FROM main.AspNetUserPasskeys a WHERE a.UserId = b.UserId AND "
                + "ua_passkey(a.CredentialId) = b.PasskeyId)",
            "'Passkey “' || b.Name || '” was removed by another program. It is still shown.'"
        ),
        .. SqliteMarks.Tokens(
            StockTokens.AuthenticatorKey,
            nameof(UserProfile.AuthenticatorMark),
            "The key of the authenticator app is not one that was set here: another program set it. Its codes count.",
            "The key of the authenticator app was removed by another program: no code of the app is accepted."
        ),
        .. SqliteMarks.Tokens(
            StockTokens.RecoveryCodes,
            nameof(UserProfile.RecoveryCodesMark),
            "The recovery codes are not those that the log knows: another program made new ones, or "
                + "somebody used one there.",
            "The recovery codes were used up or removed by another program. They are still counted."
        ),
    ];
}
