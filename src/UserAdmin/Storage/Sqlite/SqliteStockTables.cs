using System.Globalization;
using Microsoft.Data.Sqlite;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStockTables(SqliteFiles files, SqliteReadStore readStore, TimeProvider time) : IStockTables
{
    public IStockSnapshots? Open()
    {
        if (readStore.PathInUse() is not { } readPath)
        {
            return null;
        }

        var connection = SqliteReading.Open(files.WritePath);
        try
        {
            SqliteReading.Attach(connection, readPath, "rm");
            SqliteMarks.Register(connection);
            return new SqliteStockSnapshots(connection, time);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            return null;
        }
    }
}

/// <inheritdoc/>
internal sealed class SqliteStockSnapshots(SqliteConnection connection, TimeProvider time) : IStockSnapshots
{
    private const string Inactive = "(r.DisabledAt IS NOT NULL OR r.DeletedAt IS NOT NULL OR r.InvitedAt IS NOT NULL)";

    private SqliteTransaction? _moment;

    public bool TryBegin()
    {
        _moment = connection.BeginTransaction(deferred: true);
        // The first read of each file determines the snapshot that the transaction sees.
        return (long)Scalar("SELECT COALESCE(MAX(Position), 0) FROM main.EventLog")!
            == (long)Scalar("SELECT Position FROM rm.Checkpoint")!;
    }

    public void End()
    {
        _moment?.Dispose();
        _moment = null;
    }

    public void Dispose()
    {
        End();
        connection.Dispose();
    }

    public (AccountRange Range, int Count)? Next(string after, int take)
    {
        using var command = connection.Command(
            _moment,
            "SELECT MAX(Id), COUNT(*) FROM (SELECT Id FROM rm.Users WHERE Id > @after ORDER BY Id LIMIT @take)",
            ("@after", after),
            ("@take", take)
        );
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? (new(after, reader.GetString(0)), reader.GetInt32(1)) : null;
    }

    /// <summary>Returns the ids of the accounts of a range.</summary>
    public string[] Ids(AccountRange range) =>
        [.. Read($"SELECT Id FROM rm.Users WHERE {Within("Id", range)}", Of(range), reader => reader.GetString(0))];

    public IEnumerable<StockDifference> Accounts(AccountRange range) =>
        Facts(range)
            .Concat(
                SqliteStockSets.All.SelectMany(set =>
                    Read(
                        $"SELECT r.Id, r.DisplayName, {set.Words} FROM {set.From} WHERE "
                            + $"{Within(set.UserId, range)} AND {set.Where}",
                        Of(range),
                        reader => new StockDifference(
                            reader.GetString(0),
                            false,
                            reader.GetString(1),
                            reader.GetString(2)
                        )
                    )
                )
            );

    public IEnumerable<StockDifference> Roles()
    {
        var held = Read(
                "SELECT RoleId, ClaimValue FROM main.AspNetRoleClaims WHERE ClaimType = @type AND "
                    + "ClaimValue IS NOT NULL",
                [("@type", Permissions.ClaimType)],
                reader => (RoleId: reader.GetString(0), Name: reader.GetString(1))
            )
            .Where(claim => Permissions.Names.Contains(claim.Name))
            .ToLookup(claim => claim.RoleId, claim => claim.Name);
        return Read(
                "SELECT r.Id, r.Name, r.Permissions, s.Id, s.Name FROM rm.Roles r LEFT JOIN "
                    + "main.AspNetRoles s ON s.Id = r.Id",
                [],
                reader =>
                    (
                        Id: reader.GetString(0),
                        Name: reader.GetString(1),
                        Logged: reader.GetString(2),
                        IsThere: !reader.IsDBNull(3),
                        Stock: reader.IsDBNull(4) ? null : reader.GetString(4)
                    )
            )
            .SelectMany(role =>
                SqliteStockText
                    .OfRole(role.Name, role.IsThere, role.Stock, RoleRow.Names(role.Logged), held[role.Id])
                    .Select(what => new StockDifference(role.Id, true, role.Name, what))
            );
    }

