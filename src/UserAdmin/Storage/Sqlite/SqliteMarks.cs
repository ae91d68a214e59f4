using Microsoft.Data.Sqlite;
using UserAdmin.Account;
using UserAdmin.Users;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Functions that SQL statements call because SQLite cannot compute them: marks of secrets and names of passkeys.
/// </summary>
internal static class SqliteMarks
{
    /// <summary>Registers the functions on a connection.</summary>
    public static void Register(SqliteConnection connection)
    {
        connection.CreateFunction(
            "ua_mark",
            (string userId, string? secret) => UserProfile.MarkOf(userId, secret),
            isDeterministic: true
        );
        connection.CreateFunction(
            "ua_passkey",
            (byte[] credentialId) => User.PasskeyIdOf(credentialId),
            isDeterministic: true
        );
    }

    /// <summary>
    /// Compares the secrets in <c>AspNetUserTokens</c> with their marks; accounts without a mark are not compared.
    /// </summary>
    public static IEnumerable<SqliteStockSets> Tokens(string token, string mark, string changed, string removed)
    {
        var of = $"t.LoginProvider = '{StockTokens.Provider}' AND t.Name = '{token}' AND t.Value <> ''";
        return
        [
            new(
                "t.UserId",
                "main.AspNetUserTokens t JOIN rm.Users r ON r.Id = t.UserId JOIN main.UserProfiles p ON "
                    + "p.UserId = t.UserId",
                $"{of} AND p.{mark} IS NOT NULL AND p.{mark} <> ua_mark(t.UserId, t.Value)",
                $"'{changed}'"
            ),
            new(
                "p.UserId",
                "main.UserProfiles p JOIN rm.Users r ON r.Id = p.UserId JOIN main.AspNetUsers u ON u.Id = p.UserId",
                $"p.{mark} <> '' AND NOT EXISTS (SELECT 1 FROM main.AspNetUserTokens t WHERE t.UserId = "
                    + $"p.UserId AND {of})",
                $"'{removed}'"
            ),
        ];
    }
}
