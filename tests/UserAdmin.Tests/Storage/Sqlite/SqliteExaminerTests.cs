using Microsoft.Data.Sqlite;
using UserAdmin.Attaching;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Tests.Attaching;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>What is special about the file of another application.</summary>
public sealed class SqliteExaminerTests
{
    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public async Task Examine_AFile_LeavesEveryByteAndNothingBesideIt(string journal)
    {
        await using var folder = await StockFolder.CreateAsync(Shape(StockKey.Text));
        folder.Run($"PRAGMA journal_mode = {journal}");
        var before = await File.ReadAllBytesAsync(folder.File, TestContext.Current.CancellationToken);

        folder.Examine().Refusal.ShouldBeNull();

        (await File.ReadAllBytesAsync(folder.File, TestContext.Current.CancellationToken)).ShouldBe(before);
        Directory.GetFiles(Path.GetDirectoryName(folder.File)!).ShouldBe([folder.File]);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public async Task Examine_WhileTheApplicationWrites_SeesWhatIsCommitted(string journal)
    {
        await using var folder = await StockFolder.CreateAsync(Shape(StockKey.Text));
        await using var application = new SqliteConnection(folder.Connection + ";Pooling=False");
        await application.OpenAsync(TestContext.Current.CancellationToken);
        await RunAsync(application, $"PRAGMA journal_mode = {journal}");
        await RunAsync(application, "UPDATE \"AspNetUsers\" SET \"SecurityStamp\" = NULL");
        await RunAsync(application, "BEGIN IMMEDIATE");
        await RunAsync(application, "DELETE FROM \"AspNetUsers\"");

        var found = folder.Examine();

        found.Counts[IdentityTableKind.Users].ShouldBe(60);
        found.Problems.ShouldContain(problem => problem.Kind == ExaminationProblemKind.NoSecurityStamp);
        await RunAsync(application, "ROLLBACK");
    }

    [Fact]
    public void Examine_AFileThatIsNotThere_CreatesNone()
    {
        var folder = Directory.CreateTempSubdirectory("useradmin-stock-").FullName;
        try
        {
            Should
                .Throw<StartupException>(() =>
                    UserAdminAttach.Examine(
                        $"Data Source={folder}/app.db",
                        new(),
                        TestContext.Current.CancellationToken
                    )
                )
                .Message.ShouldContain("There is no file");

            Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Examine_SomeKeysInLowerCase_SaysHowMany()
    {
        await using var folder = await StockFolder.CreateAsync(Shape(StockKey.Uuid));
        folder.Run("UPDATE \"AspNetUsers\" SET \"Id\" = lower(\"Id\") WHERE \"UserName\" IN ('user1', 'user3')");

        var found = folder.Examine();

        found.Shape.ShouldNotBeNull().Key.ShouldBe(IdentityKey.Uuid);
        var problem = found
            .Problems.Where(one => one.Kind == ExaminationProblemKind.LowerCaseKey)
            .ShouldHaveSingleItem();
        (problem.Count, problem.Examples.Count).ShouldBe((2, 2));
        folder.Examine(new(Keys: IdentityKey.Text)).Shape.ShouldNotBeNull().Key.ShouldBe(IdentityKey.Text);
    }

    [Fact]
    public async Task Examine_WithoutAccounts_TakesTheKeysThatAreAskedFor()
    {
        await using var folder = await StockFolder.CreateAsync(Shape(StockKey.Uuid));
        folder.Run("DELETE FROM \"AspNetUsers\"");
        folder.Run("DELETE FROM \"AspNetRoles\"");

        folder.Examine().Shape.ShouldNotBeNull().Key.ShouldBe(IdentityKey.Text);
        folder.Examine(new(Keys: IdentityKey.Uuid)).Shape.ShouldNotBeNull().Key.ShouldBe(IdentityKey.Uuid);
    }

    [Fact]
    public async Task Examine_KeysThatAreNoUuids_AreText()
    {
        await using var folder = await StockFolder.CreateAsync(Shape(StockKey.Uuid));
        folder.Run("UPDATE \"AspNetRoles\" SET \"Id\" = 'admin' WHERE \"Name\" = 'Administrator'");

        folder.Examine().Shape.ShouldNotBeNull().Key.ShouldBe(IdentityKey.Text);
        folder
            .Examine(new(Keys: IdentityKey.Uuid))
            .Refusal.ShouldNotBeNull()
            .ShouldStartWith("1 of 64 keys are no UUIDs");
    }

    [Fact]
    public async Task Examine_TablesWithOurPrefix_AreInTheWay()
    {
        await using var folder = await StockFolder.CreateAsync(Shape(StockKey.Text), accounts: 1);
        folder.Run("CREATE TABLE \"UserAdmin_EventLog\" (x)");
        folder.Run("CREATE TABLE \"UserAdminXEventLog\" (x)");

        var found = folder.Examine();

        found.InTheWay.ShouldBe(["table UserAdmin_EventLog"]);
        found.Refusal.ShouldNotBeNull().ShouldContain("UserAdmin_EventLog");
    }

    [Fact]
    public async Task Examine_ColumnsOfOtherTools_AreReadByTheirDeclaration()
    {
        await using var folder = await StockFolder.CreateAsync(Shape(StockKey.Text));
        foreach (
            var column in (string[])
                [
                    "\"A\" BOOLEAN",
                    "\"B\" DATETIME",
                    "\"C\" BLOB",
                    "\"D\" REAL",
                    "\"E\" INTEGER NOT NULL DEFAULT 1",
                    "\"F\" TEXT DEFAULT '00000000-0000-0000-0000-000000000001'",
                    "\"G\" TEXT DEFAULT '12345'",
                ]
        )
        {
            folder.Run($"ALTER TABLE \"AspNetUsers\" ADD COLUMN {column}");
        }

        folder
            .Examine()
            .Shape.ShouldNotBeNull()
            .Extras.Select(extra => extra.Type)
            .ShouldBe([
                ExtraColumnType.Boolean,
                ExtraColumnType.Moment,
                ExtraColumnType.Other,
                ExtraColumnType.Decimal,
                // It is 1 everywhere, but its name does not say that it is true or false.
                ExtraColumnType.Integer,
                ExtraColumnType.Uuid,
                ExtraColumnType.Text,
            ]);
    }

    private static StockShape Shape(StockKey key) => new(StockProvider.Sqlite, 3, key);

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.Command(null, sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
