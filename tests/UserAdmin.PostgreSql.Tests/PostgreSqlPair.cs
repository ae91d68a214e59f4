using System.Diagnostics;
using Npgsql;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>
/// A primary and a streaming standby of one test, which can be killed and promoted. They end with the test process, as
/// the shared server does.
/// </summary>
internal sealed class PostgreSqlPair : IAsyncDisposable
{
    // Each line of the input is an order, and is answered by one line. The names of the synchronous standbys are given
    // on the command line, so that the standby does not take them over: promoted, it would wait for another one.
    private const string Script = """
        set -e
        folder=$1 bin=$2
        initdb=$("$bin/initdb" -D "$folder/primary" --auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8)
        start() {
          "$bin/postgres" -D "$folder/$1" -p "$2" -c synchronous_standby_names="$3" -c listen_addresses=127.0.0.1 \
            -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c max_connections=100 \
            -c shared_buffers=32MB -c autovacuum=off -c jit=off -c wal_level=replica -c max_wal_senders=5 \
            -c wal_keep_size=256MB >> "$folder/$1.log" 2>&1 < /dev/null &
        }
        primary= standby=
        trap 'kill -QUIT $primary $standby 2> /dev/null || true; wait || true; rm -rf "$folder"' EXIT
        start primary "$3" "$5"
        primary=$!
        until "$bin/pg_isready" -q -h 127.0.0.1 -p "$3"; do sleep 0.05; done
        "$bin/pg_basebackup" -D "$folder/standby" -d "host=127.0.0.1 port=$3 user=postgres" -R -X stream -c fast
        while read -r order; do
          case $order in
            start) start standby "$4" ""; standby=$! ;;
            stop) kill -INT $standby; wait $standby || true; standby= ;;
            kill) kill -QUIT $primary; wait $primary || true; primary= ;;
            promote) "$bin/pg_ctl" -D "$folder/standby" -w promote > "$folder/promote.log" ;;
          esac
          echo "$order"
        done
        """;

    private readonly Process _shell;
    private readonly int _primary;
    private readonly int _standby;

    private PostgreSqlPair(Process shell, int primary, int standby) =>
        (_shell, _primary, _standby) = (shell, primary, standby);

    /// <summary>Starts both servers, with a database "accounts".</summary>
    /// <param name="isSynchronous">Whether a commit waits until the standby has it.</param>
    public static async Task<PostgreSqlPair> StartAsync(bool isSynchronous)
    {
        PostgreSqlIsThere.OrSkip();
        var (primary, standby) = (PostgreSqlCluster.FreePort(), PostgreSqlCluster.FreePort());
        var pair = new PostgreSqlPair(
            await PostgreSqlCluster.RunShellAsync(
                Script,
                isInMemory: true,
                $"{primary}",
                $"{standby}",
                isSynchronous ? "*" : ""
            ),
            primary,
            standby
        );
        await pair.StartStandbyAsync();
        Ask(primary, "CREATE DATABASE accounts");
        return pair;
    }

    /// <summary>The connection string that an operator would set.</summary>
    /// <param name="more">Further settings, each with a semicolon after it.</param>
    public string ConnectionString(string more = "") =>
        $"Host=127.0.0.1:{_primary},127.0.0.1:{_standby};{more}Database=accounts;Username=postgres;"
        + "Maximum Pool Size=20";

    /// <summary>The connection string of the standby alone.</summary>
    public string StandbyAlone => $"Host=127.0.0.1;Port={_standby};Database=accounts;Username=postgres";

    /// <summary>Starts the standby, which then follows the primary.</summary>
    public async Task StartStandbyAsync()
    {
        await OrderAsync("start");
        await PostgreSqlCluster.UntilAsync(() => IsUp(_standby), "the standby has started");
    }

    /// <summary>Waits until the standby has everything that the primary has.</summary>
    public Task WaitForStandbyAsync() =>
        PostgreSqlCluster.UntilAsync(
            () => Ask(_primary, "SELECT bool_or(replay_lsn >= pg_current_wal_lsn()) FROM pg_stat_replication") is true,
            "the standby has everything"
        );

    /// <summary>Stops the standby, so that it does not get what is written from now on.</summary>
    public Task StopStandbyAsync() => OrderAsync("stop");

    /// <summary>Ends the primary without giving it time for anything.</summary>
    public Task KillPrimaryAsync() => OrderAsync("kill");

    /// <summary>Makes the standby the primary.</summary>
    public Task PromoteAsync() => OrderAsync("promote");

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private async Task OrderAsync(string order)
    {
        await _shell.StandardInput.WriteLineAsync(order);
        await _shell.StandardInput.FlushAsync();
        (await _shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe(order);
    }

    private static bool IsUp(int port)
    {
        try
        {
            using var connection = new NpgsqlConnection(To(port));
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static object? Ask(int port, string sql)
    {
        using var connection = new NpgsqlConnection(To(port));
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A text of the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static string To(int port) =>
        $"Host=127.0.0.1;Port={port};Database=postgres;Username=postgres;Pooling=false";
}
