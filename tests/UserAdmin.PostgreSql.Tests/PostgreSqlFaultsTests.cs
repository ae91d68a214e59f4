using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using UserAdmin.Account.External;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Storage.PostgreSql;

public sealed class PostgreSqlFaultsTests
{
    [Theory]
    [InlineData("55P03", "database.row-locked")]
    [InlineData("53100", "database.disk-full")]
    [InlineData("25006", "database.read-only")]
    [InlineData("57P03", "database.unreachable")]
    [InlineData("22001", "database.too-long")]
    [InlineData("42703", "database.columns-changed")]
    [InlineData("23505", null)]
    public void Fault_OfADatabaseThatCannotBeUsed_IsNamed(string state, string? expected) =>
        (
            new DatabaseFaults([new PostgreSqlFaults()])
                .Unavailable(
                    new DbUpdateException("Not saved.", new PostgresException("Fault.", "ERROR", "ERROR", state))
                )
                ?.Code
        ).ShouldBe(expected);

    [Theory]
    [InlineData("25006", true)]
    [InlineData("57P01", true)]
    [InlineData("57P03", true)]
    [InlineData("53300", true)]
    [InlineData("28P01", false)]
    [InlineData("53100", false)]
    [InlineData("55P03", false)]
    public void Fault_ThatMayPass_IsWaitedFor(string state, bool expected)
    {
        var faults = new DatabaseFaults([new PostgreSqlFaults()]);
        var fault = new PostgresException("Fault.", "ERROR", "ERROR", state);
        var away = new NpgsqlException("Failed to connect", new SocketException());

        faults.MayPass(new DbUpdateException("Not saved.", fault)).ShouldBe(expected);
        // One of two hosts says it, and the other one is away.
        faults.MayPass(new NpgsqlException("No host", new AggregateException(away, fault))).ShouldBe(expected);
    }

    [Fact]
    public void Hosts_OfWhichNoneIsThePrimary_AreUnreachable() =>
        new DatabaseFaults([new PostgreSqlFaults()])
            .Unavailable(new NpgsqlException("No suitable host was found."))
            .ShouldNotBeNull()
            .Code.ShouldBe("database.unreachable");

    /// <summary>An OpenID subject may have 255 characters; the stock table stores 128.</summary>
    [Fact]
    public async Task ExternalLogin_LongerThanTheStockTableStores_IsRefusedWithItsReason()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var ada = Actor.User(await host.CreateUserAsync("ada", TestHost.Password));
        var before = host.Tail();
        await host.AcceptAsync(new AddOwnExternalLogin("contoso", new string('k', 128), "Contoso"), ada);

        var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() =>
            host.SendAsync(new AddOwnExternalLogin("contoso", new string('k', 129), "Contoso"), ada)
        );

        fault.Error.Code.ShouldBe("database.too-long");
        host.Tail().ShouldBe(before + 1);
    }

    [Fact]
    public async Task Command_WhileAnotherProgramHoldsTheTurn_FailsWithItsReasonAndChangesNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var before = host.Tail();
        using var holder = host.OpenWrite();
        using (Take(holder))
        {
            var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() => host.CreateUserAsync("ada"));

            fault.Error.Code.ShouldBe("database.locked");
        }

        host.Tail().ShouldBe(before);
        await host.CreateUserAsync("ada");
    }

    [Fact]
    public async Task Command_WhileAnotherProgramHoldsTheRow_SaysThatItHasNotFinished()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var before = host.Tail();
        using var holder = host.OpenWrite();
        await using (var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var change = holder.CreateCommand();
            change.CommandText = "UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = '1'";
            await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() =>
                host.SendAsync(new DisableUser(id))
            );

            fault.Error.Code.ShouldBe("database.row-locked");
            host.Tail().ShouldBe(before);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        await host.AcceptAsync(new DisableUser(id));
    }

    [Fact]
    public async Task Health_WhileAnotherProgramHoldsTheTurn_SaysSo()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        // Its clock stands still: what counts is how long the server has not heard of the holder.
        var store = new PostgreSqlWriteStore(host.Get<PostgreSqlServer>(), DatabaseLayout.Own, new FakeTimeProvider());
        using var holder = host.OpenWrite();
        using (Take(holder))
        {
            await TestHost.UntilAsync(
                () => store.Problem()?.Contains("has held the write lock", StringComparison.Ordinal) is true,
                "the health says that the lock is held"
            );
        }

        store.Problem().ShouldBeNull();
    }

    [Fact]
    public async Task Health_WhileTheTurnChangesHands_IsGood_AndOfOneThatIsBusyForLong_IsNot()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var time = new FakeTimeProvider();
        var store = new PostgreSqlWriteStore(host.Get<PostgreSqlServer>(), DatabaseLayout.Own, time);
        using var holder = host.OpenWrite();
        using (Take(holder))
        {
            store.Problem().ShouldBeNull();
        }

        time.Advance(PostgreSqlLockWatch.Longest);
        using (Take(holder))
        {
            store.Problem().ShouldBeNull();
            time.Advance(PostgreSqlLockWatch.Longest);
            using var work = holder.Command(null, "SELECT 1");
            work.ExecuteScalar();
            store.Problem().ShouldNotBeNull().ShouldContain("for 8 s");
        }
    }

    [Fact]
    public async Task Command_OnAServerThatCannotWriteYet_WaitsUntilItCan()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var (server, database) = (await PostgreSqlCluster.SharedAsync(), Path.GetFileName(host.Directory));
        await server.RunAsync($"ALTER DATABASE \"{database}\" SET default_transaction_read_only = on");
        await EndConnectionsAsync(host);

        var creating = host.CreateUserAsync("ada");
        await TestHost.UntilAsync(
            () => host.Get<DatabaseWaits>().Elapsed > TimeSpan.FromSeconds(1),
            "the command was tried again"
        );
        await server.RunAsync($"ALTER DATABASE \"{database}\" RESET default_transaction_read_only");

        await creating;
    }

    [Fact]
    public async Task Command_AfterTheServerEndedItsConnections_IsDone()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var administrator = await host.CreateAdministratorAsync();
        var id = await host.CreateUserAsync("ada");
        await EndConnectionsAsync(host);

        await host.AcceptAsync(new DisableUser(id), administrator);

        // The test's own connections.
        TestProvider.ClearPools();
        host.ReadLog()[^1].Type.ShouldBe(nameof(UserDisabled));
    }

    private static DbTransaction Take(DbConnection holder)
    {
        var transaction = holder.BeginTransaction();
        using var turn = holder.Command(
            transaction,
            "SELECT pg_advisory_xact_lock(@key)",
            ("@key", PostgreSqlWriteTransactions.WriteLock)
        );
        turn.ExecuteNonQuery();
        return transaction;
    }

    // As when the server is restarted.
    private static async Task EndConnectionsAsync(TestHost host) =>
        await (await PostgreSqlCluster.SharedAsync()).RunAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                + $"'{Path.GetFileName(host.Directory)}'"
        );
}
