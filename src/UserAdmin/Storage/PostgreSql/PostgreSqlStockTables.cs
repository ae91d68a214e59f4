using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlStockTables(IWriteStore writeStore, SqliteReadStore readStore, TimeProvider time)
    : IStockTables
{
    public IStockSnapshots? Open()
    {
        if (readStore.PathInUse() is not { } readPath)
        {
            return null;
        }

        var copy = new SqliteConnection("Data Source=:memory:");
        try
        {
            copy.Open();
            SqliteReading.Attach(copy, readPath, "rm");
            SqliteMarks.Register(copy);
            return new PostgreSqlStockSnapshots(writeStore.OpenReadOnly(), copy, time);
        }
        catch (SqliteException)
        {
            copy.Dispose();
            return null;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}

/// <inheritdoc/>
/// <remarks>
/// The rows to compare are copied into SQLite tables in memory, beside which the read model is attached, so that both
/// providers are compared by the same statements.
/// </remarks>
internal sealed class PostgreSqlStockSnapshots : IStockSnapshots
{
    private static readonly Copied[] _ofAccounts =
    [
        new(
            "AspNetUsers",
            "Id",
            "UserName, Email, PhoneNumber, EmailConfirmed, TwoFactorEnabled, PasswordHash, LockoutEnd, LockoutEnabled"
        ),
        new("UserProfiles", "UserId", "PasswordMark, AuthenticatorMark, RecoveryCodesMark"),
        new("AspNetUserRoles", "UserId", "RoleId"),
        new("AspNetUserClaims", "UserId", "ClaimType, ClaimValue"),
        new("AspNetUserLogins", "UserId", "LoginProvider, ProviderKey, ProviderDisplayName"),
        new("AspNetUserTokens", "UserId", "LoginProvider, Name, Value"),
        new("AspNetUserPasskeys", "UserId", "CredentialId, Data"),
    ];

    private static readonly Copied _members = new("AspNetUserRoles", "RoleId", "UserId");
    private static readonly Copied[] _ofRoles =
    [
        new("AspNetRoles", "Id", "Name"),
        new("AspNetRoleClaims", "RoleId", "ClaimType, ClaimValue"),
    ];

    private readonly DbConnection _stock;
    private readonly SqliteConnection _copy;
    private readonly SqliteStockSnapshots _compared;
    private DbTransaction? _moment;

    /// <param name="stock">A connection to the server; disposed with this.</param>
    /// <param name="copy">A connection to a database in memory, with the read model attached; disposed with this.</param>
    /// <param name="time">The clock.</param>
    public PostgreSqlStockSnapshots(DbConnection stock, SqliteConnection copy, TimeProvider time)
    {
        (_stock, _copy, _compared) = (stock, copy, new SqliteStockSnapshots(copy, time));
        Run("CREATE TABLE main.EventLog (Position INTEGER)");
        foreach (var table in _ofAccounts.Concat(_ofRoles))
        {
            Run($"CREATE TABLE main.{table.Name} ({table.Key}, {table.Others})");
        }
    }

    public bool TryBegin()
    {
        _moment = _stock.BeginTransaction(IsolationLevel.RepeatableRead);
        using var tail = _stock.Command(_moment, "SELECT COALESCE(MAX(\"Position\"), 0) FROM \"EventLog\"");
        Run("DELETE FROM main.EventLog");
        Run($"INSERT INTO main.EventLog VALUES ({(long)tail.ExecuteScalar()!})");
        foreach (var table in _ofRoles)
        {
            Copy(table, null);
        }

        return _compared.TryBegin();
    }

    public void End()
    {
        _compared.End();
        _moment?.Dispose();
        _moment = null;
    }

    public (AccountRange Range, int Count)? Next(string after, int take) => _compared.Next(after, take);

    public IEnumerable<StockDifference> Accounts(AccountRange range)
    {
        var ids = _compared.Ids(range);
        foreach (var table in _ofAccounts)
        {
            Copy(table, ids);
        }

        return _compared.Accounts(range);
    }

    public IEnumerable<StockDifference> Roles() => _compared.Roles();

    public IEnumerable<StockDifference> Members(string roleId, int most)
    {
        Copy(_members, [roleId]);
        return _compared.Members(roleId, most);
    }

    public void Dispose()
    {
        End();
        _compared.Dispose();
        _stock.Dispose();
    }

    private void Copy(Copied table, string[]? keys)
    {
        Run($"DELETE FROM main.{table.Name}");
        using var read = _stock.Command(
            _moment,
            $"SELECT {table.QuotedColumns} FROM \"{table.Name}\""
                + (keys is null ? "" : $" WHERE \"{table.Key}\" = ANY(@keys)"),
            keys is null ? [] : [("@keys", keys)]
        );
        using var insert = _copy.CreateCommand();
        insert.CommandText = $"INSERT INTO main.{table.Name} ({table.Key}, {table.Others}) VALUES ({table.Parameters})";
        for (var i = 0; i < table.Columns.Length; i++)
        {
            insert.Add($"@p{i}", null);
        }

        using var reader = read.ExecuteReader();
        while (reader.Read())
        {
            for (var i = 0; i < table.Columns.Length; i++)
            {
                insert.Parameters[i].Value =
                    reader.GetValue(i) is var value && value is DateTime
                        ? reader.GetFieldValue<DateTimeOffset>(i)
                        : value;
            }

            insert.ExecuteNonQuery();
        }
    }

    private void Run(string sql)
    {
        using var command = _copy.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The columns of a table that are compared.</summary>
    private sealed record Copied(string Name, string Key, string Others)
    {
        public string[] Columns { get; } = [Key, .. Others.Split(", ")];

        public string QuotedColumns => string.Join(", ", Columns.Select(column => $"\"{column}\""));

        public string Parameters => string.Join(", ", Columns.Select((_, i) => $"@p{i}"));
    }
}
