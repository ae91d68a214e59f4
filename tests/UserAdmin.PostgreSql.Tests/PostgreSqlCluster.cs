using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>
/// A PostgreSQL server of the tests' own, in a temporary folder and on a free port of the loopback. It ends with the
/// test process, however that ends: the shell that started it waits for the end of its input.
/// </summary>
internal sealed class PostgreSqlCluster
{
    // Text is sorted as people expect it, not by bytes: a query that relies on the order of bytes would fail.
    private const string Script = """
        set -e
        folder=$1 bin=$2 port=$3
        shift 3
        "$bin/initdb" -D "$folder/data" --auth=trust --username=postgres --encoding=UTF8 \
          --locale=C.UTF-8 --locale-provider=icu --icu-locale=en > "$folder/initdb.log" 2>&1
        "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
          -c max_connections=300 -c shared_buffers=64MB "$@" \
          > "$folder/server.log" 2>&1 < /dev/null &
        server=$!
        trap 'kill -QUIT $server; wait $server || true; rm -rf "$folder"' EXIT
        read -r _ || true
        """;

    // Nothing has to survive a test.
    private static readonly string[] _fast =
    [
        "-c",
        "fsync=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "autovacuum=off",
        "-c",
        "jit=off",
        "-c",
        "wal_level=minimal",
        "-c",
        "max_wal_senders=0",
    ];

    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(1);

    // Its input stays open as long as this process runs.
    private readonly Process _shell;

    private PostgreSqlCluster(Process shell, int port) => (_shell, Port) = (shell, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The server that all tests of this process use, each with databases of its own.</summary>
    public static Task<PostgreSqlCluster> SharedAsync() => Shared.Started;

    /// <summary>Why there can be no server on this machine; null if there can.</summary>
    public static string? Missing => Bin() is null ? "PostgreSQL is not installed (Debian: postgresql)." : null;

    /// <summary>The connection string of a database; not pooled, unless asked for.</summary>
    public string To(string database, bool pooled = true) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Database = database,
            Username = "postgres",
            Pooling = pooled,
            MaxPoolSize = 20,
        }.ConnectionString;

    /// <summary>Creates a database on the shared server, as a copy of another one that nobody uses.</summary>
    public static async Task CreateAsync(string database, string template) =>
        // Copying the files takes a third of the time of writing every page to the write-ahead log.
        await (await SharedAsync()).RunAsync(
            $"CREATE DATABASE \"{database}\" TEMPLATE \"{template}\" STRATEGY file_copy"
        );

    /// <summary>Executes a statement outside the databases of the tests.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(To("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts a server.</summary>
    /// <param name="isDurable">Whether it is set up like a real one, on disk: for measurements.</param>
    public static async Task<PostgreSqlCluster> StartAsync(bool isDurable = false)
    {
        var port = FreePort();
        var shell = await RunShellAsync(Script, isInMemory: !isDurable, [$"{port}", .. isDurable ? [] : _fast]);
        var cluster = new PostgreSqlCluster(shell, port);
        await UntilAsync(cluster.IsUp, "the server has started");
        return cluster;
    }

    /// <summary>
    /// Runs a script as the user of the server, with a new folder, the folder of the server's programs and the given
    /// arguments. Its input stays open as long as this process runs.
    /// </summary>
    internal static async Task<Process> RunShellAsync(string script, bool isInMemory, params string[] arguments)
    {
        var bin = Bin() ?? throw new InvalidOperationException(Missing);
        var folder = NewFolder(isInMemory);
        // The server refuses to run as root; the package has created a user for it.
        var isRoot = Environment.UserName == "root";
        if (isRoot)
        {
            using var chown = Process.Start("chown", ["postgres", folder]);
            await chown.WaitForExitAsync();
        }

        string[] user = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];
        string[] command = [.. user, "/bin/sh", "-c", script, "cluster", folder, bin, .. arguments];
        return Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
            }
        )!;
    }

    /// <summary>Waits until a condition holds, for at most a minute.</summary>
    internal static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(_longestWait);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited a minute in vain until {what}.");
            }

            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // In memory where that is possible: each test has databases of its own, of some three hundred files each.
    private static string NewFolder(bool isInMemory) =>
        isInMemory && Directory.Exists("/dev/shm")
            ? Directory.CreateDirectory($"/dev/shm/useradmin-postgresql-{Path.GetRandomFileName()}").FullName
            : Directory.CreateTempSubdirectory("useradmin-postgresql-").FullName;

    private bool IsUp()
    {
        if (_shell.HasExited)
        {
            throw new InvalidOperationException("The server has ended.");
        }

        try
        {
            using var connection = new NpgsqlConnection(To("postgres", pooled: false));
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string? Bin() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .Order(StringComparer.Ordinal)
                .LastOrDefault()
            : null;

    // Started when it is first asked for.
    private static class Shared
    {
        public static Task<PostgreSqlCluster> Started { get; } = StartAsync();
    }
}
