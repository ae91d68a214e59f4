using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>Nodes within a test.</summary>
internal static class Nodes
{
    /// <summary>Starts another node on the same database, with a folder and a read model of its own.</summary>
    public static Task<TestHost> StartBesideAsync(this TestHost host) =>
        TestHost.StartAsync(configure: services => services.AddSingleton(host.Get<PostgreSqlServer>()));

    /// <summary>What the program makes of a connection string.</summary>
    public static PostgreSqlServer Server(string connectionString) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?> { ["ConnectionStrings:Write"] = connectionString }
                )
                .Build()
        );

    /// <summary>Returns the number that a query of the write database has as its result.</summary>
    public static long Count(this TestHost host, string sql)
    {
        using var connection = host.OpenWrite();
        using var command = connection.Command(null, sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
