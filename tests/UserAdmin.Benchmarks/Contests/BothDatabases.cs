using System.Diagnostics;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Measures the same work with the write database on SQLite and on PostgreSQL, in turns. Both have the same log, event
/// for event. The figures of SQLite take the place of the raw ones.
/// </summary>
/// <param name="log">Folder of the database on SQLite.</param>
/// <param name="server">Connection string of its copy on PostgreSQL.</param>
internal sealed class BothDatabases(string log, string server)
{
    /// <summary>Fills both databases.</summary>
    /// <param name="folder">Folder for the database on SQLite.</param>
    /// <param name="users">The number of users.</param>
    /// <param name="changes">The number of changes that the read model in the folder lacks.</param>
    public static async Task<BothDatabases> FillAsync(string folder, int users, int changes)
    {
        await Seeded.FillAsync(folder, users);
        await using (var console = await RunningConsole.OpenAsync(folder))
        {
            NodeWork.Follow(console);
            if (changes > 0)
            {
                await Population.MakeAsync(console, changes);
            }
        }

        var cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
        await cluster.RunAsync("CREATE DATABASE benchmark");
        await Seeded.CopyToServerAsync(folder, cluster.To("benchmark"));
        return new(folder, cluster.To("benchmark"));
    }

    /// <summary>Returns both databases, the other one first in every second round.</summary>
    public static IEnumerable<bool> Turns(int round) => round % 2 == 0 ? [false, true] : [true, false];

    /// <summary>Starts a node.</summary>
    /// <param name="folder">An empty folder, which gets a copy of the database's folder.</param>
    /// <param name="isOnServer">Whether its write database is the one on PostgreSQL.</param>
    /// <param name="isFollowing">Whether its projection runner runs.</param>
    public async Task<RatesProcess> StartAsync(string folder, bool isOnServer, bool isFollowing = true)
    {
        Seeded.Copy(log, folder);
        return await RatesProcess.StartAsync(folder, isOnServer ? server : null, isFollowing);
    }

    /// <summary>What was measured of one kind of work on both databases.</summary>
    internal sealed class Pairs
    {
        private readonly List<(bool IsOnServer, double Time, long Done, double Processor)> _all = [];

        public void Add(bool isOnServer, RatesAnswer answer) =>
            Add(
                isOnServer,
                Stopwatch.GetElapsedTime(answer.Begun, answer.Ended).TotalMilliseconds,
                answer.Done,
                answer.Processor
            );

        public void Add(bool isOnServer, double time, long done, double processor) =>
            _all.Add((isOnServer, time, done, processor));

        /// <summary>Returns the times.</summary>
        public Result Times(string name) =>
            new($"{name}, PostgreSQL : SQLite", Of(true, one => one.Time), Of(false, one => one.Time))
            {
                PerSecond = Of(true, one => one.Done / one.Time * 1000).Order().ElementAt(_all.Count / 4),
            };

        /// <summary>Returns the processor times of the nodes, without that of the server.</summary>
        public Result Processor(string name) =>
            new($"{name}, processor time", Of(true, one => one.Processor), Of(false, one => one.Processor));

        private List<double> Of(
            bool isOnServer,
            Func<(bool IsOnServer, double Time, long Done, double Processor), double> figure
        ) => [.. _all.Where(one => one.IsOnServer == isOnServer).Select(figure)];
    }
}
