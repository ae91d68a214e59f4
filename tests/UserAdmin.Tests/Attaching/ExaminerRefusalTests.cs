using UserAdmin.StockDatabases;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Attaching;

/// <summary>What is said about databases that are not an application's, and about connection strings.</summary>
public sealed class ExaminerRefusalTests
{
    private const string Secret = "hunter2";

    [Fact]
    public async Task Examine_OurOwnDatabase_SaysSo()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var connection = await TestProvider.ConnectionStringAsync(host.Directory);

        var found = UserAdminAttach.Examine(connection, new(), TestContext.Current.CancellationToken);

        found.IsOurs.ShouldBeTrue();
        found.Refusal.ShouldNotBeNull().ShouldContain("nothing to attach");
    }

    [Fact]
    public async Task Examine_OtherTables_SaysThatNoneIsMeant()
    {
        await using var folder = await StockFolder.EmptyAsync();
        folder.Run("CREATE TABLE orders (id integer PRIMARY KEY, total integer)");

        folder.Examine().Refusal.ShouldNotBeNull().ShouldStartWith("The only table is not the table of users");
    }

    [Fact]
    public async Task Examine_OlderIdentity_NamesTheColumnsThatAreMissing()
    {
        await using var folder = await StockFolder.EmptyAsync();
        folder.Run(
            "CREATE TABLE \"AspNetUsers\" (\"Id\" varchar(128) PRIMARY KEY, \"UserName\" text, \"Email\" text, "
                + "\"PasswordHash\" text, \"SecurityStamp\" text, \"LockoutEndDateUtc\" timestamp)"
        );

        var refusal = folder.Examine().Refusal.ShouldNotBeNull();

        refusal.ShouldContain("NormalizedUserName");
        refusal.ShouldContain("older ASP.NET Identity");
    }

    [Fact]
    public async Task Examine_ASchemaThatHasNoUsers_IsRefused()
    {
        await using var folder = await StockFolder.CreateAsync(new StockShape(TestProvider.Stock, 1), accounts: 1);

        folder
            .Examine(new(Schema: "elsewhere"))
            .Refusal.ShouldNotBeNull()
            .ShouldContain(TestProvider.Stock == StockProvider.Sqlite ? "SQLite has no schemas" : "public.AspNetUsers");
    }

    [Fact]
    public async Task Examine_KeysThatAreNumbers_CannotBeUuid()
    {
        var shape = new StockShape(TestProvider.Stock, 1, StockKey.Int);
        await using var folder = await StockFolder.CreateAsync(shape, accounts: 1);

        folder.Examine(new(Keys: IdentityKey.Uuid)).Refusal.ShouldNotBeNull().ShouldContain("--keys");
    }

    [Theory]
    [InlineData("Server=db;Initial Catalog=app;User Id=sa;Password=" + Secret, "SQL Server")]
    [InlineData("Server=(localdb)\\x;Database=app;Trusted_Connection=True", "SQL Server")]
    [InlineData("Server=db;Database=app;Uid=root;Pwd=" + Secret + ";AllowUserVariables=true", "MySQL")]
    [InlineData("postgres://me:" + Secret + "@db/app", "cannot be read")]
    [InlineData("Host=db;Database=app;Password=a;" + Secret, "cannot be read")]
    [InlineData("Host=db;Database=app;Password=a;" + Secret + "=x", "cannot be read")]
    [InlineData("Data Source=a.db;Password=a;" + Secret + "=x", "cannot be read")]
    [InlineData("Host=db;Database=app;Timeout=" + Secret, "cannot be read")]
    [InlineData("Host=db;Username=me;Password=" + Secret, "names no database")]
    [InlineData("Password=" + Secret, "neither a file nor a server")]
    [InlineData("", "--connection is empty")]
    [InlineData("Host=127.0.0.1;Port=1;Database=app;Password=" + Secret, "cannot be reached")]
    [InlineData("Data Source=/nowhere/app.db", "nothing was created")]
    public void Examine_WhatCannotBeOpened_SaysWhatToDoAndNoSecret(string connection, string reason)
    {
        var refusal = Should.Throw<StartupException>(() =>
            UserAdminAttach.Examine(connection, new(), TestContext.Current.CancellationToken)
        );

        refusal.Message.ShouldContain(reason);
        refusal.Message.ShouldContain("--connection");
        refusal.Message.ShouldNotContain(Secret);
        refusal.Message.ShouldNotContain("ConnectionStrings:Write");
    }
}
