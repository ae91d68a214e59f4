using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Attaching;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Attaching;

public sealed class HostDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-host-").FullName;

    private string Connection => $"Data Source={Path.Combine(_folder, "app.db")}";

    public static TheoryData<StockShape> Shapes =>
        [
            new StockShape(StockProvider.Sqlite, 3),
            new StockShape(StockProvider.Sqlite, 1, StockKey.Text, IsExtended: true),
            new StockShape(StockProvider.Sqlite, 3, StockKey.Text, IsExtended: true, StockNames.SnakeCase),
            new StockShape(StockProvider.Sqlite, 2, StockKey.Text, IsExtended: true, StockNames.Renamed),
            new StockShape(StockProvider.Sqlite, 3, StockKey.Uuid, IsExtended: true),
            new StockShape(StockProvider.Sqlite, 3, StockKey.Int, IsExtended: true),
        ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Shape_FromTheModel_IsTheOneInTheDatabase(StockShape shape)
    {
        await StockDatabase.CreateAsync(shape, Connection);

        var modelled = shape.Key switch
        {
            StockKey.Uuid => Modelled<StockUser<Guid>, Guid>(shape),
            StockKey.Int => Modelled<StockUser<int>, int>(shape),
            _ when shape.IsExtended => Modelled<StockUser<string>, string>(shape),
            _ => Modelled<IdentityUser<string>, string>(shape),
        };

        var found = UserAdminAttach
            .Examine(Connection, new ExaminationOptions(), Xunit.TestContext.Current.CancellationToken)
            .Shape.ShouldNotBeNull();
        modelled.SchemaVersion.ShouldBe(shape.Version);
        // A number in SQLite always has 64 bits.
        modelled.Key.ShouldBe(shape.Key == StockKey.Int ? IdentityKey.Int : found.Key);
        modelled.Tables.Select(Text).ShouldBe(found.Tables.Select(Text));
        modelled
            .Extras.Select(extra => (extra.Name, extra.IsNullable, extra.HasDefault, extra.IsGenerated))
            .ShouldBe(
                found.Extras.Select(extra => (extra.Name, extra.IsNullable, extra.HasDefault, extra.IsGenerated)),
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Prepare_Twice_AttachesOnce()
    {
        var shape = new StockShape(StockProvider.Sqlite, 3);
        await StockDatabase.CreateAsync(shape, Connection, accounts: 6);
        await using var services = Services(shape);
        var database = Database(services);

        var connection = database.Prepare(null);
        database.Prepare(null).ShouldBe(connection);

        database.UserType.ShouldBe(typeof(IdentityUser<string>));
        UserAdminAttach
            .Examine(Connection, new ExaminationOptions(), Xunit.TestContext.Current.CancellationToken)
            .IsOurs.ShouldBeTrue();
    }

    [Fact]
    public async Task Prepare_OfADatabaseThatIsNotMigrated_SaysSo()
    {
        await using var services = Services(new StockShape(StockProvider.Sqlite, 3));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "app.db"), [], Xunit.TestContext.Current.CancellationToken);

        Should
            .Throw<StartupException>(() => Database(services).Prepare(null))
            .Message.ShouldContain("does not have the tables of its model");
    }

    [Fact]
    public void Prepare_WithoutTheContext_SaysWhatToAdd()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        Should
            .Throw<StartupException>(() => Database(services).Prepare(null))
            .Message.ShouldContain("call AddDbContext");
    }

    private IdentityShape Modelled<TUser, TKey>(StockShape shape)
        where TUser : IdentityUser<TKey>, new()
        where TKey : IEquatable<TKey>
    {
        using var services = StockDatabase.Services<TUser, TKey>(shape, Connection);
        using var scope = services.CreateScope();
        return HostShape.Of(
            scope.ServiceProvider.GetRequiredService<StockIdentityContext<TUser, TKey>>(),
            defaultSchema: null
        );
    }

    private static UserAdminHostDatabase Database(IServiceProvider services) =>
        new(
            typeof(StockIdentityContext<IdentityUser<string>, string>),
            services.GetRequiredService<IServiceScopeFactory>()
        );

    private ServiceProvider Services(StockShape shape) =>
        StockDatabase.Services<IdentityUser<string>, string>(shape, Connection);

    private static string Text(IdentityTable table) =>
        $"{table.Kind} {table.Schema}.{table.Name}: "
        + string.Join(
            ", ",
            table.Columns.OrderBy(column => column.Key).Select(column => $"{column.Key}={column.Value}")
        );

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
