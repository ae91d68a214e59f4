using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using UserAdmin.Roles;
using UserAdmin.Users;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// The columns of a table that are copied to be compared. The copy has the names and the keys of the program's own
/// layout, whatever the database has.
/// </summary>
internal sealed class ComparedTable
{
    private readonly ValueConverter?[] _converters;
    private readonly string _select;

    private ComparedTable(
        string into,
        IEntityType entity,
        string[] properties,
        IReadOnlyList<AccountAttribute>? attributes
    )
    {
        Attributes = attributes ?? [];
        var columns = properties
            .Concat(Attributes.Select(attribute => attribute.Name))
            .Select(property => ColumnOf(entity, property))
            .ToArray();
        Into = into;
        Columns = attributes is null ? properties : [.. properties, nameof(UserRow.Attributes)];
        Key = $"\"{columns[0].Name}\"";
        _converters = [.. columns.Select(column => column.Keys)];
        _select =
            $"SELECT {string.Join(", ", columns.Select(column => $"\"{column.Name}\""))} FROM {entity.QuotedTable()}";
    }

    /// <summary>The table of the copy.</summary>
    public string Into { get; }

    /// <summary>Its columns; the first is the key of the account or role that a row is about.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The columns of the application that are read after the others; they are one column of the copy, in the form of
    /// <see cref="UserRow.Attributes"/>.
    /// </summary>
    public IReadOnlyList<AccountAttribute> Attributes { get; }

    /// <summary>The column of that key in the database, as SQL.</summary>
    public string Key { get; }

    /// <summary>Returns what is compared of accounts.</summary>
    /// <param name="model">The names of tables and columns.</param>
    /// <param name="attributes">The columns of the application.</param>
    public static IReadOnlyList<ComparedTable> OfAccounts(IModel model, IReadOnlyList<AccountAttribute> attributes) =>
        [
            OfUsers(
                model,
                attributes,
                nameof(User.Id),
                nameof(User.UserName),
                nameof(User.Email),
                nameof(User.PhoneNumber),
                nameof(User.EmailConfirmed),
                nameof(User.TwoFactorEnabled),
                nameof(User.PasswordHash),
                nameof(User.LockoutEnd),
                nameof(User.LockoutEnabled),
                nameof(User.PhoneNumberConfirmed)
            ),
            Of<UserProfile>(
                model,
                "UserProfiles",
                nameof(UserProfile.UserId),
                nameof(UserProfile.PasswordMark),
                nameof(UserProfile.AuthenticatorMark),
                nameof(UserProfile.RecoveryCodesMark)
            ),
            Of<IdentityUserRole<string>>(model, "AspNetUserRoles", "UserId", "RoleId"),
            Of<IdentityUserClaim<string>>(model, "AspNetUserClaims", "UserId", "ClaimType", "ClaimValue"),
            Of<IdentityUserLogin<string>>(
                model,
                "AspNetUserLogins",
                "UserId",
                "LoginProvider",
                "ProviderKey",
                "ProviderDisplayName"
            ),
            Of<IdentityUserToken<string>>(model, "AspNetUserTokens", "UserId", "LoginProvider", "Name", "Value"),
            Of<IdentityUserPasskey<string>>(model, "AspNetUserPasskeys", "UserId", "CredentialId", "Data"),
        ];

    /// <summary>Returns what is compared of roles.</summary>
    public static IReadOnlyList<ComparedTable> OfRoles(IModel model) =>
        [
            Of<Role>(model, "AspNetRoles", nameof(Role.Id), nameof(Role.Name)),
            Of<IdentityRoleClaim<string>>(model, "AspNetRoleClaims", "RoleId", "ClaimType", "ClaimValue"),
        ];

    /// <summary>Returns the members of a role; the first column is that of the role.</summary>
    public static ComparedTable Members(IModel model) =>
        Of<IdentityUserRole<string>>(model, "AspNetUserRoles", "RoleId", "UserId");

    /// <summary>Returns the names of accounts, into a table of another name.</summary>
    public static ComparedTable Strangers(IModel model) =>
        Of<User>(model, nameof(Strangers), nameof(User.Id), nameof(User.UserName), nameof(User.Email));

    /// <summary>Creates the statement that reads the rows to copy.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="transaction">The transaction to read in.</param>
    /// <param name="condition">What follows the name of the table: a condition, an order.</param>
    public DbCommand Read(DbConnection connection, DbTransaction? transaction, string condition) =>
        connection.Command(transaction, $"{_select} {condition}");

    /// <summary>Returns a value of a row as the program has it: keys in the form of here.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="value">The value that was read; not null.</param>
    public object FromDatabase(int column, object value) =>
        _converters[column] is not { } converter
            ? value
            : converter.ConvertFromProvider(
                value.GetType() == converter.ProviderClrType
                    ? value
                    : Convert.ChangeType(value, converter.ProviderClrType, CultureInfo.InvariantCulture)
            )!;

    /// <summary>Returns a key as the database has it.</summary>
    public object ToDatabase(string key) => _converters[0]?.ConvertToProvider(key) ?? key;

    /// <summary>Returns keys as the database has them, as an array of their type.</summary>
    public Array ToDatabase(IReadOnlyList<string> keys)
    {
        var list = Array.CreateInstance(_converters[0]?.ProviderClrType ?? typeof(string), keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            list.SetValue(ToDatabase(keys[i]), i);
        }

        return list;
    }

    private static ComparedTable Of<TEntity>(IModel model, string into, params string[] properties) =>
        new(into, Entity<TEntity>(model), properties, attributes: null);

    private static ComparedTable OfUsers(
        IModel model,
        IReadOnlyList<AccountAttribute> attributes,
        params string[] properties
    ) => new("AspNetUsers", Entity<User>(model), properties, attributes);

    private static IEntityType Entity<TEntity>(IModel model) =>
        model.FindEntityType(typeof(TEntity))
        ?? throw new InvalidOperationException($"{typeof(TEntity).Name} is not in the model.");

    private static (string Name, ValueConverter? Keys) ColumnOf(IEntityType entity, string name)
    {
        if (entity.FindProperty(name) is not { } property)
        {
            // A passkey's data are one document.
            return (entity.FindNavigation(name)!.TargetEntityType.GetContainerColumnName()!, null);
        }

        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        return (
            property.GetColumnName(table)!,
            property.ClrType == typeof(string) ? property.GetTypeMapping().Converter : null
        );
    }
}
