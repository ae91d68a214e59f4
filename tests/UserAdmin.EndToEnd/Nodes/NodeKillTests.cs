using System.Globalization;
using UserAdmin.EndToEnd.Killing;
using UserAdmin.EndToEnd.Programs;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>
/// Three nodes on one database with a standby. Nodes, the leader and the sender of commands are killed at random
/// moments, and in the middle of it the primary, whose standby is promoted. No accepted command is lost or applied
/// twice, bulk actions change each user once, the log stays intact, and the list of each node equals a rebuilt one.
/// USERADMIN_NODE_ROUNDS sets the number of kills (default 2); USERADMIN_KILL_SEED repeats the choices of an earlier
/// run.
/// </summary>
public sealed class NodeKillTests : IAsyncDisposable
{
    private const int Window = 16;
    private const int AnswersPerRound = 60;
    private const int BulkUsers = 40;

    private readonly Random _random;
    private readonly Ledger _ledger;
    private readonly string _choices;
    private readonly List<string> _batches = [];
    private CommandSender? _sender;

    /// <summary>Chooses the seed and prints it.</summary>
    public NodeKillTests()
    {
        var seed = Number("USERADMIN_KILL_SEED") ?? Random.Shared.Next();
        Rounds = Number("USERADMIN_NODE_ROUNDS") ?? 2;
        _choices = $"USERADMIN_NODE_ROUNDS={Rounds} USERADMIN_KILL_SEED={seed}";
        TestContext.Current.TestOutputHelper?.WriteLine(_choices);
        TestContext.Current.SendDiagnosticMessage(_choices);
        (_random, _ledger) = (new Random(seed), new Ledger(new Random(seed)));
    }

    private int Rounds { get; }

    [Fact]
    public async Task Kills_OfNodesAndOfThePrimary_LoseNothingAndDoubleNothing()
    {
        await using var servers = await PostgreSqlPair.StartAsync(isSynchronous: true);
        await using var nodes = await RunningNodes.StartAsync(
            servers.ConnectionString(),
            count: 3,
            "--UserAdmin:Bulk:BatchSize=4",
            "--UserAdmin:Bulk:PauseBetweenBatches=00:00:00.2"
        );
        _sender = new CommandSender(nodes.NewFolder());
        var users = await CreateUsersAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            await StartBulkAsync(users, isDisabling: round % 2 == 1);
            await RoundAsync(nodes, round == (Rounds + 1) / 2 ? servers : null);
            await BulkIsOverAsync(nodes);
        }

        await FinishAsync();
        await nodes.CaughtUpAsync();