    public IEnumerable<StockDifference> Members(string roleId, int most) =>
        Read(
            "SELECT s.Id, s.Name, r.DisplayName || ' (' || r.UserName || ')', l.UserId IS NULL FROM "
                + $"main.AspNetRoles s JOIN ({SqliteStockSets.MembersOfRole}) m "
                + "JOIN rm.Users r ON r.Id = m.UserId LEFT JOIN rm.UserRoles l ON l.UserId = m.UserId AND "
                + "l.RoleId = s.Id WHERE s.Id = @role ORDER BY r.DisplayName LIMIT @most",
            [("@role", roleId), ("@most", most)],
            reader => new StockDifference(
                reader.GetString(0),
                true,
                reader.GetString(1),
                reader.GetBoolean(3)
                    ? $"{reader.GetString(2)} was given this role by another program, and has what it allows. "
                        + "It is not in the log."
                    : $"{reader.GetString(2)} lost this role to another program. The log still has it."
            )
        );

    private IEnumerable<StockDifference> Facts(AccountRange range)
    {
        var now = time.GetUtcNow();
        return Read(
                "SELECT r.Id, r.DisplayName, u.Id IS NOT NULL, u.Email, r.Email, u.UserName, r.UserName, "
                    + "u.PhoneNumber, r.PhoneNumber, u.EmailConfirmed, r.EmailConfirmed, "
                    + "u.TwoFactorEnabled, r.TwoFactorEnabled, u.PasswordHash IS NOT NULL, r.HasPassword, "
                    + "u.PasswordHash IS NOT NULL AND p.PasswordMark IS NOT NULL AND substr(u.PasswordHash, "
                    + "-16) <> p.PasswordMark, "
                    + $"u.LockoutEnd, u.LockoutEnabled, {Inactive}, r.LockedUntil "
                    + "FROM rm.Users r LEFT JOIN main.AspNetUsers u ON u.Id = r.Id LEFT JOIN "
                    + "main.UserProfiles p ON p.UserId = r.Id "
                    + $"WHERE {Within("r.Id", range)} AND (u.Id IS NULL OR u.Email IS NOT r.Email OR u.UserName "
                    + $"IS NOT r.UserName OR u.PhoneNumber IS NOT r.PhoneNumber "
                    + "OR u.EmailConfirmed <> r.EmailConfirmed OR u.TwoFactorEnabled <> r.TwoFactorEnabled "
                    + "OR (u.PasswordHash IS NOT NULL) <> r.HasPassword "
                    + "OR (u.PasswordHash IS NOT NULL AND p.PasswordMark IS NOT NULL AND "
                    + "substr(u.PasswordHash, -16) <> p.PasswordMark) "
                    + $"OR CASE WHEN {Inactive} THEN u.LockoutEnd IS NULL OR u.LockoutEnd < '9999' OR u.LockoutEnabled = 0 "
                    + "ELSE COALESCE(u.LockoutEnd > @now, 0) OR COALESCE(r.LockedUntil > @ticks, 0) END)",
                [
                    .. Of(range),
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

    private static string Within(string column, AccountRange range) =>
        range.Last is null ? $"{column} = @first" : $"{column} > @first AND {column} <= @last";

    private static (string, object?)[] Of(AccountRange range) =>
        range.Last is null ? [("@first", range.First)] : [("@first", range.First), ("@last", range.Last)];

    private object? Scalar(string sql)
    {
        using var command = connection.Command(_moment, sql);
        return command.ExecuteScalar();
    }

    private IEnumerable<T> Read<T>(string sql, (string, object?)[] parameters, Func<SqliteDataReader, T> read)
    {
        using var command = (SqliteCommand)connection.Command(_moment, sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }
}
