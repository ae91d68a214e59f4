using Npgsql;
using UserAdmin.Storage;
using UserAdmin.Tests.Pipeline;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>A connection that is lost while a command is under way: the command is carried out once.</summary>
public sealed class LostConnectionTests
{
    private readonly WatchedTransactions _transactions = new();
    private int _faults;

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

        // The second time nothing is left to commit.
        _faults.ShouldBe(1);
        host.ReadLog().Count(record => record.CommandName == "CreateUser").ShouldBe(1);
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
