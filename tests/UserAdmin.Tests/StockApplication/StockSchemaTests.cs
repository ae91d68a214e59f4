using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Tests.StockApplication;

public sealed class StockSchemaTests
{
    [Fact]
    public async Task IdentityTables_AreThoseOfAStockContext()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
        await TestProvider.EnsureCreatedAsync(folder);
        var services = new ServiceCollection();
        StockServer.AddStockIdentity(services, await TestProvider.ConnectionStringAsync(folder));
        List<string> stock;
        await using (var provider = services.BuildServiceProvider())
        await using (var scope = provider.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<StockContext>().Database;
            await database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
            await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            stock = IdentitySchema(database.GetDbConnection());
        }

        TestProvider.ClearPools();
        Directory.Delete(folder, recursive: true);
        stock.Count(sql => sql.StartsWith("CREATE TABLE", StringComparison.Ordinal)).ShouldBe(8);
        using var ours = host.OpenWrite();
        IdentitySchema(ours).ShouldBe(stock);
    }

    private static List<string> IdentitySchema(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = TestProvider.IdentitySchema;
        using var reader = command.ExecuteReader();
        var statements = new List<string>();
        while (reader.Read())
        {
            statements.Add(reader.GetString(0));
        }

        return statements;
    }
}
