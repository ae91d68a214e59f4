using Npgsql;
using UserAdmin.Account;
using UserAdmin.Storage;
using UserAdmin.Tests.Pipeline;
using UserAdmin.Users;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>A connection that is lost while a command is under way: the command is carried out once.</summary>
public sealed class LostConnectionTests
{
    private readonly WatchedTransactions _transactions = new();
    private int _faults;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_WhoseConnectionEndsBeforeTheCommit_IsDoneOnce()
    {
        await using var host = await TestHost.StartAsync(follow: false, configure: _transactions.Register);
        _transactions.BeforeCommit = async connection =>
        {
            if (++_faults == 1)
            {
                await (await PostgreSqlCluster.SharedAsync()).RunAsync(
                    $"SELECT pg_terminate_backend({((NpgsqlConnection)connection).ProcessID})"
                );
            }
        };

        await host.CreateUserAsync("ada");

        _faults.ShouldBe(2);
        host.ReadLog().Count(record => record.CommandName == "CreateUser").ShouldBe(1);
    }

    [Fact]
    public async Task Command_WhoseAnswerIsLostAfterTheCommit_IsDoneOnce()
    {
        await using var host = await TestHost.StartAsync(follow: false, configure: _transactions.Register);
        _transactions.AfterCommit = () =>
            ++_faults == 1
                ? throw new NpgsqlException("Exception while reading from stream", new IOException("Reset by peer"))
                : Task.CompletedTask;

        await host.CreateUserAsync("ada");

        // The second commit makes sure that the first one has reached a synchronous standby.
        _faults.ShouldBe(2);
        host.ReadLog().Count(record => record.CommandName == "CreateUser").ShouldBe(1);
    }

    [Fact]
    public async Task PagesForStrangers_AfterTheServerHasEndedTheConnections_AreShown()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var (setup, links) = (host.Get<IFirstAdministratorSetup>(), host.Get<IAccountLinks>());
        (await setup.IsNeededAsync(Stop)).ShouldBeTrue();

        EndConnections();
        (await setup.IsNeededAsync(Stop)).ShouldBeTrue();
        EndConnections();
        (await links.FindAsync("no such link", LinkPurpose.PasswordReset, Stop)).ShouldBeNull();

        void EndConnections() =>
            host.Tamper(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    + "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            );
    }

    [Fact]
    public async Task Command_WhoseConnectionIsLostForLong_FailsWithAnErrorThatSaysItIsNotKnown()
    {
        await using var host = await TestHost.StartAsync(follow: false, configure: _transactions.Register);
        _transactions.BeforeCommit = _ =>
            throw new NpgsqlException("Exception while reading from stream", new IOException("Reset by peer"));

        var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() => host.CreateUserAsync("ada"));

        fault.Error.Code.ShouldBe("database.interrupted");
        host.ReadLog().ShouldNotContain(record => record.CommandName == "CreateUser");
    }
}
