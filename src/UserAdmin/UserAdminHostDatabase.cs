using System.Data.Common;
using System.Reflection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Attaching;
using UserAdmin.Storage;

namespace UserAdmin;

/// <summary>
/// The database of the host application's own context: its connection string, and the console attached to it.
/// </summary>
/// <param name="contextType">The application's context, which derives from <c>IdentityDbContext</c>.</param>
/// <param name="scopes">Creates scopes of the application's services.</param>
public sealed class UserAdminHostDatabase(Type contextType, IServiceScopeFactory scopes)
{
    private const string Instead =
        "Set ConnectionStrings:Write to the connection string of the application's database.";

    private static readonly string[] _ofFiles = ["Data Source", "DataSource", "Filename"];

    /// <summary>The class of the host's users; null before <see cref="Prepare"/>.</summary>
    public Type? UserType { get; private set; }

    /// <summary>The properties of that class by the names of columns; empty before <see cref="Prepare"/>.</summary>
    public IReadOnlyDictionary<string, PropertyInfo> UserProperties { get; private set; } =
        new Dictionary<string, PropertyInfo>();

    /// <summary>
    /// Returns the connection string of the host's context, after the console has been attached to the database if it
    /// was not yet.
    /// </summary>
    /// <param name="configured">The connection string in the settings, which goes first; null if there is
    /// none.</param>
    /// <exception cref="StartupException">The database cannot be used; the text says what to do.</exception>
    public string Prepare(string? configured)
    {
        using var scope = scopes.CreateScope();
        using var context = Context(scope.ServiceProvider);
        var users = context.Model.GetEntityTypes().FirstOrDefault(IsUser);
        UserType = users?.ClrType;
        UserProperties = (users?.GetProperties() ?? [])
            .Where(property => property.PropertyInfo is not null)
            .ToDictionary(property => property.GetColumnName(), property => property.PropertyInfo!);
        var connection = string.IsNullOrEmpty(configured) ? ConnectionOf(context) : configured;
        var found = UserAdminAttach.Examine(connection, new ExaminationOptions());
        if (found.IsOurs)
        {
            return connection;
        }

        var shape = HostShape.Of(context, DefaultSchema(context));
        Check(context, shape);
        if (found is { Shape: not null, Refusal: { } refusal })
        {
            throw new StartupException($"UserAdmin cannot be attached. {refusal}");
        }

        UserAdminAttach.Attach(connection, Together(shape, found.Shape));
        return connection;
    }

    // The database knows best what its columns are, and that a number in SQLite has 64 bits; the model, which tables
    // and columns are Identity's, and whether text is a UUID.
    private static IdentityShape Together(IdentityShape model, IdentityShape? found)
    {
        var (users, seen) = (model.Find(IdentityTableKind.Users)!, found?.Find(IdentityTableKind.Users));
        return found is null || (seen?.Schema, seen?.Name) != (users.Schema, users.Name)
            ? model
            : model with
            {
                Extras = found.Extras,
                Key = model.Key == IdentityKey.Int ? found.Key : model.Key,
            };
    }

    private static bool IsUser(IEntityType entity) =>
        entity.BaseType is null
        && HostShape.IdentityBase(entity.ClrType)?.GetGenericTypeDefinition() == typeof(IdentityUser<>);

    private DbContext Context(IServiceProvider services)
    {
        if (services.GetService(contextType) is DbContext context)
        {
            return context;
        }

        var factory = typeof(IDbContextFactory<>).MakeGenericType(contextType);
        return
            services.GetService(factory) is { } made
            && factory.GetMethod(nameof(IDbContextFactory<>.CreateDbContext))!.Invoke(made, null) is DbContext created
            ? created
            : throw new StartupException(
                $"AddUserAdmin<{contextType.Name}>() needs that context: call AddDbContext<{contextType.Name}>."
            );
    }

    private static string ConnectionOf(DbContext context)
    {
        var connection = context.Database.IsRelational() ? context.Database.GetConnectionString() : null;
        if (context.Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) is true)
        {
            return Sqlite(connection);
        }

        if (context.Database.ProviderName?.Contains("Npgsql", StringComparison.Ordinal) is not true)
        {
            throw new StartupException(
                $"{context.GetType().Name} uses {context.Database.ProviderName}. UserAdmin administers databases of "
                    + "SQLite and PostgreSQL."
            );
        }

        return string.IsNullOrEmpty(connection)
            ? throw new StartupException($"{context.GetType().Name} has no connection string. {Instead}")
            : connection;
    }

    private static string Sqlite(string? connection)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connection ?? "" };
        var file = _ofFiles
            .Select(key => builder.TryGetValue(key, out var value) ? value as string : null)
            .FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return
            file is null
            || file.Contains(":memory:", StringComparison.Ordinal)
            || (builder.TryGetValue("Mode", out var mode) && $"{mode}" == "Memory")
            ? throw new StartupException($"UserAdmin needs a database in a file, not in memory. {Instead}")
            : connection!;
    }

    private static string? DefaultSchema(DbContext context) =>
        context.Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal)
            ? context.Database.SqlQueryRaw<string>("SELECT current_schema() AS \"Value\"").AsEnumerable().Single()
            : null;

    private static void Check(DbContext context, IdentityShape shape)
    {
        var connection = context.Database.GetDbConnection();
        try
        {
            context.Database.OpenConnection();
            foreach (var table in shape.Tables)
            {
                using var look = connection.CreateCommand();
                var columns = string.Join(", ", table.Columns.Values.Select(column => $"x.{Quoted(column)}"));
                var name = table.Schema is null ? Quoted(table.Name) : $"{Quoted(table.Schema)}.{Quoted(table.Name)}";
                look.CommandText = $"SELECT {columns} FROM {name} AS x WHERE 1 = 0";
                look.ExecuteNonQuery();
            }
        }
        catch (DbException fault)
        {
            throw new StartupException(
                $"The database of {context.GetType().Name} does not have the tables of its model: {fault.Message} "
                    + "Migrate it before the application starts to listen (context.Database.Migrate()), or with "
                    + "dotnet ef database update.",
                fault
            );
        }
        finally
        {
            context.Database.CloseConnection();
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
