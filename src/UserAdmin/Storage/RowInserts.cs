using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage;

/// <summary>
/// Inserts many rows into one table of the write model with a statement that is prepared once. The mapping comes from
/// EF Core, so a row is defined in one place; EF Core itself would take ten times as long per row.
/// </summary>
internal sealed class RowInserts<TRow> : IDisposable
    where TRow : class
{
    private readonly DbCommand _insert;
    private readonly (IClrPropertyGetter Getter, Func<object?, object?>? Convert)[] _columns;

    /// <param name="context">A context with an open transaction.</param>
    public RowInserts(WriteContext context)
    {
        var entity =
            context.Model.FindEntityType(typeof(TRow))
            ?? throw new InvalidOperationException($"{typeof(TRow).Name} is not part of the write model.");
        // Leave out a key that the database generates.
        var properties = entity
            .GetProperties()
            .Where(property => property.ValueGenerated == ValueGenerated.Never)
            .ToArray();
        _columns =
        [
            .. properties.Select(property =>
                (property.GetGetter(), property.GetTypeMapping().Converter?.ConvertToProvider)
            ),
        ];
        _insert = context
            .Database.GetDbConnection()
            .Command(
                context.Database.CurrentTransaction!.GetDbTransaction(),
                $"INSERT INTO {entity.QuotedTable()} "
                    + $"({string.Join(", ", properties.Select(property => $"\"{property.GetColumnName()}\""))}) "
                    + $"VALUES ({string.Join(", ", properties.Select((_, i) => $"@p{i}"))})"
            );
        for (var i = 0; i < properties.Length; i++)
        {
            _insert.Add($"@p{i}", null);
        }
    }

    /// <summary>Inserts a row.</summary>
    /// <exception cref="DbException">A key or another unique value already exists.</exception>
    public void Add(TRow row)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var value = _columns[i].Getter.GetClrValue(row);
            _insert.Parameters[i].Value = (_columns[i].Convert is { } convert ? convert(value) : value) ?? DBNull.Value;
        }

        _insert.ExecuteNonQuery();
    }

    public void Dispose() => _insert.Dispose();
}
