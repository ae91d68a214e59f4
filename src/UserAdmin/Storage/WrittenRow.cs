using System.Collections.Concurrent;
using System.Data.Common;
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
    private readonly string _insert;
    private readonly string _delete;
    private readonly ConcurrentDictionary<ulong, string> _updates = new();
    private readonly int _depth;

    private WrittenRow(IEntityType entity)
    {
        _columns = [.. entity.GetProperties().Select((property, i) => new Column(property, i))];
        _table = $"\"{entity.GetTableName()}\"";
        _depth = DepthOf(entity);
        _insert =
            $"INSERT INTO {_table} ({string.Join(", ", _columns.Select(column => column.Name))}) "
            + $"VALUES ({string.Join(", ", _columns.Select(column => column.Value))})";
        _delete = $"DELETE FROM {_table} WHERE {Conditions()}";
        IsPlain =
            _columns.Length <= MostColumns
            && entity.BaseType is null
            && !entity.GetDirectlyDerivedTypes().Any()
            && !entity.IsOwned()
            && !entity.GetComplexProperties().Any()
            && !entity.GetNavigations().Any(navigation => navigation.ForeignKey.IsOwnership)
            && _columns.All(column => column.Property.ValueGenerated == ValueGenerated.Never);
    }

    /// <summary>Whether these statements write the whole entity: one row of one table, without generated values.</summary>
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

    /// <summary>Fills a command that writes a row. Returns false if nothing in it has changed.</summary>
    public bool Fill(DbCommand command, IUpdateEntry entry)
    {
        switch (entry.EntityState)
        {
            case EntityState.Added:
                command.CommandText = _insert;
                foreach (var column in _columns)
                {
                    column.AddValue(command, entry);
                }

                return true;

            case EntityState.Deleted:
                command.CommandText = _delete;
                AddConditions(command, entry);
                return true;

            default:
                return FillUpdate(command, entry);
        }
    }

    private bool FillUpdate(DbCommand command, IUpdateEntry entry)
    {
        var changed = 0UL;
        for (var i = 0; i < _columns.Length; i++)
        {
            if (entry.IsModified(_columns[i].Property))
            {
                changed |= 1UL << i;
                _columns[i].AddValue(command, entry);
            }
        }

        if (changed == 0)
        {
            return false;
        }

        command.CommandText = _updates.GetOrAdd(changed, static (changed, row) => row.Update(changed), this);
        AddConditions(command, entry);
        return true;
    }

    private void AddConditions(DbCommand command, IUpdateEntry entry)
    {
        foreach (var column in _columns)
        {
            if (column.IsCondition)
            {
                column.AddCondition(command, entry);
            }
        }
    }

    private string Update(ulong changed)
    {
        var set = _columns
            .Where((_, i) => (changed & (1UL << i)) != 0)
            .Select(column => $"{column.Name} = {column.Value}");
        return $"UPDATE {_table} SET {string.Join(", ", set)} WHERE {Conditions()}";
    }

    private string Conditions() =>
        string.Join(
            " AND ",
            _columns
                .Where(column => column.IsCondition)
                .Select(column =>
                    column.Property.IsNullable
                        ? $"{column.Name} IS NOT DISTINCT FROM {column.Condition}"
                        : $"{column.Name} = {column.Condition}"
                )
        );

    private static int DepthOf(IEntityType entity) =>
        entity
            .GetForeignKeys()
            .Where(key => key.PrincipalEntityType != entity)
            .Select(key => 1 + DepthOf(key.PrincipalEntityType))
            .DefaultIfEmpty()
            .Max();

    /// <summary>A column, and its parameters: for its new value, and for the value that is expected in the row.</summary>
    private sealed class Column(IProperty property, int number)
    {
        private readonly RelationalTypeMapping _mapping = property.GetRelationalTypeMapping();

        public IProperty Property => property;

        public string Name { get; } = $"\"{property.GetColumnName()}\"";

        public string Value { get; } = $"@p{number}";

        public string Condition { get; } = $"@c{number}";

        public bool IsCondition { get; } = property.IsPrimaryKey() || property.IsConcurrencyToken;

        public void AddValue(DbCommand command, IUpdateEntry entry) =>
            Add(command, Value, entry.GetCurrentValue(property));

        public void AddCondition(DbCommand command, IUpdateEntry entry) =>
            Add(command, Condition, entry.GetOriginalValue(property));

        private void Add(DbCommand command, string name, object? value) =>
            command.Parameters.Add(_mapping.CreateParameter(command, name, value, property.IsNullable));
    }
}
