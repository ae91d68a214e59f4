using System.Data;
using System.Data.Common;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlStockTables(IWriteStore writeStore, SqliteReadStore readStore, TimeProvider time)
    : IStockTables
{
    public IStockSnapshots? Open()
    {
        if (SqliteStockCopy.TryCreate(readStore, time) is not { } copy)
        {
            return null;
        }

        try
        {
            return new PostgreSqlStockSnapshots(writeStore.OpenReadOnly(), copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}

/// <inheritdoc/>
internal sealed class PostgreSqlStockSnapshots : IStockSnapshots
{
    private static readonly Copied[] _ofAccounts =
    [
        new(
            "AspNetUsers",
            [
                "Id",
                "UserName",
                "Email",
                "PhoneNumber",
                "EmailConfirmed",
                "TwoFactorEnabled",
                "PasswordHash",
                "LockoutEnd",
                "LockoutEnabled",
            ]
        ),
        new("UserProfiles", ["UserId", "PasswordMark", "AuthenticatorMark", "RecoveryCodesMark"]),
        new("AspNetUserRoles", ["UserId", "RoleId"]),
        new("AspNetUserClaims", ["UserId", "ClaimType", "ClaimValue"]),
        new("AspNetUserLogins", ["UserId", "LoginProvider", "ProviderKey", "ProviderDisplayName"]),
        new("AspNetUserTokens", ["UserId", "LoginProvider", "Name", "Value"]),
        new("AspNetUserPasskeys", ["UserId", "CredentialId", "Data"]),
    ];

    private static readonly Copied[] _ofRoles =
    [
        new("AspNetRoles", ["Id", "Name"]),
        new("AspNetRoleClaims", ["RoleId", "ClaimType", "ClaimValue"]),
    ];

    private readonly DbConnection _stock;
    private readonly SqliteStockCopy _copy;
    private DbTransaction? _moment;

    /// <param name="stock">A connection to the server; disposed with this.</param>
    /// <param name="copy">Where the rows are compared; disposed with this.</param>
    public PostgreSqlStockSnapshots(DbConnection stock, SqliteStockCopy copy)
    {
        (_stock, _copy) = (stock, copy);
        foreach (var table in _ofAccounts.Concat(_ofRoles))
        {
            _copy.Create(table.Name, table.Columns);
        }
    }

    public bool TryBegin()
    {
        _moment = _stock.BeginTransaction(IsolationLevel.RepeatableRead);
        using (var tail = _stock.Command(_moment, "SELECT COALESCE(MAX(\"Position\"), 0) FROM \"EventLog\""))
        {
            _copy.EndsAt((long)tail.ExecuteScalar()!);
        }

        foreach (var table in _ofRoles)
        {
            Copy(table, "");
        }

        return _copy.Compared.TryBegin();
    }

    public void End()
    {
        _copy.Compared.End();
        _moment?.Dispose();
        _moment = null;
    }

    public (AccountRange Range, int Count)? Next(string after, int take) => _copy.Compared.Next(after, take);

    public IEnumerable<StockDifference> Accounts(AccountRange range)
    {
        var ids = _copy.Compared.Ids(range);
        foreach (var table in _ofAccounts)
        {
            Copy(table, $" WHERE \"{table.Columns[0]}\" = ANY(@ids)", ("@ids", ids));
        }

        return _copy.Compared.Accounts(range);
    }

    public IEnumerable<StockDifference> Roles() => _copy.Compared.Roles();

    public IEnumerable<StockDifference> Members(string roleId, int most)
    {
        Copy(
            _ofAccounts.Single(table => table.Name == "AspNetUserRoles"),
            " WHERE \"RoleId\" = @role",
            ("@role", roleId)
        );
        return _copy.Compared.Members(roleId, most);
    }

    public void Dispose()
    {
        End();
        _copy.Dispose();
        _stock.Dispose();
    }

    private void Copy(Copied table, string condition, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var columns = string.Join(", ", table.Columns.Select(column => $"\"{column}\""));
        using var read = _stock.Command(_moment, $"SELECT {columns} FROM \"{table.Name}\"{condition}", parameters);
        using var rows = read.ExecuteReader();
        _copy.Fill(table.Name, rows);
    }

    /// <summary>The columns of a table that are compared; the first is its key.</summary>
    private sealed record Copied(string Name, string[] Columns);
}
