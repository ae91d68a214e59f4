using CsCheck;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Properties;

/// <summary>Sends any sequence of commands to the program and to a naive model of it, and compares them.</summary>
public sealed class StoryProperties
{
    // Inside a property, skipping would count as failing.
    public StoryProperties() => TestProvider.SkipIfMissing();

    [Fact]
    public Task AnyStory_EndsAsTheNaiveModelSays_AndRefusalsLeaveNoTrace() =>
        Turn.Story(30)
            .SampleAsync(
                async story =>
                {
                    await using var world = await World.StartAsync(follow: false);
                    var before = world.Host.DumpWrite();
                    for (var i = 0; i < story.Length; i++)
                    {
                        var (result, expected) = await world.SendAsync(story[i]);
                        var where = $"turn {i}: {string.Join(' ', result.Errors.Select(error => error.Code))}";
                        result.IsAccepted.ShouldBe(expected.Refusal is null, $"{where}; the model says {expected}");
                        result.Position.ShouldBe(expected.Position, where);
                        if (story[i].Steps.Length == 1 && story[i].Repeats is 0)
                        {
                            string.Join(' ', result.Errors.Select(error => NaiveGuards.KindOf(error.Code)).Distinct())
                                .ShouldBe(expected.Refusal ?? "", where);
                        }

                        var after = world.Host.DumpWrite();
                        if (!result.IsAccepted)
                        {
                            after.ShouldBe(before, $"{where}: refused, and yet something has changed");
                        }

                        before = after;
                        world.Host.Tail().ShouldBe(world.Naive.Now.Tail, where);
                    }

                    Comparison.WriteTablesAreTheModel(world);
                    world.FollowToTheEnd(batch: 3);
                    Comparison.ReadRowsAreTheModel(world);
                    world.Host.Get<ILogVerification>().Verify().Problem.ShouldBeNull();
                    (
                        await world
                            .Host.Get<StockComparison>()
                            .CompareAsync(
                                TimeSpan.Zero,
                                StockComparison.Patience,
                                TestContext.Current.CancellationToken
                            )
                    )
                        .ShouldNotBeNull()
                        .Differences.ShouldBeEmpty();
                    world
                        .Host.ReadLog()
                        .Select(record => record.Position)
                        .ShouldBe(Enumerable.Range(1, (int)world.Naive.Now.Tail).Select(position => (long)position));
                },
                iter: 60,
                threads: 1,
                print: Turn.Print
            );

    [Fact]
    public Task AnyStory_FollowedWhileItHappens_GivesTheReadModelOfARebuild() =>
        Turn.Story(30)
            .SampleAsync(
                async story =>
                {
                    await using var world = await World.StartAsync(follow: true);
                    foreach (var turn in story)
                    {
                        await world.SendAsync(turn);
                    }

                    await world.Host.CatchUpAsync();
                    await world.Host.StopFollowingAsync();
                    var followed = world.Host.DumpRead();

                    world
                        .Host.Get<IReadModelRebuild>()
                        .Run(_ => { }, TestContext.Current.CancellationToken)
                        .ShouldBe(world.Host.Tail());

                    world.Host.DumpRead().ShouldBe(followed);
                },
                iter: 25,
                threads: 1,
                print: Turn.Print
            );

    [Fact]
    public Task AnyStory_FollowedInAnyBatches_GivesTheReadModelOfOneByOne() =>
        Gen.Select(Turn.Story(40), Gen.Int[1, 12].Array[1, 6].Array[3])
            .SampleAsync(
                async (story, partitions) =>
                {
                    await using var world = await World.StartAsync(follow: false);
                    foreach (var turn in story)
                    {
                        await world.SendAsync(turn);
                    }

                    world.FollowToTheEnd(batch: 1);
                    var oneByOne = world.Host.DumpRead();
                    foreach (var sizes in partitions)
                    {
                        world.Rebuild(sizes).ShouldBe(oneByOne, $"batches of {string.Join(", ", sizes)}");
                    }
                },
                iter: 12,
                threads: 1,
                print: sample =>
                    $"{string.Join(" / ", sample.Item2.Select(sizes => string.Join(", ", sizes)))}"
                    + $"{Environment.NewLine}{Turn.Print(sample.Item1)}"
            );
}

/// <summary>Runs the projections by hand, for tests that choose the batches.</summary>
internal static class Following
{
    /// <summary>Applies all remaining events in batches of the given size.</summary>
    public static void FollowToTheEnd(this World world, int batch)
    {
        using var log = new LogReader(world.Host.Get<IWriteStore>());
        using var writer = world.Host.Get<IReadStore>().OpenWriter();
        while (ReadModelRebuild.CatchUp(writer, log, batch) > 0) { }
    }

    /// <summary>
    /// Rebuilds the read model in batches of the given sizes, used in rotation, and returns all its rows.
    /// </summary>
    public static string Rebuild(this World world, int[] sizes)
    {
        var store = world.Host.Get<IReadStore>();
        using (var log = new LogReader(world.Host.Get<IWriteStore>()))
        using (var writer = store.CreateCandidate())
        {
            for (var i = 0; ReadModelRebuild.CatchUp(writer, log, sizes[i % sizes.Length]) > 0; i++) { }

            using var secured = store.MakeDurable(writer);
            store.Use(secured);
        }

        return world.Host.DumpRead();
    }
}
