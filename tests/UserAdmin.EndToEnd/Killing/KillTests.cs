using System.Globalization;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Killing;

/// <summary>
/// kill -9 at random moments during a stream of commands: no accepted command is lost or applied twice, the log stays
/// intact, and the read model equals a rebuilt one. USERADMIN_KILL_ROUNDS sets the number of kills (default 5);
/// USERADMIN_KILL_SEED repeats the choices of an earlier run.
/// </summary>
public sealed class KillTests : IDisposable
{
    // As many as this wait for the write gate together, so that the kill meets commits of several commands.
    private const int Window = 16;

    private readonly DataFolder _data = new();
    private readonly Random _random;
    private readonly Ledger _ledger;
    private readonly string _choices;

    /// <summary>Chooses the seed and prints it.</summary>
    public KillTests()
    {
        var seed = Number("USERADMIN_KILL_SEED") ?? Random.Shared.Next();
        Rounds = Number("USERADMIN_KILL_ROUNDS") ?? 5;
        _choices = $"USERADMIN_KILL_ROUNDS={Rounds} USERADMIN_KILL_SEED={seed}";
        TestContext.Current.TestOutputHelper?.WriteLine(_choices);
        TestContext.Current.SendDiagnosticMessage(_choices);
        (_random, _ledger) = (new Random(seed), new Ledger(new Random(seed)));
    }

    private int Rounds { get; }

