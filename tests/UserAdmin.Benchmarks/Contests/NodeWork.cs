using System.Diagnostics;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>When a node knew of a position of the log.</summary>
/// <param name="Position">The position.</param>
/// <param name="Sent">When its command was sent, as a timestamp of <see cref="Stopwatch"/>; 0 if that was
/// elsewhere.</param>
/// <param name="Known">When it was answered, or when subscribers heard of it.</param>
internal sealed record Moment(long Position, long Sent, long Known);

/// <summary>What a node does, besides making as many changes as it can.</summary>
internal static class NodeWork
{
    // In milliseconds. Others look at the log twice a second, and the changes must not keep time with them.
    private const int ShortestPause = 20;
    private const int LongestPause = 150;

    /// <summary>Sends the commands one after the other, with pauses.</summary>
    public static async Task<List<Moment>> PacedAsync(RunningConsole console, IEnumerable<ChangeUserEmail> changes)
    {
        var moments = new List<Moment>();
        foreach (var change in changes)
        {
            await Task.Delay(Random.Shared.Next(ShortestPause, LongestPause));
            var sent = Stopwatch.GetTimestamp();
            var position = await console.SendAsync(change, Actor.System);
            moments.Add(new(position, sent, Stopwatch.GetTimestamp()));
        }

        return moments;
    }

    /// <summary>Applies what the read model lacks of the log, as the runner does it.</summary>
    /// <returns>The number of events.</returns>
    public static int Follow(RunningConsole console)
    {
        using var log = new LogReader(console.Get<IWriteStore>());
        using var writer = console.Get<IReadStore>().OpenWriter();
        var events = 0;
        ReadAhead.Each(
            log.Batches(writer.Checkpoint.Position, writer.Checkpoint.Hash, ProjectionRunner.BatchSize),
            ProjectionRunner.BatchesAhead,
            batch =>
            {
                writer.Apply(batch);
                events += batch.All.Length;
            }
        );
        return events;
    }
}
