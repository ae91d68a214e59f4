using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage;

/// <summary>
/// Adds many rows to one table of the write model with a statement that is prepared once. The mapping is EF Core's own,
/// so there is one place that says what a row is; EF Core itself would take ten times as long for each.
/// </summary>
internal sealed class RowInserts<TRow> : IDisposable
    where TRow : class
{
    private readonly DbCommand _insert;
    private readonly (IClrPropertyGetter Getter, Func<object?, object?>? Convert)[] _columns;

    /// <param name="context">In its transaction.</param>
    public RowInserts(WriteContext context)
    {
        var entity =
            context.Model.FindEntityType(typeof(TRow))
            ?? throw new InvalidOperationException($"{typeof(TRow).Name} is not part of the write model.");
        // A key that the database makes is left to it.
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
                $"INSERT INTO \"{entity.GetTableName()}\" "
                    + $"({string.Join(", ", properties.Select(property => $"\"{property.GetColumnName()}\""))}) "
                    + $"VALUES ({string.Join(", ", properties.Select((_, i) => $"@p{i}"))})"
            );
        for (var i = 0; i < properties.Length; i++)
        {
            _insert.Add($"@p{i}", null);
        }
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="DbException">A key or another unique value is there already.</exception>
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
