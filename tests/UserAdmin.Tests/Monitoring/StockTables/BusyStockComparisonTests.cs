using Microsoft.Extensions.Logging.Abstractions;
using UserAdmin.Following;
using UserAdmin.Monitoring.StockTables;

namespace UserAdmin.Tests.Monitoring.StockTables;

/// <summary>A comparison while another program makes changes with few quiet moments between them, or none.</summary>
public sealed class BusyStockComparisonTests : IDisposable
{
    private readonly BusyTables _tables = new();
    private readonly HastyClock _clock = new();
    private readonly StockComparison _comparison;

    public BusyStockComparisonTests()
    {
        var moments = new StockMoments(_clock);
        _comparison = new(
            _tables,
            moments,
            new StockPass(_tables, moments, _clock),
            new ReconciliationSignal(),
            NullLogger<StockComparison>.Instance
        );
    }

    public void Dispose() => _tables.Dispose();

    [Fact]
    public async Task Compare_WhenAStretchIsBusyForLong_TriesItAgainAndComparesAll()
    {
        // The stretches before and after this one are quiet at once.
        _tables.BusyLooks[2] = 400;

        await RunAsync();

        _comparison.Latest.ShouldSatisfyAllConditions(
            report => report.Compared.ShouldBe(BusyTables.Stretches),
            report => report.Differences.Count.ShouldBe(BusyTables.Stretches),
            report => report.Unfinished.ShouldBe(0)
        );
    }

    [Fact]
    public async Task Compare_WhenItIsNeverQuiet_EndsAndSaysThatItWasNotCompared()
    {
        await RunAsync();
        var complete = _comparison.Latest;
        _tables.BusyLooks[2] = int.MaxValue;

        await RunAsync();
        await RunAsync();

        _comparison.Latest.ShouldBe(complete with { Unfinished = 2 });
        _comparison.Overdue.ShouldBeNull();

        await RunAsync();

        _comparison.Overdue.ShouldBe(complete with { Unfinished = 3 });

        _tables.BusyLooks.Clear();
        await RunAsync();

        _comparison.Overdue.ShouldBeNull();
        _comparison.Latest.Unfinished.ShouldBe(0);
    }

    [Fact]
    public async Task CompareOfOneAccount_WhenItIsNeverQuiet_AnswersWhatWasFoundLast()
    {
        await RunAsync();
        _tables.AreBusy = true;

        (await _comparison.OfUserAsync("2", TestContext.Current.CancellationToken))
            .ShouldHaveSingleItem()
            .SubjectId.ShouldBe("2");
    }

    private Task RunAsync()
    {
        _tables.Look = 0;
        return _comparison.RunOnceAsync(TimeSpan.Zero, StockComparison.Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Tables with a few stretches of one account each; every account differs from the log.</summary>
    private sealed class BusyTables : IStockTables, IStockSnapshots
    {
        public const int Stretches = 4;

        private int _tries;

        /// <summary>The number of tries without a quiet moment, by the number of the look.</summary>
        public Dictionary<int, int> BusyLooks { get; } = [];

        public bool AreBusy { get; set; }

        public int Look { get; set; }

        public IStockSnapshots Open() => this;

        public bool TryBegin()
        {
            if (AreBusy || _tries++ < BusyLooks.GetValueOrDefault(Look))
            {
                return false;
            }

            (_tries, Look) = (0, Look + 1);
            return true;
        }

        public void End() { }

        public void Dispose() => _tries = 0;

        public (AccountRange Range, int Count)? Next(string after, int take)
        {
            var next = after.Length == 0 ? 0 : after[0] - '0' + 1;
            return next < Stretches ? (new(after, $"{next}"), 1) : null;
        }

        public IEnumerable<StockDifference> Accounts(AccountRange range) =>
            [new(range.Last ?? range.First, false, "Ada", "Two-factor is on in the tables, and off in the log.")];

        public Stretch Strangers(string after, int take) => new(null, 0, []);

        public IEnumerable<StockDifference> Roles() => [];

        public IEnumerable<StockDifference> Members(string roleId, int most) => [];
    }

    /// <summary>A clock whose timers fire at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
