using System.Globalization;
using Npgsql;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>Several consoles on one database on a server, each with a folder and a read model of its own.</summary>
internal sealed class RunningNodes : IAsyncDisposable
{
    private readonly string _server;
    private readonly List<DataFolder> _folders = [];

    private RunningNodes(string server) => _server = server;

    /// <summary>The nodes; some of them may have been killed.</summary>
    public List<RunningProgram> All { get; } = [];

    /// <summary>Starts nodes, all at the same time.</summary>
    public static async Task<RunningNodes> StartAsync(string server, int count, params string[] settings)
    {
        var nodes = new RunningNodes(server);
        try
        {
            nodes.All.AddRange(
                await Task.WhenAll(
                    Enumerable.Range(0, count).Select(_ => RunningProgram.StartAsync(nodes.NewFolder(), settings))
                )
            );
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a folder for another process on the same database.</summary>
    public DataFolder NewFolder()
    {
        var folder = new DataFolder(_server);
        lock (_folders)
        {
            _folders.Add(folder);
        }

        return folder;
    }

    /// <summary>Waits until one of the nodes is the leader, and returns it.</summary>
    public async Task<RunningProgram> LeaderAsync()
    {
        RunningProgram? leader = null;
        await Eventually.HoldsAsync(
            () =>
            {
                var leaders = Rows(
                        """
                        SELECT "ProcessId" FROM "Nodes"
                        WHERE "IsLeader" AND "SeenAt" > now() - interval '4 seconds'
                        """
                    )
                    .Select(row => row[0]);
                leader = All.Find(node => node.IsRunning && leaders.Contains(Text(node.ProcessId)));
                return leader is not null;
            },
            "a node is the leader"
        );
        return leader!;
    }

    /// <summary>Waits until the read models of all nodes have everything that is in the log.</summary>
    public Task CaughtUpAsync() =>
        Eventually.HoldsAsync(
            () =>
                Rows("SELECT max(\"Position\") FROM \"EventLog\"")[0][0] is var tail
                && All.TrueForAll(node => Text(Database.ReadPosition(Database.ReadModelInUse(node.Data))) == tail),
            "all nodes have caught up"
        );

    /// <summary>Returns the rows of a query of the write database, each as the text of its values.</summary>
    public List<string[]> Rows(string sql)
    {
        using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_server)
            {
                Pooling = false,
                SearchPath = "useradmin,public",
                // Of several servers, the one that is the primary now.
                TargetSessionAttributes = _server.Contains(',', StringComparison.Ordinal) ? "primary" : null,
                HostRecheckSeconds = 0,
            }.ConnectionString
        );
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests write their own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)))]);
        }

        return rows;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in All)
        {
            await node.DisposeAsync();
        }

        _folders.ForEach(folder => folder.Dispose());
    }

    private static string Text(object value) =>
        value is DBNull ? "∅" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
