using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace UserAdmin.Storage.Attached;

/// <summary>
/// Changes the program's migrations for a database that an application made: nothing is done to the application's
/// tables, nothing refers to them, and ours have the names and keys of the layout. So one set of migrations serves
/// both.
/// </summary>
/// <param name="layout">Where the tables are.</param>
/// <param name="keyType">
/// The type of a key of a user or a role in this database; null for the text it is anyway.
/// </param>
/// <param name="ownSchema">The schema of our tables; null in a database without schemas.</param>
internal sealed class AttachedOperations(DatabaseLayout layout, string? keyType, string? ownSchema)
{
    // What migrations have done to rows until now concerns databases that had some then, and those of the program's own
    // layout only: no database was attached before.
    private static readonly string[] _aboutRows = ["UPDATE ", "INSERT ", "DELETE "];

    /// <summary>Returns the operations as this database needs them.</summary>
    public IReadOnlyList<MigrationOperation> Change(IReadOnlyList<MigrationOperation> operations) =>
        [.. operations.Where(IsWanted).Select(Change)];

    private bool IsWanted(MigrationOperation operation) =>
        operation switch
        {
            CreateTableOperation create => !IsTheirs(create.Name),
            SqlOperation sql => !Array.Exists(
                _aboutRows,
                verb => sql.Sql.TrimStart().StartsWith(verb, StringComparison.OrdinalIgnoreCase)
            ),
            ITableMigrationOperation part => !IsTheirs(part.Table),
            _ => true,
        };

    private bool IsTheirs(string table) =>
        IdentityEntities.KindOf(table) is { } kind && layout.Shape!.Find(kind) is not null;

    private MigrationOperation Change(MigrationOperation operation)
    {
        switch (operation)
        {
            case CreateTableOperation create:
                Change(create);
                break;
            case CreateIndexOperation index:
                (index.Table, index.Schema) = Place(index.Table, index.Schema);
                // In SQLite, names of indexes are shared by all tables.
                index.Name = layout.OwnName(index.Name);
                break;
            case DropIndexOperation index:
                (index.Table, index.Schema) = Place(index.Table!, index.Schema);
                index.Name = layout.OwnName(index.Name);
                break;
            case AddColumnOperation column:
                (column.Table, column.Schema) = Place(column.Table, column.Schema);
                break;
            case DropColumnOperation column:
                (column.Table, column.Schema) = Place(column.Table, column.Schema);
                break;
            case DropTableOperation drop:
                (drop.Name, drop.Schema) = Place(drop.Name, drop.Schema);
                break;
            case SqlOperation or EnsureSchemaOperation:
                break;
            default:
                throw new NotSupportedException(
                    $"{operation.GetType().Name} is not known to migrations of attached databases. Add it to "
                        + $"{nameof(AttachedOperations)}."
                );
        }

        return operation;
    }

    private void Change(CreateTableOperation create)
    {
        var keys = create.ForeignKeys.Where(key => IdentityEntities.KindOf(key.PrincipalTable) is not null).ToList();
        var names = keys.SelectMany(key => key.Columns).ToHashSet(StringComparer.Ordinal);
        if (IdentityEntities.KindOf(create.Name) is IdentityTableKind.Users or IdentityTableKind.Roles)
        {
            names.Add("Id");
        }

        foreach (var column in create.Columns)
        {
            if (keyType is not null && names.Contains(column.Name))
            {
                (column.ColumnType, column.Collation, column.MaxLength) = (keyType, null, null);
                column.ClrType = typeof(object);
            }

            // A counter of its own in the table sqlite_sequence would stay after the table is gone.
            column.RemoveAnnotation("Sqlite:Autoincrement");
        }

        create.ForeignKeys.RemoveAll(keys.Contains);
        (create.Name, create.Schema) = Place(create.Name, create.Schema);
        foreach (var key in create.ForeignKeys)
        {
            (key.PrincipalTable, key.PrincipalSchema) = Place(key.PrincipalTable, key.PrincipalSchema);
        }

        foreach (var column in create.Columns)
        {
            (column.Table, column.Schema) = (create.Name, create.Schema);
        }
    }

    private (string Table, string? Schema) Place(string table, string? schema) =>
        (layout.OwnName(table), ownSchema ?? schema);
}
