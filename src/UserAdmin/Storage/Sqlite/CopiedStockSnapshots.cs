using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Monitoring.StockTables;

namespace UserAdmin.Storage.Sqlite;

/// <summary>What differs between databases when rows are read to be compared.</summary>
/// <param name="Begin">Begins a transaction that sees one moment.</param>
/// <param name="Among">The condition, after a column, that it is among the keys of the parameter <c>@keys</c>.</param>
/// <param name="Parameter">Makes that parameter from an array of keys.</param>
internal sealed record CopyDialect(
    Func<DbConnection, DbTransaction> Begin,
    string Among,
    Func<Array, object> Parameter
);

/// <summary>
/// Snapshots of a database that is not in one file with names of ours: the rows that are compared are copied first.
/// </summary>
internal sealed class CopiedStockSnapshots : IStockSnapshots
{
    private readonly DbConnection _stock;
    private readonly SqliteStockCopy _copy;
    private readonly CopyDialect _dialect;
    private readonly string _tail;
    private readonly IReadOnlyList<ComparedTable> _ofAccounts;
    private readonly IReadOnlyList<ComparedTable> _ofRoles;
    private readonly ComparedTable _members;
    private readonly ComparedTable _strangers;
    private DbTransaction? _moment;

    /// <param name="stock">A connection to the database; disposed with this.</param>
    /// <param name="copy">Where the rows are compared; disposed with this.</param>
    /// <param name="contexts">Tell the names of tables and columns.</param>
    /// <param name="dialect">How rows are read.</param>
    public CopiedStockSnapshots(
        DbConnection stock,
        SqliteStockCopy copy,
        IDbContextFactory<WriteContext> contexts,
        CopyDialect dialect
    )
    {
        (_stock, _copy, _dialect) = (stock, copy, dialect);
        using var context = contexts.CreateDbContext();
        _tail = $"SELECT COALESCE(MAX(\"Position\"), 0) FROM {context.Layout.Log}";
        _ofAccounts = ComparedTable.OfAccounts(context.Model, context.Layout.Attributes);
        _ofRoles = ComparedTable.OfRoles(context.Model);
        _members = ComparedTable.Members(context.Model);
        _strangers = ComparedTable.Strangers(context.Model);
        foreach (var table in _ofAccounts.Concat(_ofRoles).Append(_strangers))
        {
            _copy.Create(table);
        }
    }

    public bool TryBegin()
    {
        _moment = _dialect.Begin(_stock);
        using (var tail = _stock.Command(_moment, _tail))
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
            Copy(table, $"WHERE {table.Key} {_dialect.Among}", ("@keys", _dialect.Parameter(table.ToDatabase(ids))));
        }

        return _copy.Compared.Accounts(range);
    }

    public Stretch Strangers(string after, int take)
    {
        // In the order of the database, because only that has an index. The first key may be any.
        var last = Copy(
            _strangers,
            $"{(after.Length == 0 ? "" : $"WHERE {_strangers.Key} > @after ")}ORDER BY {_strangers.Key} LIMIT @take",
            [
                ("@take", take),
                .. after.Length == 0 ? Array.Empty<(string, object?)>() : [("@after", _strangers.ToDatabase(after))],
            ]
        );
        return _copy.Compared.Strangers($"main.{_strangers.Into}", "", take) with { Last = last };
    }

    public IEnumerable<StockDifference> Roles() => _copy.Compared.Roles();

    public IEnumerable<StockDifference> Members(string roleId, int most)
    {
        Copy(_members, $"WHERE {_members.Key} = @role", ("@role", _members.ToDatabase(roleId)));
        return _copy.Compared.Members(roleId, most);
    }

    public void Dispose()
    {
        End();
        _copy.Dispose();
        _stock.Dispose();
    }

    /// <summary>Copies rows, and returns the key of the last one; null if there was none.</summary>
    private string? Copy(
        ComparedTable table,
        string condition,
        params ReadOnlySpan<(string Name, object? Value)> parameters
    )
    {
        using var read = table.Read(_stock, _moment, condition);
        foreach (var (name, value) in parameters)
        {
            read.Add(name, value);
        }

        using var rows = read.ExecuteReader();
        return _copy.Fill(table, rows);
    }
}
