using Microsoft.Extensions.Time.Testing;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Storage;

public sealed class DatabaseWaitsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DatabaseWaits _waits;
    private int _reads;

    public DatabaseWaitsTests() => _waits = new DatabaseWaits(new EveryFaultPasses(), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_AfterALostConnection_IsRepeatedAtOnce()
    {
        (await _waits.ReadAsync(() => ++_reads == 1 ? throw new IOException() : Task.FromResult(7), Token)).ShouldBe(7);

        _waits.Elapsed.ShouldBeNull();
    }

    [Fact]
    public async Task Read_WhileTheServerStaysAway_FailsAfterTheLongestWait()
    {
        var reading = _waits.ReadAsync<int>(() => throw new IOException($"{++_reads}"), Token);

        while (!reading.IsCompleted)
        {
            _waits.Elapsed.ShouldNotBeNull();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        (await Should.ThrowAsync<DatabaseUnavailableException>(() => reading)).Error.Code.ShouldBe(
            "database.unreachable"
        );
        _reads.ShouldBeGreaterThan(5);
        _waits.Elapsed.ShouldBeNull();
    }

    [Fact]
    public async Task Read_WhenTheServerHasBeenAwayForLong_DoesNotWait()
    {
        using var other = _waits.Begin();
        _time.Advance(DatabaseWaits.Patience);

        await Should.ThrowAsync<DatabaseUnavailableException>(() =>
            _waits.ReadAsync<int>(() => throw new IOException($"{++_reads}"), Token)
        );

        _reads.ShouldBe(1);
    }

    [Fact]
    public void Changed_OfSeveralThatWait_IsRaisedByTheFirstAndTheLast()
    {
        var raised = 0;
        _waits.Changed += () => raised++;

        var (first, second) = (_waits.Begin(), _waits.Begin());
        raised.ShouldBe(1);
        first.Dispose();
        first.Dispose();
        raised.ShouldBe(1);
        _waits.Elapsed.ShouldNotBeNull();
        second.Dispose();

        raised.ShouldBe(2);
        _waits.Elapsed.ShouldBeNull();
    }

    private sealed class EveryFaultPasses : IDatabaseFaults
    {
        public Error? Unavailable(Exception? fault) => null;

        public Error? Interrupted(Exception? fault) => null;

        public bool MayPass(Exception? fault) => true;

        public bool IsConflict(Exception? fault) => false;

        public bool IsDiskFull(Exception? fault) => false;
    }
}
