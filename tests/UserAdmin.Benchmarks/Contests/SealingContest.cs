using System.Diagnostics;
using Microsoft.Data.Sqlite;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Compares a rebuild from encrypted events with one from the same events in plain text.</summary>
internal static class SealingContest
{
    private const int Rounds = 3;
    private const double MostTimesPlain = 1.15;

    public static async Task<Result> RunAsync(string folder)
    {
        using var copy = new TemporaryFolder();
        Seeded.Copy(folder, copy.Path);
        // It was built from the log as it was.
        Array.ForEach(Directory.GetFiles(copy.Path, "read.*"), File.Delete);
        await using var encrypted = await RunningConsole.OpenAsync(folder);
        await using var plain = await RunningConsole.OpenAsync(copy.Path);
        Decrypt(plain);
        var (times, plainTimes, position) = (new List<double>(), new List<double>(), 0L);
        for (var round = -1; round < Rounds; round++)
        {
            var (time, last) = Rebuild(encrypted);
            var (plainTime, plainLast) = Rebuild(plain);
            if (last != plainLast)
            {
                throw new InvalidOperationException("The logs are not the same.");
            }

            // The first round only warms up.
            if (round >= 0)
            {
                times.Add(time);
                plainTimes.Add(plainTime);
                position = last;
            }
        }

        return new Result("rebuild, encrypted against plain events", times, plainTimes)
        {
            PerSecond = position / times.Order().ElementAt(Rounds / 2) * 1000,
            Aim = $"at most {MostTimesPlain} × plain",
            IsMet = result => result.Ratio <= MostTimesPlain,
        };
    }

    private static (double Milliseconds, long Position) Rebuild(RunningConsole console)
    {
        var start = Stopwatch.GetTimestamp();
        var position = console.Get<IReadModelRebuild>().Run(_ => { }, CancellationToken.None);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, position);
    }

    private static void Decrypt(RunningConsole console)
    {
        using var log = new LogReader(console.Get<IWriteStore>());
        using var target = console.OpenWrite();
        using var transaction = target.BeginTransaction();
        using var update = target.CreateCommand();
        update.CommandText = """
            UPDATE EventLog SET Version = @version, Payload = @payload, ActorName = @actor, Reason = @reason,
            IpAddress = @address, PreviousHash = @previous, Hash = @hash WHERE Position = @position
            """;
        string[] names = ["@version", "@payload", "@actor", "@reason", "@address", "@previous", "@hash", "@position"];
        Array.ForEach(names, name => update.Parameters.Add(new SqliteParameter(name, null)));
        var (hash, position) = (EventHash.Genesis, 0L);
        while (log.Read(position, 5000) is { Count: > 0 } records)
        {
            foreach (var record in records)
            {
                var (opened, @event) = EventSealing.Open(record);
                (opened.Version, opened.Payload, opened.PreviousHash) = (1, EventCodec.Encode(@event), hash);
                opened.Hash = hash = EventHash.Compute(hash, opened);
                object?[] values =
                [
                    opened.Version,
                    opened.Payload,
                    opened.ActorName,
                    opened.Reason,
                    opened.IpAddress,
                    opened.PreviousHash,
                    opened.Hash,
                    opened.Position,
                ];
                for (var i = 0; i < values.Length; i++)
                {
                    update.Parameters[i].Value = values[i] ?? DBNull.Value;
                }

                update.ExecuteNonQuery();
            }

            position = records[^1].Position;
        }

        transaction.Commit();
    }
}
