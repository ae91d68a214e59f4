using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage;

/// <summary>
/// Inserts many rows into one table of the write model. The mapping comes from EF Core, so a row is defined in one
/// place; EF Core itself would take ten times as long per row. In a database inside this process, rows are inserted at
/// once. To a server, they go with the command's other statements (decision 74), many in each statement, because a
/// statement takes longer than most rows.
/// </summary>
internal sealed class RowInserts<TRow>
    where TRow : class
{
    private const int RowsAtOnce = 1000;

    private readonly WriteContext _context;
    private readonly DbTransaction _transaction;
    private readonly Column[] _columns;
    private readonly InsertedColumn[] _inserted;
    private readonly string _table;

    /// <param name="context">A context with an open transaction, in a command.</param>
    public RowInserts(WriteContext context)
    {
        var entity =
            context.Model.FindEntityType(typeof(TRow))
            ?? throw new InvalidOperationException($"{typeof(TRow).Name} is not part of the write model.");
        // Leave out a key that the database generates, and columns that it computes.
        _columns =
        [
            .. entity
                .GetProperties()
                .Where(property =>
                    property.ValueGenerated == ValueGenerated.Never
                    && property.GetBeforeSaveBehavior() == PropertySaveBehavior.Save
                )
                .Select(property => new Column(property)),
        ];
        _inserted = [.. _columns.Select(column => column.Inserted)];
        _table = entity.QuotedTable();
        _context = context;
        _transaction = context.Database.CurrentTransaction!.GetDbTransaction();
    }

    /// <summary>Inserts rows; on a server, at the end of the command.</summary>
    /// <exception cref="DbException">A key or another unique value already exists. On a server, that is thrown when the
    /// rows are sent.</exception>
    public async Task AddAsync(IEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            var inserted = new InsertedRows(_table, _inserted, [.. some.Select(Values)]);
            if (_context.Database.GetDbConnection() is IInsertsRows connection)
            {
                connection.Insert(inserted);
                continue;
            }

            var insert = _context.InsertMany(_transaction, inserted);
            await _context.Unsent!.AddAsync(insert, _ => { }, cancellationToken);
        }
    }

    private object?[] Values(TRow row)
    {
        var values = new object?[_columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _columns[i].Value(row);
        }

        return values;
    }

    private sealed class Column
    {
        private readonly IClrPropertyGetter _getter;
        private readonly Func<object?, object?>? _convert;

        public Column(IProperty property)
        {
            _getter = property.GetGetter();
            var converter = property.GetRelationalTypeMapping().Converter;
            _convert = converter?.ConvertToProvider;
            var type = converter?.ProviderClrType ?? property.ClrType;
            Inserted = new(property.GetColumnName(), Nullable.GetUnderlyingType(type) ?? type);
        }

        public InsertedColumn Inserted { get; }

        public object? Value(TRow row)
        {
            var value = _getter.GetClrValue(row);
            return _convert is null ? value : _convert(value);
        }
    }
}
