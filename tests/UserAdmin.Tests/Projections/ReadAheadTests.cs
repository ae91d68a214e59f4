using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Projections;

/// <summary>
/// Reading on another thread passes on every element once and in order, and every exception; nobody waits for ever.
/// </summary>
public sealed class ReadAheadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_OfMoreThanWait_GivesEveryElementOnceInOrder()
    {
        var taken = new List<int>();

        ReadAhead.Each(Enumerable.Range(0, 1000), 2, taken.Add, Token);

        taken.ShouldBe(Enumerable.Range(0, 1000));
    }

    [Fact]
    public void Each_OfOneElement_UsesNoOtherThread()
    {
        var threads = new List<int>();

        ReadAhead.Each(One(), 2, _ => threads.Add(Environment.CurrentManagedThreadId), Token);

        threads.ShouldBe(Enumerable.Repeat(Environment.CurrentManagedThreadId, 3));

        IEnumerable<int> One()
        {
            threads.Add(Environment.CurrentManagedThreadId);
            yield return 0;
            threads.Add(Environment.CurrentManagedThreadId);
        }
    }

    [Fact]
    public void Each_WhoseSequenceFails_GivesWhatCameBeforeAndThenTheFault()
    {
        var taken = new List<int>();

        Should.Throw<DivideByZeroException>(() =>
            ReadAhead.Each(Enumerable.Range(-3, 10).Select(number => 6 / number), 2, taken.Add, Token)
        );

        taken.ShouldBe([-2, -3, -6]);
    }

    [Fact]
    public void Each_WhoseTakerFails_EndsWithThatFaultAndReadsNoMore()
    {
        var read = 0;

        Should
            .Throw<DivideByZeroException>(() =>
                ReadAhead.Each(
                    Enumerable.Range(0, 1000).Select(number => read = number),
                    2,
                    number => throw new DivideByZeroException($"At {number}."),
                    Token
                )
            )
            .Message.ShouldBe("At 0.");

        // One element in hand, two waiting, one that found no room.
        read.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Each_GivenUp_EndsASequenceWithoutEnd()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Should.Throw<OperationCanceledException>(() =>
            ReadAhead.Each(Endless(), 2, _ => cancel.Cancel(), cancel.Token)
        );
    }

    [Fact]
    public async Task Batches_OfALog_AreCheckedUpToTheTamperedOne()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        foreach (var name in (string[])["ada", "bob", "cleo", "dora", "emil", "fay", "gus", "hana"])
        {
            await host.CreateUserAsync(name);
        }

        Taken(host, int.MaxValue).ShouldBe(host.ReadLog().Select(record => record.Position));
        host.Tamper("UPDATE \"EventLog\" SET \"ActorName\" = 'Somebody else' WHERE \"Position\" = 6").ShouldBe(1);
        Taken(host, 2).ShouldBe([1, 2, 3, 4]);
    }

    private static IEnumerable<int> Endless()
    {
        while (true)
        {
            yield return 0;
        }
    }

    /// <summary>
    /// Returns the positions of the events up to the end of the log, or up to the batch that breaks the chain.
    /// </summary>
    private static List<long> Taken(TestHost host, int take)
    {
        using var log = new LogReader(host.Get<IWriteStore>());
        var taken = new List<long>();
        try
        {
            ReadAhead.Each(
                log.Batches(0, EventHash.Genesis, take),
                2,
                events => taken.AddRange(events.All.ToArray().Select(one => one.Record.Position)),
                Token
            );
        }
        catch (LogMismatchException)
        {
            return taken;
        }

        taken.Count.ShouldBe((int)host.Tail());
        return taken;
    }
}
