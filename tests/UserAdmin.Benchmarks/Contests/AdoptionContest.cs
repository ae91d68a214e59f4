using System.Diagnostics;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Measures how fast the accounts of an application become known, beside raw statements that only read the same rows.
/// </summary>
internal static class AdoptionContest
{
    private const int Rounds = 3;

    public static async IAsyncEnumerable<Result> MeasureAsync(int accounts)
    {
        using (var folder = new TemporaryFolder())
        {
            var file = $"Data Source={Path.Combine(folder.Path, "app.db")}";
            foreach (var result in await MeasureAsync("adoption, SQLite", file, isOnServer: false, accounts))
            {
                yield return result;
            }
        }

        if (PostgreSqlCluster.Missing is null)
        {
            var cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
            await cluster.RunAsync("CREATE DATABASE application");
            foreach (
                var result in await MeasureAsync(
                    "adoption, PostgreSQL",
                    cluster.To("application"),
                    isOnServer: true,
                    accounts
                )
            )
            {
                yield return result;
            }
        }
    }

    private static async Task<IReadOnlyList<Result>> MeasureAsync(
        string name,
        string connection,
        bool isOnServer,
        int accounts
    )
    {
        await StockPopulation.FillAsync(connection, isOnServer, accounts);
        var (times, rawTimes) = (new List<double>(), new List<double>());
        var (processor, rawProcessor) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            UserAdminAttach.Attach(connection, UserAdminAttach.Examine(connection, new()).Shape!);
            var (start, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var read = await UserAdminAttach.AdoptAsync(connection, _ => { });
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            processor.Add((Environment.CpuUsage.TotalTime - worked).TotalMilliseconds);
            if (read != accounts || UserAdminAttach.Detach(connection) < accounts)
            {
                throw new InvalidOperationException("Not every account became known.");
            }

            (start, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            Read(connection, isOnServer);
            rawTimes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            rawProcessor.Add((Environment.CpuUsage.TotalTime - worked).TotalMilliseconds);
        }

        return
        [
            new Result(name, times, rawTimes)
            {
                PerSecond = accounts / times.Order().ElementAt(Rounds / 2) * 1000,
                Aim = "20,000 accounts/s",
                IsMet = result => result.PerSecond >= 20_000,
            },
            // Without that of a server. Other work on the machine changes it less.
            new Result($"{name}, processor time", processor, rawProcessor)
            {
                PerSecond = accounts / processor.Order().ElementAt(Rounds / 2) * 1000,
            },
        ];
    }

    private static void Read(string connectionString, bool isOnServer)
    {
        using var connection = StockPopulation.Open(connectionString, isOnServer);
        foreach (var sql in StockPopulation.Reads)
        {
            using var read = connection.CreateCommand();
#pragma warning disable CA2100 // Text of the benchmark's own.
            read.CommandText = sql;
#pragma warning restore CA2100
            using var reader = read.ExecuteReader();
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    _ = reader.GetValue(i);
                }
            }
        }
    }
}
