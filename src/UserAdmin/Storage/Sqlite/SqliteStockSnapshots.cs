using Microsoft.Data.Sqlite;
using UserAdmin.Monitoring.StockTables;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStockSnapshots : IStockSnapshots
{
    private readonly SqliteMoment _moment;
    private readonly SqliteStockAccounts _accounts;
    private readonly SqliteStockRoles _roles;

    /// <param name="connection">The stock tables, beside the read model; disposed with this.</param>
    /// <param name="permissionClaim">The type of the claims that are permissions.</param>
    /// <param name="time">The time now, for lockouts.</param>
    /// <param name="attributes">The application's own columns, if the stock tables are a copy.</param>
    public SqliteStockSnapshots(
        SqliteConnection connection,
        string permissionClaim,
        TimeProvider time,
        IReadOnlyList<AccountAttribute>? attributes = null
    )
    {
        _moment = new(connection);
        (_accounts, _roles) = (new(_moment, time, attributes), new(_moment, permissionClaim));
    }

    public bool TryBegin()
    {
        _moment.Begin();
        // The first read of each file determines the snapshot that the transaction sees.
        return (long)_moment.Scalar("SELECT COALESCE(MAX(Position), 0) FROM main.EventLog")!
            == (long)_moment.Scalar("SELECT Position FROM rm.Checkpoint")!;
    }

    public void End() => _moment.End();

    public void Dispose() => _moment.Dispose();

    public (AccountRange Range, int Count)? Next(string after, int take) => Next("rm.Users", after, take);

    /// <summary>Returns the ids of the accounts of a range.</summary>
    public string[] Ids(AccountRange range) =>
        [
            .. _moment.Read(
                $"SELECT Id FROM rm.Users WHERE {range.Within("Id")}",
                range.Parameters,
                reader => reader.GetString(0)
            ),
        ];

    public IEnumerable<StockDifference> Accounts(AccountRange range) => _accounts.Of(range);

    public IEnumerable<StockDifference> Roles() => _roles.All();

    public IEnumerable<StockDifference> Members(string roleId, int most) => _roles.Members(roleId, most);

    public Stretch Strangers(string after, int take) => Strangers("main.AspNetUsers", after, take);

    /// <summary>As above, of a table with the ids and names of stock accounts.</summary>
    public Stretch Strangers(string table, string after, int take) =>
        Next(table, after, take) is not var (range, count)
            ? new(null, 0, [])
            : new(
                range.Last,
                count,
                [
                    .. _moment.Read(
                        $"SELECT u.Id, COALESCE(u.UserName, u.Email, u.Id) FROM {table} u WHERE "
                            + $"{range.Within("u.Id")} AND NOT EXISTS (SELECT 1 FROM rm.Users r WHERE r.Id = u.Id) "
                            + "ORDER BY u.Id",
                        range.Parameters,
                        reader => new StockDifference(
                            reader.GetString(0),
                            false,
                            reader.GetString(1),
                            "Another program created the account. It is not in the log."
                        )
                    ),
                ]
            );

    private (AccountRange Range, int Count)? Next(string table, string after, int take)
    {
        var (last, count) = _moment
            .Read(
                $"SELECT MAX(Id), COUNT(*) FROM (SELECT Id FROM {table} WHERE Id > @after ORDER BY Id LIMIT @take)",
                [("@after", after), ("@take", take)],
                reader => (Last: reader.IsDBNull(0) ? null : reader.GetString(0), Count: reader.GetInt32(1))
            )
            .Single();
        return last is null ? null : (new(after, last), count);
    }
}
