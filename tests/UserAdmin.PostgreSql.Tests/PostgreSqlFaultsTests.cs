using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserAdmin.Account.External;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Storage.PostgreSql;

public sealed class PostgreSqlFaultsTests
{
    [Theory]
    [InlineData("55P03", "database.locked")]
    [InlineData("53100", "database.disk-full")]
    [InlineData("25006", "database.read-only")]
    [InlineData("57P03", "database.unreachable")]
    [InlineData("22001", "database.too-long")]
    [InlineData("23505", null)]
    public void Fault_OfADatabaseThatCannotBeUsed_IsNamed(string state, string? expected) =>
        (
            new DatabaseFaults([new PostgreSqlFaults()])
                .Unavailable(
                    new DbUpdateException("Not saved.", new PostgresException("Fault.", "ERROR", "ERROR", state))
                )
                ?.Code
        ).ShouldBe(expected);

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
        using (var transaction = holder.BeginTransaction())
        {
            using var turn = holder.Command(
                transaction,
                "SELECT pg_advisory_xact_lock(@key)",
                ("@key", PostgreSqlWriteTransactions.WriteLock)
            );
            turn.ExecuteNonQuery();

            var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() => host.CreateUserAsync("ada"));

            fault.Error.Code.ShouldBe("database.locked");
        }

        host.Tail().ShouldBe(before);
        await host.CreateUserAsync("ada");
    }

    [Fact]
    public async Task Command_AfterTheServerEndedItsConnections_IsDone()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var administrator = await host.CreateAdministratorAsync();
        var id = await host.CreateUserAsync("ada");
        // As when the server is restarted.
        await (await PostgreSqlCluster.SharedAsync()).RunAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                + $"'{Path.GetFileName(host.Directory)}'"
        );

        await host.AcceptAsync(new DisableUser(id), administrator);

        // The test's own connections.
        TestProvider.ClearPools();
        host.ReadLog()[^1].Type.ShouldBe(nameof(UserDisabled));
    }
}
