using Microsoft.Data.Sqlite;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Tests.EventLog;

/// <summary>Reading on another thread hands on every event once and in order, and every fault.</summary>
public sealed class LogReadAheadTests
{
    private static readonly string[] _names = ["ada", "bob", "cleo", "dora", "emil", "fay", "gus", "hana"];

    [Fact]
    public async Task Read_OfSeveralBatches_GivesEveryEventOnceInOrder()
    {
        await using var host = await StartAsync();

        var taken = Read(host, 2);

        taken.ShouldBe(host.ReadLog().Select(record => record.Position));
        taken.Count.ShouldBeGreaterThan(_names.Length);
    }

    [Fact]
    public async Task Read_ThatMeetsATamperedEvent_GivesTheBatchesBeforeAndThenTheFault()
    {
        await using var host = await StartAsync();
        Execute(host, "UPDATE EventLog SET ActorName = 'Somebody else' WHERE Position = 6");
        var taken = new List<long>();

        Should.Throw<LogMismatchException>(() => Read(host, 2, taken));

        taken.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Read_WhoseTakerFails_EndsWithThatFaultAndLetsGoOfTheLog()
    {
        await using var host = await StartAsync();

        // One event a batch, so that the reading side waits for room when the taker fails.
        Should.Throw<InvalidTimeZoneException>(() => new LogReadAhead(host.Get<IWriteStore>(), 1)
            .Read(0, EventHash.Genesis, _ => throw new InvalidTimeZoneException(), TestContext.Current.CancellationToken));

        Read(host, 3).Count.ShouldBe((int)host.Tail());
    }

    [Fact]
    public async Task Read_GivenUp_Ends()
    {
        await using var host = await StartAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        Should.Throw<OperationCanceledException>(() => new LogReadAhead(host.Get<IWriteStore>(), 1).Read(0, EventHash.Genesis, _ => cancel.Cancel(), cancel.Token));
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync(follow: false);
        foreach (var name in _names)
        {
            await host.CreateUserAsync(name);
        }

        return host;
    }

    private static List<long> Read(TestHost host, int take, List<long>? taken = null)
    {
        taken ??= [];
        new LogReadAhead(host.Get<IWriteStore>(), take).Read(
            0, EventHash.Genesis, events => taken.AddRange(events.All.ToArray().Select(one => one.Record.Position)), TestContext.Current.CancellationToken);
        return taken;
    }

    private static void Execute(TestHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={host.WriteFile}");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