        CheckLog(nodes);
        CheckBulk(nodes, users);
        CheckAccounts(nodes);
        await CheckVerifyAsync(nodes);
        await CheckRebuildAsync(nodes);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Rounds} kills, {_ledger.Accepted.Count} commands accepted, {_ledger.Refused.Count} refused, "
                + $"{_ledger.Resent} sent again"
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await (_sender?.DisposeAsync() ?? ValueTask.CompletedTask);

    private async Task<List<string>> CreateUsersAsync()
    {
        var users = Enumerable.Range(1, BulkUsers).Select(_ => Guid.CreateVersion7().ToString()).ToList();
        foreach (var (number, userId) in users.Index())
        {
            await _sender!.AcceptedAsync(
                "CreateUser",
                new
                {
                    userId,
                    userName = $"bulk{number}",
                    email = $"bulk{number}@example.net",
                    displayName = $"Bulk {number}",
                }
            );
        }

        return users;
    }

    private async Task StartBulkAsync(List<string> userIds, bool isDisabling)
    {
        var batchId = Guid.CreateVersion7().ToString();
        _batches.Add(batchId);
        var body = new
        {
            batchId,
            action = isDisabling ? 0 : 1,
            userIds,
        };
        await FlushAsync();
        await _sender!.AcceptedAsync("StartBulkAction", body);
    }

    private static Task BulkIsOverAsync(RunningNodes nodes) =>
        Eventually.HoldsAsync(
            () =>
                nodes.Rows("SELECT \"BatchId\" FROM \"BulkRuns\" WHERE \"Status\" IN ('Running', 'Cancelling')").Count
                == 0,
            "the leader has finished the bulk action"
        );

    /// <summary>Kills a process while commands are sent, and starts it again.</summary>
    private async Task RoundAsync(RunningNodes nodes, PostgreSqlPair? servers)
    {
        var (killAt, choice) = (_random.Next(1, AnswersPerRound / 2), _random.Next(4));
        Task? death = null;
        for (var answers = 1; answers < AnswersPerRound || !death!.IsCompleted; answers++)
        {
            if (answers == killAt)
            {
                death = choice switch
                {
                    _ when servers is not null => FailOverAsync(servers),
                    0 => Task.Run(_sender!.Kill),
                    1 => RestartAsync(nodes.All[_random.Next(nodes.All.Count)]),
                    _ => RestartAsync(await nodes.LeaderAsync()),
                };
            }

            if (!await ExchangeAsync())
            {
                await death.ShouldNotBeNull($"The sender ended by itself ({_choices}).");
                await _sender!.DisposeAsync();
                _sender = new CommandSender(nodes.NewFolder());
                await ResendAsync();
            }
        }

        await death;
    }

    private static async Task RestartAsync(RunningProgram node)
    {
        node.Kill();
        await node.StartAsync();
    }

    private static async Task FailOverAsync(PostgreSqlPair servers)
    {
        await servers.KillPrimaryAsync();
        await servers.PromoteAsync();
    }

    private async Task ResendAsync()
    {
        foreach (var sent in _ledger.Unanswered)
        {
            _ledger.Resent++;
            await TryWriteAsync(sent);
        }
    }

    /// <summary>
    /// Keeps a few commands in flight and reads one answer; returns false once the sender has ended.
    /// </summary>
    private async Task<bool> ExchangeAsync()
    {
        while (_ledger.Unanswered.Count < Window && _ledger.Next() is { } next)
        {
            await TryWriteAsync(next);
        }

        if (await _sender!.ReadAsync() is not { } answer)
        {
            return false;
        }

        _ledger.Answered(answer);
        return true;
    }

    private async Task TryWriteAsync(Sent sent)
    {
        try
        {
            await _sender!.WriteAsync(sent.Id, sent.Command, sent.Body);
        }
        catch (IOException)
        {
            // The process is already dead; the command stays unanswered.
        }
    }

    private async Task FlushAsync()
    {
        while (_ledger.Unanswered.Count > 0)
        {
            _ledger.Answered((await _sender!.ReadAsync()).ShouldNotBeNull());
        }
    }

    /// <summary>
    /// Waits for every answer, and checks that a command sent twice in a row is answered twice but carried out once.
    /// </summary>
    private async Task FinishAsync()
    {
        await FlushAsync();
        var last = _ledger.Next().ShouldNotBeNull();
        for (var times = 0; times < 2; times++)
        {
            await _sender!.WriteAsync(last.Id, last.Command, last.Body);
        }

        _ledger.Answered((await _sender!.ReadAsync()).ShouldNotBeNull());
        var again = (await _sender.ReadAsync()).ShouldNotBeNull();
        again.Accepted.ShouldBe(_ledger.Accepted.TryGetValue(last.Id, out var position) ? position : null);
    }

    private void CheckLog(RunningNodes nodes)
    {
        var groups = nodes
            .Rows(
                """
                SELECT "CommandId", min("Position"), max("Position"), count(*) FROM "EventLog" AS e
                WHERE "ActorName" = 'Command line' AND "CommandName" <> 'StartBulkAction'
                AND NOT EXISTS (SELECT 1 FROM "AspNetUsers" WHERE "Id" = e."SubjectId" AND "UserName" LIKE 'bulk%')
                GROUP BY "CommandId"
                """
            )
            .ToDictionary(row => Guid.Parse(row[0]), row => string.Join(' ', row[1..]));
        // Each of these commands stores exactly one event, at the answered position.
        groups.ShouldBe(
            _ledger.Accepted.ToDictionary(one => one.Key, one => $"{one.Value} {one.Value} 1"),
            ignoreOrder: true,
            _choices
        );
        nodes.Rows("SELECT max(\"Position\") - count(*) FROM \"EventLog\"")[0][0].ShouldBe("0", _choices);
    }

    private void CheckBulk(RunningNodes nodes, List<string> users)
    {
        _batches.ShouldNotBeEmpty();
        foreach (var batch in _batches)
        {
            nodes
                .Rows(
                    $"""
                    SELECT "SubjectId", count(*) FROM "EventLog"
                    WHERE "CorrelationId" = (SELECT "CorrelationId" FROM "EventLog" WHERE "SubjectId" = '{batch}'
                        AND "Type" = 'BulkActionProgressed' LIMIT 1)
                    AND "Type" IN ('UserDisabled', 'UserEnabled') GROUP BY "SubjectId"
                    """
                )
                .Select(row => string.Join(' ', row))
                .ShouldBe(users.Select(user => $"{user} 1"), ignoreOrder: true, _choices);
        }
    }

    private void CheckAccounts(RunningNodes nodes)
    {
        var wanted = _ledger.Accounts.Select(account => account.Row()).Order(StringComparer.Ordinal).ToList();
        wanted.ShouldNotBeEmpty();
        Sorted(
                nodes.Rows(
                    """
                    SELECT u."Id", "UserName", "Email", "DisplayName", "JobTitle", ("DisabledAt" IS NOT NULL)::int
                    FROM "AspNetUsers" AS u JOIN "UserProfiles" ON "UserId" = u."Id" WHERE "UserName" LIKE 'user%'
                    """
                )
            )
            .ShouldBe(wanted, _choices);
        foreach (var node in nodes.All)
        {
            Sorted(
                    Database.Rows(
                        Database.ReadModelInUse(node.Data),
                        """
                        SELECT Id, UserName, Email, DisplayName, JobTitle, DisabledAt IS NOT NULL FROM Users
                        WHERE UserName LIKE 'user%'
                        """
                    )
                )
                .ShouldBe(wanted, _choices);
        }
    }

    private async Task CheckVerifyAsync(RunningNodes nodes)
    {
        var verdict = await BuiltProgram.RunAsync(["verify", .. nodes.NewFolder().Settings]);
        verdict.ExitCode.ShouldBe(0, $"{string.Join('\n', verdict.Error)} ({_choices})");
    }

    private async Task CheckRebuildAsync(RunningNodes nodes)
    {
        foreach (var node in nodes.All)
        {
            (await node.StopAsync()).ExitCode.ShouldBe(0, _choices);
        }

        // Until the last one has stopped, the leader could append what became of a mail.
        var tail = nodes.Rows("SELECT max(\"Position\") FROM \"EventLog\"")[0][0];
        var lists = new List<IReadOnlyList<string>>();
        foreach (var node in nodes.All)
        {
            await using var follower = new CommandSender(node.Data);
            await Eventually.HoldsAsync(
                () =>
                    Database.ReadPosition(Database.ReadModelInUse(node.Data)).ToString(CultureInfo.InvariantCulture)
                    == tail,
                "the read model has caught up"
            );
            (await follower.EndAsync()).ShouldBe(0, _choices);
            lists.Add(Database.Dump(Database.ReadModelInUse(node.Data), except: "Checkpoint.Generation"));
        }

        var first = nodes.All[0].Data;
        (await BuiltProgram.RunAsync(["rebuild", .. first.Settings])).ExitCode.ShouldBe(0, _choices);
        var rebuilt = Database.Dump(Database.ReadModelInUse(first), except: "Checkpoint.Generation");
        lists.Count.ShouldBe(3);
        foreach (var list in lists)
        {
            list.ShouldBe(rebuilt, _choices);
        }
    }

    private static List<string> Sorted(List<string[]> rows) =>
        [.. rows.Select(row => string.Join(" | ", row)).Order(StringComparer.Ordinal)];

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
