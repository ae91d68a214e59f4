using System.Globalization;
using Microsoft.Data.Sqlite;
using UserAdmin.Roles;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Describes the differences between the stock tables and the log in sentences.</summary>
internal static class SqliteStockText
{
    /// <summary>
    /// Returns the sentences about an account, from a row with the column order in which <see
    /// cref="SqliteStockSnapshots"/> reads it.
    /// </summary>
    public static IEnumerable<string> OfAccount(SqliteDataReader row, DateTimeOffset now)
    {
        if (!row.GetBoolean(2))
        {
            yield return "Another program deleted the account. The data shown here come from the log.";
            yield break;
        }

        foreach (var (column, what) in ((int, string)[])[(3, "Email"), (5, "User name"), (7, "Phone number")])
        {
            var (stock, logged) = (Text(row, column), Text(row, column + 1));
            if (stock != logged)
            {
                yield return $"{what} in the tables: {stock ?? "none"}. In the log: {logged ?? "none"}.";
            }
        }

        if (Text(row, 22) != Text(row, 23))
        {
            yield return "The application changed columns of its own. The log has other values.";
        }

        if (row.GetBoolean(9) != row.GetBoolean(10))
        {
            yield return $"The email counts as {(row.GetBoolean(9) ? "confirmed" : "not confirmed")} in the tables, "
                + "and not so in the log.";
        }

        if (row.GetBoolean(20) != row.GetBoolean(21))
        {
            yield return $"The phone number counts as {(row.GetBoolean(20) ? "confirmed" : "not confirmed")} in the "
                + "tables, and not so in the log.";
        }

        if (row.GetBoolean(11) != row.GetBoolean(12))
        {
            yield return $"Two-factor is {(row.GetBoolean(11) ? "on" : "off")} in the tables, and "
                + $"{(row.GetBoolean(12) ? "on" : "off")} in the log.";
        }

        if (row.GetBoolean(13) != row.GetBoolean(14))
        {
            yield return row.GetBoolean(13)
                ? "Another program set a password. It is not in the log."
                : "Another program removed the password. It is still shown.";
        }
        else if (row.GetBoolean(15))
        {
            yield return "The password is not the one that was set here: another program changed it, or renewed its "
                + "hash.";
        }

        if (Lockout(row, now) is { } lockout)
        {
            yield return lockout;
        }
    }

    /// <summary>Returns the sentences about a role.</summary>
    public static IEnumerable<string> OfRole(
        string name,
        bool isThere,
        string? stockName,
        IEnumerable<RoleClaim> permissions,
        IEnumerable<RoleClaim> others,
        IEnumerable<RoleClaim> held,
        string permissionClaim
    )
    {
        if (!isThere)
        {
            yield return "Another program deleted the role. It is still shown, and allows nothing.";
            yield break;
        }

        if (stockName != name)
        {
            yield return $"Name in the tables: {stockName ?? "none"}. In the log: {name}.";
        }

        var (inLog, inTables) = (permissions.Concat(others).ToHashSet(), held.ToHashSet());
        foreach (var claim in inTables.Except(inLog).OrderBy(claim => claim.Value, StringComparer.Ordinal))
        {
            yield return Permissions.IsOurs(claim, permissionClaim)
                ? $"Permission {claim.Value} was added by another program, and counts. It is not in the log."
                : $"Claim {claim.ClaimType}: {claim.Value} was added by another program. It is not in the log.";
        }

        foreach (var claim in inLog.Except(inTables).OrderBy(claim => claim.Value, StringComparer.Ordinal))
        {
            yield return Permissions.IsOurs(claim, permissionClaim)
                ? $"Permission {claim.Value} was removed by another program. It is shown, and does not count."
                : $"Claim {claim.ClaimType}: {claim.Value} was removed by another program. The log still has it.";
        }
    }

    private static string? Lockout(SqliteDataReader row, DateTimeOffset now)
    {
        var until =
            Text(row, 16) is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
                ? end
                : (DateTimeOffset?)null;
        if (row.GetBoolean(18))
        {
            return until?.UtcDateTime.Year == DateTime.MaxValue.Year && row.GetBoolean(17)
                ? null
                : "The account is inactive here, but another program unlocked it: applications let the person in.";
        }

        if (!row.GetBoolean(17))
        {
            // Then Identity locks nobody out.
            until = null;
        }

        var logged = row.IsDBNull(19) ? (DateTimeOffset?)null : new DateTimeOffset(row.GetInt64(19), TimeSpan.Zero);
        return until is { } lockout && lockout > now
            ? (lockout - logged)?.Duration() < TimeSpan.FromSeconds(1)
                ? null
                : $"Locked by another program until {lockout.UtcDateTime:yyyy-MM-dd HH:mm} UTC. It is not in the log."
            : logged > now
                ? "Another program ended the lockout. It is still shown."
                : null;
    }

    private static string? Text(SqliteDataReader row, int ordinal) =>
        row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}
