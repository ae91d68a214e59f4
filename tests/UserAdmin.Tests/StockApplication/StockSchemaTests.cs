using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Tests.StockApplication;

public sealed class StockSchemaTests
{
    [Fact]
    public async Task IdentityTables_AreThoseOfAStockContext()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var stockFile = Path.Combine(host.Directory, "stock.db");
        var services = new ServiceCollection();
        StockServer.AddStockIdentity(services, stockFile);
        await using (var provider = services.BuildServiceProvider())
        await using (var scope = provider.CreateAsyncScope())
        {
            await scope
                .ServiceProvider.GetRequiredService<StockContext>()
                .Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        }

        var stock = IdentitySchema(stockFile);

        stock.Count(sql => sql.StartsWith("CREATE TABLE", StringComparison.Ordinal)).ShouldBe(8);
        IdentitySchema(host.WriteFile).ShouldBe(stock);
    }

    /// <summary>Returns the statements that create the Identity tables and their indexes.</summary>
    private static List<string> IdentitySchema(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'AspNet%' AND sql IS NOT NULL ORDER BY type, name";
        using var reader = command.ExecuteReader();
        var statements = new List<string>();
        while (reader.Read())
        {
            statements.Add(reader.GetString(0));
        }

        return statements;
    }
}
