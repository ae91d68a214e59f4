using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>How an application keeps its accounts, read from its own EF Core model.</summary>
internal static class HostShape
{
    private static readonly Dictionary<Type, IdentityTableKind> _kinds = new()
    {
        [typeof(IdentityUser<>)] = IdentityTableKind.Users,
        [typeof(IdentityRole<>)] = IdentityTableKind.Roles,
        [typeof(IdentityUserRole<>)] = IdentityTableKind.UserRoles,
        [typeof(IdentityUserClaim<>)] = IdentityTableKind.UserClaims,
        [typeof(IdentityRoleClaim<>)] = IdentityTableKind.RoleClaims,
        [typeof(IdentityUserLogin<>)] = IdentityTableKind.UserLogins,
        [typeof(IdentityUserToken<>)] = IdentityTableKind.UserTokens,
        [typeof(IdentityUserPasskey<>)] = IdentityTableKind.UserPasskeys,
    };

    /// <summary>Reads a model.</summary>
    /// <param name="context">A context of the application.</param>
    /// <param name="defaultSchema">The schema of tables for which the model names none; null on SQLite.</param>
    /// <exception cref="StartupException">The model has no accounts that can be administered.</exception>
    public static IdentityShape Of(DbContext context, string? defaultSchema)
    {
        // That of the context at run time lacks default values and computed columns.
        var model = context.GetService<IDesignTimeModel>().Model;
        var entities = model
            .GetEntityTypes()
            .Where(entity => entity.BaseType is null)
            .Select(entity => (Entity: entity, Base: IdentityBase(entity.ClrType)))
            .Where(found => found.Base is not null)
            .ToDictionary(found => _kinds[found.Base!.GetGenericTypeDefinition()]);
        var name = context.GetType().Name;
        if (!entities.TryGetValue(IdentityTableKind.Users, out var users))
        {
            throw new StartupException(
                $"{name} has no users of ASP.NET Core Identity. Give AddUserAdmin the context that derives from "
                    + "IdentityDbContext."
            );
        }

        if (!entities.ContainsKey(IdentityTableKind.Roles))
        {
            throw new StartupException(
                $"{name} has no roles, and who may administer is kept in roles. Derive it from IdentityDbContext "
                    + "instead of IdentityUserContext, call AddRoles, and migrate."
            );
        }

        var tables = entities
            .OrderBy(found => found.Key)
            .Select(found => TableOf(found.Key, found.Value.Entity, found.Value.Base!, defaultSchema))
            .ToList();
        return new IdentityShape(
            KeyOf(users.Entity, name),
            entities.ContainsKey(IdentityTableKind.UserPasskeys) ? 3
                : users.Entity.FindProperty(nameof(IdentityUser.PhoneNumber))?.GetMaxLength() is null ? 1
                : 2,
            tables,
            ExtrasOf(users.Entity, tables[0])
        );
    }

    /// <summary>Returns the class of Identity that a class is or derives from; null if there is none.</summary>
    public static Type? IdentityBase(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && _kinds.ContainsKey(type.GetGenericTypeDefinition()))
            {
                return type;
            }
        }

        return null;
    }

    private static IdentityTable TableOf(
        IdentityTableKind kind,
        IEntityType entity,
        Type identity,
        string? defaultSchema
    )
    {
        var table = StoreOf(entity);
        var columns = identity
            .GetProperties()
            .Select(property => (property.Name, Column: entity.FindProperty(property.Name)?.GetColumnName(table)))
            .Where(found => found.Column is not null)
            .ToDictionary(found => found.Name, found => found.Column!);
        if (kind == IdentityTableKind.UserPasskeys)
        {
            // A document in a column, and so no property.
            var data = entity.FindNavigation(nameof(IdentityUserPasskey<>.Data))?.TargetEntityType;
            columns[nameof(IdentityUserPasskey<>.Data)] =
                data?.GetContainerColumnName() ?? nameof(IdentityUserPasskey<>.Data);
        }

        return new IdentityTable(kind, table.Schema ?? defaultSchema, table.Name, columns);
    }

    private static StoreObjectIdentifier StoreOf(IEntityType entity) =>
        StoreObjectIdentifier.Create(entity, StoreObjectType.Table)
        ?? throw new StartupException($"{entity.DisplayName()} is not stored in a table.");

    private static IdentityKey KeyOf(IEntityType users, string context)
    {
        var key = users.FindProperty(nameof(IdentityUser.Id))!;
        var type = StoredAs(key);
        return type == typeof(string) ? IdentityKey.Text
            : type == typeof(Guid) ? IdentityKey.Uuid
            : type == typeof(int) ? IdentityKey.Int
            : type == typeof(long) ? IdentityKey.BigInt
            : throw new StartupException(
                $"The keys of the users in {context} are {type.Name}. They have to be string, Guid, int or long."
            );
    }

    // Everything in the table, whoever maps it: classes that derive from the user, owned ones, properties without a
    // member.
    private static List<ExtraColumn> ExtrasOf(IEntityType users, IdentityTable table) =>
        [
            .. users
                .GetTableMappings()
                .First()
                .Table.Columns.Where(column => !table.Columns.Values.Contains(column.Name))
                .Select(ExtraOf),
        ];

    private static ExtraColumn ExtraOf(IColumn column)
    {
        var isGenerated = column.ComputedColumnSql is not null;
        return new ExtraColumn(
            column.Name,
            column.StoreType,
            column.PropertyMappings.Count == 0 ? ExtraColumnType.Other : TypeOf(column.PropertyMappings[0].Property),
            column.IsNullable,
            isGenerated || column.DefaultValueSql is not null || column.TryGetDefaultValue(out _),
            isGenerated
        );
    }

    private static ExtraColumnType TypeOf(IProperty property)
    {
        var type = StoredAs(property);
        return type == typeof(string) ? ExtraColumnType.Text
            : type == typeof(bool) ? ExtraColumnType.Boolean
            : type == typeof(Guid) ? ExtraColumnType.Uuid
            : type == typeof(DateOnly) ? ExtraColumnType.Date
            : type == typeof(DateTime) || type == typeof(DateTimeOffset) ? ExtraColumnType.Moment
            : type == typeof(decimal) || type == typeof(double) || type == typeof(float) ? ExtraColumnType.Decimal
            : type.IsPrimitive && type != typeof(char) ? ExtraColumnType.Integer
            : ExtraColumnType.Other;
    }

    // What the application converts itself, such as an enumeration to a number or a key of its own to a UUID; what the
    // provider does beyond that is how it stores that type.
    private static Type StoredAs(IProperty property)
    {
        var type = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? Enum.GetUnderlyingType(type) : type;
    }
}
