using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace UserAdmin.Storage.Attached;

/// <summary>
/// Maps the write model to a database that an application made: its tables and columns under the names that were found,
/// keys as they are, ours beside them.
/// </summary>
internal static class AttachedMapping
{
    /// <summary>Changes a model that was mapped to the program's own layout.</summary>
    /// <param name="builder">The model.</param>
    /// <param name="layout">Where the tables are.</param>
    /// <param name="hasUuids">Whether the database has a type for UUIDs.</param>
    /// <param name="ownSchema">The schema of our tables; null in a database without schemas.</param>
    public static void Apply(ModelBuilder builder, DatabaseLayout layout, bool hasUuids, string? ownSchema)
    {
        var shape = layout.Shape!;
        foreach (var entity in builder.Model.GetEntityTypes().Where(entity => !entity.IsOwned()).ToList())
        {
            if (IdentityEntities.KindOf(entity) is { } kind && shape.Find(kind) is { } table)
            {
                Place(entity, table);
            }
            else
            {
                // Ours, or one that the application lacks: an empty table of ours stands in for it.
                entity.SetTableName(layout.OwnName(entity.GetTableName()!));
                entity.SetSchema(ownSchema);
            }

            foreach (var property in entity.GetProperties())
            {
                if (
                    IdentityEntities.KeyOf(property) is { } holder
                    && AccountKeys.Converter(shape.Key, holder is IdentityTableKind.Roles, hasUuids) is { } converter
                )
                {
                    property.SetValueConverter(converter);
                    property.SetCollation(null);
                }
            }
        }

        AttributeColumns.Map(
            builder.Model.GetEntityTypes().Single(entity => IdentityEntities.KindOf(entity) == IdentityTableKind.Users),
            layout.Attributes,
            isTyped: ownSchema is not null
        );
    }

    private static void Place(IMutableEntityType entity, IdentityTable table)
    {
        entity.SetTableName(table.Name);
        entity.SetSchema(table.Schema);
        foreach (var property in entity.GetProperties())
        {
            if (table.Columns.TryGetValue(property.Name, out var column))
            {
                property.SetColumnName(column);
            }
        }

        if (
            entity.ClrType == typeof(IdentityUserPasskey<string>)
            && table.Columns.TryGetValue(nameof(IdentityUserPasskey<string>.Data), out var data)
        )
        {
            foreach (var part in entity.GetDeclaredNavigations().Where(part => part.TargetEntityType.IsOwned()))
            {
                part.TargetEntityType.SetContainerColumnName(data);
            }
        }
    }
}