    [Fact]
    public async Task Kill_AtRandomMomentsUnderCommands_LosesNothingAndDoublesNothing()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            await KillInTheMiddleAsync();
        }

        await FinishAsync();

        CheckLog();
        CheckAccounts();
        await CheckVerifyAsync();
        await CheckRebuildAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Rounds} kills, {_ledger.Accepted.Count} commands accepted, {_ledger.Refused.Count} refused, "
                + $"{_ledger.Resent} sent again, {Database.LogPosition(_data)} events"
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();

    private async Task KillInTheMiddleAsync()
    {
        // Sometimes a second process serves pages from the same files and is killed too.
        await using var server = _random.Next(4) == 0 ? await RunningProgram.StartAsync(_data) : null;
        await using var sender = new CommandSender(_data);
        var answersBefore = _random.Next(3) == 0 ? 0 : _random.Next(1, 80);
        // A random delay, not a wait for a condition: if no answers are awaited, the kill happens during the start,
        // otherwise during a command.
        var moment = TimeSpan.FromMilliseconds(_random.NextDouble() * (answersBefore == 0 ? 1500 : 12));
        await ResendAsync(sender);
        var answers = 0;
        var death = answersBefore == 0 ? DieAsync(sender, server, moment) : null;
        while (await ExchangeAsync(sender))
        {
            if (++answers == answersBefore)
            {
                death = DieAsync(sender, server, moment);
            }
        }

        await death.ShouldNotBeNull($"The sender ended by itself ({_choices}).");
    }

    private static async Task DieAsync(CommandSender sender, RunningProgram? server, TimeSpan moment)
    {
        await Task.Delay(moment);
        sender.Kill();
        server?.Kill();
    }

    /// <summary>Sends the unanswered commands again, under the same ids.</summary>
    private async Task ResendAsync(CommandSender sender)
    {
        foreach (var sent in _ledger.Unanswered)
        {
            _ledger.Resent++;
            await TryWriteAsync(sender, sent);
        }
    }

    /// <summary>
    /// Keeps a few commands in flight and reads one answer; returns false once the process has ended.
    /// </summary>
    private async Task<bool> ExchangeAsync(CommandSender sender)
    {
        while (_ledger.Unanswered.Count < Window && _ledger.Next() is { } next)
        {
            await TryWriteAsync(sender, next);
        }

        if (await sender.ReadAsync() is not { } answer)
        {
            return false;
        }

        _ledger.Answered(answer);
        return true;
    }

    private static async Task TryWriteAsync(CommandSender sender, Sent sent)
    {
        try
        {
            await sender.WriteAsync(sent.Id, sent.Command, sent.Body);
        }
        catch (IOException)
        {
            // The process is already dead; the command stays unanswered.
        }
    }

    /// <summary>
    /// Waits for every answer, and checks that a command sent twice in a row is answered twice but carried out once.
    /// </summary>
    private async Task FinishAsync()
    {
        await using var sender = new CommandSender(_data);
        await ResendAsync(sender);
        while (_ledger.Unanswered.Count > 0)
        {
            _ledger.Answered((await sender.ReadAsync()).ShouldNotBeNull());
        }

        var last = _ledger.Next().ShouldNotBeNull();
        for (var times = 0; times < 2; times++)
        {
            await sender.WriteAsync(last.Id, last.Command, last.Body);
        }

        _ledger.Answered((await sender.ReadAsync()).ShouldNotBeNull());
        var again = (await sender.ReadAsync()).ShouldNotBeNull();
        again.Accepted.ShouldBe(_ledger.Accepted.TryGetValue(last.Id, out var position) ? position : null);
        await Eventually.HoldsAsync(
            () => Database.ReadPosition(Database.ReadModelInUse(_data)) == Database.LogPosition(_data),
            "the read model has caught up"
        );
        (await sender.EndAsync()).ShouldBe(0);
    }

    private void CheckLog()
    {
        var groups = Database
            .Rows(
                _data.WriteDatabase,
                "SELECT CommandId, min(Position), max(Position), count(*) FROM EventLog WHERE ActorName = "
                    + "'Command line' GROUP BY CommandId"
            )
            .ToDictionary(row => Guid.Parse(row[0]), row => row[1..]);
        var remembered = Database
            .Rows(_data.WriteDatabase, "SELECT CommandId, Position FROM ProcessedCommands")
            .ToDictionary(row => Guid.Parse(row[0]), row => row[1]);

        // Each of these commands stores exactly one event, at the answered position.
        groups
            .ToDictionary(group => group.Key, group => string.Join(' ', group.Value))
            .ShouldBe(
                _ledger.Accepted.ToDictionary(one => one.Key, one => $"{one.Value} {one.Value} 1"),
                ignoreOrder: true,
                _choices
            );
        _ledger.Accepted.ShouldEachBe(
            one => remembered[one.Key] == one.Value.ToString(CultureInfo.InvariantCulture),
            _choices
        );
        _ledger.Refused.Where(remembered.ContainsKey).ShouldBeEmpty(_choices);
    }

    private void CheckAccounts()
    {
        var wanted = _ledger.Accounts.Select(account => account.Row()).Order(StringComparer.Ordinal).ToList();
        wanted.ShouldNotBeEmpty();
        Rows(
                _data.WriteDatabase,
                """
                SELECT Id, UserName, Email, DisplayName, JobTitle, DisabledAt IS NOT NULL
                FROM AspNetUsers JOIN UserProfiles ON UserId = Id
                """
            )
            .ShouldBe(wanted, _choices);
        Rows(
                Database.ReadModelInUse(_data),
                "SELECT Id, UserName, Email, DisplayName, JobTitle, DisabledAt IS NOT NULL FROM Users"
            )
            .ShouldBe(wanted, _choices);
    }

    private async Task CheckVerifyAsync()
    {
        var verdict = await BuiltProgram.RunAsync("verify", _data.Setting);
        verdict.ExitCode.ShouldBe(0, $"{string.Join('\n', verdict.Error)} ({_choices})");
        verdict.Output[0].ShouldContain($" {Database.LogPosition(_data)},");
    }

    private async Task CheckRebuildAsync()
    {
        var followed = Database.ReadModelInUse(_data);
        (await BuiltProgram.RunAsync("rebuild", _data.Setting)).ExitCode.ShouldBe(0, _choices);
        var rebuilt = Database.ReadModelInUse(_data);
        rebuilt.ShouldNotBe(followed);
        Database
            .Dump(rebuilt, except: "Checkpoint.Generation")
            .ShouldBe(Database.Dump(followed, except: "Checkpoint.Generation"), _choices);
    }

    private static List<string> Rows(string path, string sql) =>
        [.. Database.Rows(path, sql).Select(row => string.Join(" | ", row)).Order(StringComparer.Ordinal)];

    private static int? Number(string variable) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
