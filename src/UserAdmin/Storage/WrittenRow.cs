using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace UserAdmin.Storage;

/// <summary>The statements that write rows of one entity type, made from EF Core's own mapping.</summary>
internal sealed class WrittenRow
{
    private const string Annotation = "UserAdmin:WrittenRow";

    // Each changed column is one bit of a 64-bit number.
    private const int MostColumns = 64;

    private readonly Column[] _columns;
    private readonly string _table;
    private readonly ConcurrentDictionary<(EntityState State, ulong Changed), IRelationalCommand> _statements = new();
    private readonly int _depth;

    private WrittenRow(IEntityType entity)
    {
        _columns =
        [
            .. entity
                .GetProperties()
                .Where(property => property.GetBeforeSaveBehavior() == PropertySaveBehavior.Save)
                .Select((property, i) => new Column(property, i)),
        ];
        _table = entity.QuotedTable();
        _depth = DepthOf(entity);
        IsPlain =
            _columns.Length <= MostColumns
            && entity.BaseType is null
            && !entity.GetDirectlyDerivedTypes().Any()
            && !entity.IsOwned()
            && !entity.GetComplexProperties().Any()
            && !entity.GetNavigations().Any(navigation => navigation.ForeignKey.IsOwnership)
            && _columns.All(column => column.Property.ValueGenerated == ValueGenerated.Never);
    }

    /// <summary>
    /// Whether these statements write the whole entity: one row of one table, without generated values.
    /// </summary>
    public bool IsPlain { get; }

    /// <summary>Returns the statements of an entity type.</summary>
    public static WrittenRow Of(IEntityType entity) =>
        entity.GetOrAddRuntimeAnnotationValue(Annotation, static entity => new WrittenRow(entity!), entity);

    /// <summary>
    /// Returns the order in which rows are written: those that refer to others are deleted before them, and inserted
    /// after them.
    /// </summary>
    public static int Order(IUpdateEntry entry) =>
        entry.EntityState == EntityState.Deleted ? -Of(entry.EntityType)._depth : 1 + Of(entry.EntityType)._depth;

    /// <summary>
    /// Returns whether a row gives up a value that no two rows may have, so that another row can take it only after it.
    /// </summary>
    public bool GivesUpAValue(IUpdateEntry entry) =>
        entry.EntityState == EntityState.Modified
        && Array.Exists(_columns, column => column.IsUnique && entry.IsModified(column.Property));

    /// <summary>
    /// Returns the statement that writes a row, and adds its values; null if nothing in the row has changed.
    /// </summary>
    public IRelationalCommand? Statement(
        IRelationalCommandBuilderFactory builders,
        IUpdateEntry entry,
        Dictionary<string, object?> values
    )
    {
        var changed = 0UL;
        for (var i = 0; i < _columns.Length; i++)
        {
            var column = _columns[i];
            if (
                entry.EntityState == EntityState.Added
                || (entry.EntityState == EntityState.Modified && entry.IsModified(column.Property))
            )
            {
                changed |= 1UL << i;
                values.Add(column.Value, entry.GetCurrentValue(column.Property));
            }

            if (entry.EntityState != EntityState.Added && column.IsCondition)
            {
                values.Add(column.Condition, entry.GetOriginalValue(column.Property));
            }
        }

        return entry.EntityState == EntityState.Modified && changed == 0
            ? null
            : _statements.GetOrAdd(
                (entry.EntityState, changed),
                static (key, made) => made.Row.Build(made.Builders, key.State, key.Changed),
                (Row: this, Builders: builders)
            );
    }

    private IRelationalCommand Build(IRelationalCommandBuilderFactory builders, EntityState state, ulong changed)
    {
        var builder = builders.Create();
        var set = _columns.Where((_, i) => (changed & (1UL << i)) != 0).ToList();
        builder.Append(
            state switch
            {
                EntityState.Added => $"INSERT INTO {_table} ({string.Join(", ", set.Select(column => column.Name))}) "
                    + $"VALUES ({string.Join(", ", set.Select(column => $"@{column.Value}"))})",
                EntityState.Deleted => $"DELETE FROM {_table} WHERE {Conditions()}",
                _ => $"UPDATE {_table} "
                    + $"SET {string.Join(", ", set.Select(column => $"{column.Name} = @{column.Value}"))} "
                    + $"WHERE {Conditions()}",
            }
        );
        foreach (var column in set)
        {
            column.AddTo(builder, column.Value);
        }

        if (state != EntityState.Added)
        {
            foreach (var column in _columns.Where(column => column.IsCondition))
            {
                column.AddTo(builder, column.Condition);
            }
        }

        return builder.Build();
    }

    private string Conditions() =>
        string.Join(
            " AND ",
            _columns
                .Where(column => column.IsCondition)
                .Select(column =>
                    column.Property.IsNullable
                        ? $"{column.Name} IS NOT DISTINCT FROM @{column.Condition}"
                        : $"{column.Name} = @{column.Condition}"
                )
        );

    /// <summary>Returns how many tables refer to one another on the longest way from this one.</summary>
    internal static int DepthOf(IEntityType entity) =>
        entity
            .GetForeignKeys()
            .Where(key => key.PrincipalEntityType != entity)
            .Select(key => 1 + DepthOf(key.PrincipalEntityType))
            .DefaultIfEmpty()
            .Max();

    /// <summary>
    /// A column, and its parameters: for its new value, and for the value that is expected in the row.
    /// </summary>
    private sealed class Column(IProperty property, int number)
    {
        private readonly RelationalTypeMapping _mapping = property.GetRelationalTypeMapping();

        public IProperty Property => property;

        public string Name { get; } = $"\"{property.GetColumnName()}\"";

        public string Value { get; } = $"p{number}";

        public string Condition { get; } = $"c{number}";

        public bool IsCondition { get; } = property.IsPrimaryKey() || property.IsConcurrencyToken;

        public bool IsUnique { get; } = property.GetContainingIndexes().Any(index => index.IsUnique);

        public void AddTo(IRelationalCommandBuilder builder, string parameter) =>
            builder.AddParameter(parameter, $"@{parameter}", _mapping, property.IsNullable);
    }
}
