using Npgsql;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>What the program makes of the connection string that the operator has set.</summary>
public sealed class PostgreSqlServerTests
{
    [Theory]
    [InlineData("Host=db1;Database=a", "db1/a")]
    [InlineData("Host=db1;Port=5433;Database=a", "db1:5433/a")]
    [InlineData("Host=db1, db2;Database=a", "db1,db2/a")]
    [InlineData("Host=db1,db2:5434;Port=5433;Database=a", "db1:5433,db2:5434/a")]
    [InlineData("Host=[::1]:5434,::1;Database=a", "[::1]:5434,::1/a")]
    public void Name_ForMessages_NamesEveryServer(string connectionString, string expected) =>
        Nodes.Server(connectionString).Name.ShouldBe(expected);

    [Fact]
    public void Settings_OfTheProgram_AreInEveryConnectionString()
    {
        var server = Nodes.Server("Host=db1,db2;Database=a");

        foreach (var text in Texts(server))
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            settings.TargetSessionAttributes.ShouldBe("primary");
            settings.HostRecheckSeconds.ShouldBe(1);
            settings.Timeout.ShouldBe(3);
            settings.TcpKeepAlive.ShouldBeTrue();
            settings.MaxAutoPrepare.ShouldBe(200);
        }
    }

    [Fact]
    public void Settings_OfTheOperator_AreKept()
    {
        var server = Nodes.Server(
            "Host=db1,db2;Database=a;Target Session Attributes=read-write;Host Recheck Seconds=10;Timeout=20;"
                + "Max Auto Prepare=0"
        );

        foreach (var text in Texts(server))
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            settings.TargetSessionAttributes.ShouldBe("read-write");
            settings.HostRecheckSeconds.ShouldBe(10);
            settings.Timeout.ShouldBe(20);
            settings.MaxAutoPrepare.ShouldBe(0);
        }
    }

    [Fact]
    public void OneServer_Always_IsUsedWhateverItIs()
    {
        var settings = new NpgsqlConnectionStringBuilder(Nodes.Server("Host=db1;Database=a").ConnectionString);

        settings.TargetSessionAttributes.ShouldBeNull();
        settings.Timeout.ShouldBe(8);
    }

    [Theory]
    [InlineData("prefer-standby")]
    [InlineData("any")]
    public void TargetSessionAttributes_OfAnotherServerThanThePrimary_AreRefused(string attributes) =>
        Should
            .Throw<StartupException>(() =>
                Nodes.Server($"Host=db1,db2;Database=a;Target Session Attributes={attributes}")
            )
            .Message.ShouldContain("primary or read-write");

    private static string[] Texts(UserAdmin.Storage.PostgreSql.PostgreSqlServer server) =>
        [server.ConnectionString, server.Unpooled, server.Listening, server.ForMigrating];
}
