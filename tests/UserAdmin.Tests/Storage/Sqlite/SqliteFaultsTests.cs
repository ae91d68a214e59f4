using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Storage.Sqlite;

public sealed class SqliteFaultsTests
{
    [Fact]
    public void Fault_OfAColumnThatTheApplicationDropped_SaysToStartAgain()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT missing.BirthDate FROM (SELECT 1 AS Id) AS missing";

        new DatabaseFaults([new SqliteFaults()])
            .Unavailable(Should.Throw<SqliteException>(() => command.ExecuteScalar()))
            ?.Code.ShouldBe("database.columns-changed");
    }

    [Theory]
    [InlineData(5, "database.locked")]
    [InlineData(13, "database.disk-full")]
    [InlineData(8, "database.read-only")]
    [InlineData(19, null)]
    public void Fault_OfADatabaseThatCannotBeUsed_IsNamed(int code, string? expected) =>
        (
            new DatabaseFaults([new SqliteFaults()])
                .Unavailable(new DbUpdateException("Not saved.", new SqliteException("Fault.", code)))
                ?.Code
        ).ShouldBe(expected);

    [Fact]
    public async Task Command_WhileAnotherProgramLocksTheDatabase_FailsWithItsReasonAndChangesNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var storage = host.Get<IStorageHealth>();
        (await storage.WriteProblemAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        storage.FreeBytes().ShouldNotBeNull().ShouldBeGreaterThan(0);
        var before = host.Tail();
        using var holder = host.OpenWrite();
        using (holder.BeginTransaction())
        {
            var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() => host.CreateUserAsync("ada"));

            fault.Error.Code.ShouldBe("database.locked");
            (await storage.WriteProblemAsync(TestContext.Current.CancellationToken))!.ShouldContain(
                "locked by another program"
            );
        }

        host.Tail().ShouldBe(before);
        await host.CreateUserAsync("ada");
    }
}
