using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.StockDatabases;

/// <summary>How many rows the tables of a stock application have.</summary>
public sealed record StockCounts(
    long Users,
    long Roles,
    long UserRoles,
    long UserClaims,
    long RoleClaims,
    long UserLogins,
    long UserTokens,
    long UserPasskeys
);

/// <summary>Builds databases of stock applications, with none of our code in them.</summary>
public static class StockDatabase
{
    /// <summary>
    /// Creates the tables in an empty database and fills them through <c>UserManager</c> and <c>RoleManager</c>.
    /// </summary>
    /// <param name="shape">What to create.</param>
    /// <param name="connectionString">An empty database, or a file that does not exist.</param>
    /// <param name="accounts">The number of accounts; with 60 or more, there is one of each kind.</param>
    public static Task<StockCounts> CreateAsync(StockShape shape, string connectionString, int accounts = 60) =>
        shape switch
        {
            { Key: StockKey.Text, IsExtended: false } => CreateAsync<IdentityUser<string>, string>(
                shape,
                connectionString,
                accounts
            ),
            { Key: StockKey.Text } => CreateAsync<StockUser<string>, string>(shape, connectionString, accounts),
            { Key: StockKey.Uuid, IsExtended: false } => CreateAsync<IdentityUser<Guid>, Guid>(
                shape,
                connectionString,
                accounts
            ),
            { Key: StockKey.Uuid } => CreateAsync<StockUser<Guid>, Guid>(shape, connectionString, accounts),
            { Key: StockKey.Int, IsExtended: false } => CreateAsync<IdentityUser<int>, int>(
                shape,
                connectionString,
                accounts
            ),
            { Key: StockKey.Int } => CreateAsync<StockUser<int>, int>(shape, connectionString, accounts),
            { IsExtended: false } => CreateAsync<IdentityUser<long>, long>(shape, connectionString, accounts),
            _ => CreateAsync<StockUser<long>, long>(shape, connectionString, accounts),
        };

    /// <summary>Returns the services of a stock application on a database that was made here.</summary>
    /// <remarks>
    /// <c>UserManager&lt;TUser&gt;</c> and the others are scoped. <typeparamref name="TUser"/> is
    /// <c>IdentityUser&lt;TKey&gt;</c> or <see cref="StockUser{TKey}"/>, as the shape says.
    /// </remarks>
    public static ServiceProvider Services<TUser, TKey>(StockShape shape, string connectionString)
        where TUser : IdentityUser<TKey>, new()
        where TKey : IEquatable<TKey>
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(shape);
        services.AddDbContext<StockIdentityContext<TUser, TKey>>(options => Use(options, shape, connectionString));
        services
            .AddIdentityCore<TUser>(options =>
            {
                options.Stores.SchemaVersion = new Version(shape.Version, 0);
                // Any letters.
                options.User.AllowedUserNameCharacters = "";
            })
            .AddRoles<IdentityRole<TKey>>()
            .AddEntityFrameworkStores<StockIdentityContext<TUser, TKey>>();
        // Nobody guesses these passwords, and hashing would take most of the time.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
        return services.BuildServiceProvider();
    }

    private static async Task<StockCounts> CreateAsync<TUser, TKey>(
        StockShape shape,
        string connectionString,
        int accounts
    )
        where TUser : IdentityUser<TKey>, new()
        where TKey : IEquatable<TKey>
    {
        await using var services = Services<TUser, TKey>(shape, connectionString);
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<StockIdentityContext<TUser, TKey>>();
        if (shape.ByMigrations)
        {
            await context.Database.MigrateAsync();
        }
        else
        {
            await context.Database.EnsureCreatedAsync();
        }

        // One commit instead of several for each account.
        await using var transaction = await context.Database.BeginTransactionAsync();
        var counts = await new StockAccounts<TUser, TKey>(scope.ServiceProvider, context).AddAsync(accounts);
        await transaction.CommitAsync();
        return counts;
    }

    private static void Use(DbContextOptionsBuilder options, StockShape shape, string connectionString)
    {
        _ =
            shape.Provider == StockProvider.Sqlite
                ? options.UseSqlite(connectionString)
                : options.UseNpgsql(connectionString);
        if (shape.Names == StockNames.SnakeCase)
        {
            options.UseSnakeCaseNamingConvention();
        }

        options
            .ReplaceService<IModelCacheKeyFactory, StockModelKeys>()
            .ReplaceService<IMigrationsAssembly, StockMigrations>()
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
    }
}
