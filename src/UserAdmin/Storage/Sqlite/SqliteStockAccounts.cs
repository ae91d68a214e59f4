using System.Globalization;
using UserAdmin.Monitoring.StockTables;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Compares accounts with everything that belongs to them.</summary>
/// <param name="moment">Where to read.</param>
/// <param name="time">The time now, for lockouts.</param>
/// <param name="attributes">
/// The application's own columns, which the table of users has as one; null if it has none.
/// </param>
internal sealed class SqliteStockAccounts(
    SqliteMoment moment,
    TimeProvider time,
    IReadOnlyList<AccountAttribute>? attributes
)
{
    private const string Inactive = "(r.DisabledAt IS NOT NULL OR r.DeletedAt IS NOT NULL OR r.InvitedAt IS NOT NULL)";

    /// <summary>Returns the differences of the accounts of a range.</summary>
    public IEnumerable<StockDifference> Of(AccountRange range) =>
        Facts(range)
            .Concat(
                SqliteStockSets.All.SelectMany(set =>
                    moment.Read(
                        $"SELECT r.Id, r.DisplayName, {set.Words} FROM {set.From} WHERE "
                            + $"{range.Within(set.UserId)} AND {set.Where}",
                        range.Parameters,
                        reader => new StockDifference(
                            reader.GetString(0),
                            false,
                            reader.GetString(1),
                            reader.GetString(2)
                        )
                    )
                )
            );

    // What the database computes from other columns follows them: events of this program do not tell it.
    private string Written(string column) =>
        (attributes ?? []).Where(attribute => attribute.Column.IsGenerated).ToList() is [_, ..] computed
            ? $"NULLIF(json_remove({column}, {string.Join(", ", computed.Select(PathOf))}), '{{}}')"
            : column;

    private static string PathOf(AccountAttribute attribute) =>
        $"'$.\"{attribute.Column.Name.Replace("'", "''", StringComparison.Ordinal)}\"'";

    private IEnumerable<StockDifference> Facts(AccountRange range)
    {
        var now = time.GetUtcNow();
        var (stock, logged) = (attributes is null ? "NULL" : Written("u.Attributes"), Written("r.Attributes"));
        return moment
            .Read(
                "SELECT r.Id, r.DisplayName, u.Id IS NOT NULL, NULLIF(u.Email, ''), NULLIF(r.Email, ''), "
                    + "NULLIF(u.UserName, ''), NULLIF(r.UserName, ''), "
                    + "NULLIF(u.PhoneNumber, ''), r.PhoneNumber, u.EmailConfirmed, r.EmailConfirmed, "
                    + "u.TwoFactorEnabled, r.TwoFactorEnabled, u.PasswordHash IS NOT NULL, r.HasPassword, "
                    + "u.PasswordHash IS NOT NULL AND p.PasswordMark IS NOT NULL AND substr(u.PasswordHash, "
                    + "-16) <> p.PasswordMark, "
                    + $"u.LockoutEnd, u.LockoutEnabled, {Inactive}, r.LockedUntil, "
                    + $"u.PhoneNumberConfirmed, r.PhoneNumberConfirmed, {stock}, "
                    + $"{(attributes is null ? "NULL" : logged)} "
                    + "FROM rm.Users r LEFT JOIN main.AspNetUsers u ON u.Id = r.Id LEFT JOIN "
                    + "main.UserProfiles p ON p.UserId = r.Id "
                    + $"WHERE {range.Within("r.Id")} AND (u.Id IS NULL "
                    + "OR NULLIF(u.Email, '') IS NOT NULLIF(r.Email, '') "
                    + "OR NULLIF(u.UserName, '') IS NOT NULLIF(r.UserName, '') "
                    + "OR NULLIF(u.PhoneNumber, '') IS NOT r.PhoneNumber "
                    + "OR u.PhoneNumberConfirmed <> r.PhoneNumberConfirmed "
                    + (attributes is null ? "" : $"OR {stock} IS NOT {logged} ")
                    + "OR u.EmailConfirmed <> r.EmailConfirmed OR u.TwoFactorEnabled <> r.TwoFactorEnabled "
                    + "OR (u.PasswordHash IS NOT NULL) <> r.HasPassword "
                    + "OR (u.PasswordHash IS NOT NULL AND p.PasswordMark IS NOT NULL AND "
                    + "substr(u.PasswordHash, -16) <> p.PasswordMark) "
                    + $"OR CASE WHEN {Inactive} THEN u.LockoutEnd IS NULL OR u.LockoutEnd < '9999' "
                    + "OR u.LockoutEnabled = 0 "
                    + "ELSE COALESCE(u.LockoutEnabled AND u.LockoutEnd > @now, 0) "
                    + "OR COALESCE(r.LockedUntil > @ticks, 0) END)",
                [
                    .. range.Parameters,
                    ("@now", now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
                    ("@ticks", now.UtcTicks),
                ],
                reader =>
                    (
                        Id: reader.GetString(0),
                        Name: reader.GetString(1),
                        Words: SqliteStockText.OfAccount(reader, now).ToList()
                    )
            )
            .SelectMany(account =>
                account.Words.Select(what => new StockDifference(account.Id, false, account.Name, what))
            );
    }
}
