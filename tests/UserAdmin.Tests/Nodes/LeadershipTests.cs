using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Messaging;
using UserAdmin.Nodes;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Nodes;

/// <summary>The work of the leader begins and ends with its term.</summary>
public sealed class LeadershipTests : IAsyncDisposable
{
    private readonly Election _election = new();
    private readonly Worker _one = new();
    private readonly Worker _two = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
    private readonly RunnerHeartbeats _heartbeats;
    private readonly Leadership _leadership;

    public LeadershipTests()
    {
        _heartbeats = new RunnerHeartbeats(_time);
        _leadership = new Leadership(
            _election,
            [new LeaderRunner(_one, "one"), new LeaderRunner(_two, "two")],
            _heartbeats,
            _time,
            NullLogger<Leadership>.Instance
        );
    }

    [Fact]
    public async Task Work_BeginsWithTheTerm_EndsWithIt_AndBeginsAgainWithTheNext()
    {
        await _leadership.StartAsync(TestContext.Current.CancellationToken);
        (_one.Runs, _leadership.IsLeader).ShouldBe((0, false));

        var term = _election.Elect();
        await TestHost.UntilAsync(() => (_one.IsRunning, _two.IsRunning) == (true, true), "both work");
        _leadership.IsLeader.ShouldBeTrue();

        term.End();
        await TestHost.UntilAsync(() => term.IsGivenUp, "the term is given up");
        (_one.IsRunning, _two.IsRunning, _leadership.IsLeader).ShouldBe((false, false, false));

        _election.Elect();
        await TestHost.UntilAsync(() => (_one.Runs, _two.Runs) == (2, 2), "both work again");
    }

    [Fact]
    public async Task Worker_ThatWasStopped_IsNotMissed()
    {
        await _leadership.StartAsync(TestContext.Current.CancellationToken);
        var term = _election.Elect();
        await TestHost.UntilAsync(() => _one.IsRunning, "it works");
        _heartbeats.Beat("one", TimeSpan.Zero);
        _heartbeats.Silent.ShouldHaveSingleItem();

        term.End();

        await TestHost.UntilAsync(() => term.IsGivenUp, "the term is given up");
        _heartbeats.Silent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Worker_ThatFails_LetsAnotherNodeLead()
    {
        await _leadership.StartAsync(TestContext.Current.CancellationToken);
        var term = _election.Elect();
        await TestHost.UntilAsync(() => (_one.IsRunning, _two.IsRunning) == (true, true), "both work");

        _two.Fail();

        await TestHost.UntilAsync(() => term.IsGivenUp, "the term is given up");
        _one.IsRunning.ShouldBeFalse();
        _election.Elect();
        await TestHost.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return (_one.Runs, _two.Runs) == (2, 2);
            },
            "both work again"
        );
    }

    [Fact]
    public async Task Term_IsGivenUpOnlyAfterTheWorkHasEnded()
    {
        await _leadership.StartAsync(TestContext.Current.CancellationToken);
        _one.IsSlow = true;
        var term = _election.Elect();
        await TestHost.UntilAsync(() => (_one.IsRunning, _two.IsRunning) == (true, true), "both work");

        var stopping = _leadership.StopAsync(TestContext.Current.CancellationToken);

        await TestHost.UntilAsync(() => !_two.IsRunning, "one of them has ended");
        term.IsGivenUp.ShouldBeFalse();
        _one.Finish();
        await stopping;
        term.IsGivenUp.ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        _one.Finish();
        await _leadership.StopAsync(CancellationToken.None);
        _leadership.Dispose();
        _one.Dispose();
        _two.Dispose();
    }

    private sealed class Election : ILeaderElection
    {
        private readonly Channel<Term> _terms = Channel.CreateUnbounded<Term>();

        public Term Elect()
        {
            var term = new Term();
            _terms.Writer.TryWrite(term);
            return term;
        }

        public async Task<ILeaderTerm> LeadAsync(CancellationToken cancellationToken) =>
            await _terms.Reader.ReadAsync(cancellationToken);
    }

    private sealed class Term : ILeaderTerm
    {
        private readonly CancellationTokenSource _ended = new();
        private volatile bool _isGivenUp;

        public CancellationToken Ended => _ended.Token;

        public bool IsGivenUp => _isGivenUp;

        public void End() => _ended.Cancel();

        public ValueTask DisposeAsync()
        {
            _isGivenUp = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Worker : BackgroundService
    {
        private readonly TaskCompletionSource _finished = new();
        private TaskCompletionSource _failure = new();
        private volatile int _runs;
        private volatile bool _isRunning;

        public int Runs => _runs;

        public bool IsRunning => _isRunning;

        /// <summary>Whether it ends its step before it stops.</summary>
        public bool IsSlow { get; set; }

        public void Fail() => _failure.SetException(new InvalidOperationException("disk on fire"));

        public void Finish() => _finished.TrySetResult();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            _failure = new TaskCompletionSource();
            Interlocked.Increment(ref _runs);
            _isRunning = true;
            try
            {
                await _failure.Task.WaitAsync(stoppingToken);
            }
            finally
            {
                if (IsSlow)
                {
                    await _finished.Task;
                }

                _isRunning = false;
            }
        }
    }
}
