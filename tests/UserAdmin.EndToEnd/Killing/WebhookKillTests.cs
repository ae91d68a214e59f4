using System.Globalization;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Killing;

/// <summary>
/// kill -9 of the console while it sends to a receiver that fails, stalls, is slow and breaks connections: every event
/// arrives at least once, and the events of each user in the order of the log. USERADMIN_KILL_ROUNDS sets the number of
/// kills (default 2); USERADMIN_KILL_SEED repeats the choices of an earlier run.
/// </summary>
public sealed class WebhookKillTests : IDisposable
{
    private const int Users = 6;
    private const int EventsInARound = 30;

    private static readonly string[] _settings =
    [
        "--UserAdmin:Webhooks:AllowPrivateAddresses=true",
        "--UserAdmin:Webhooks:AllowHttp=true",
        "--UserAdmin:Webhooks:Timeout=00:00:01",
    ];

    private readonly DataFolder _data = new();
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly Dictionary<string, long> _versions = [];
    private readonly HashSet<long> _spoilt = [];
    private readonly List<(ReceivedEvent Event, bool IsAccepted)> _happened = [];
    private readonly string _choices;
    private bool _mayNotFail;

    /// <summary>Chooses the seed and prints it.</summary>
    public WebhookKillTests()
    {
        var seed = Number("USERADMIN_KILL_SEED") ?? Random.Shared.Next();
        Rounds = Number("USERADMIN_KILL_ROUNDS") ?? 2;
        _choices = $"USERADMIN_KILL_ROUNDS={Rounds} USERADMIN_KILL_SEED={seed}";
        TestContext.Current.TestOutputHelper?.WriteLine(_choices);
        TestContext.Current.SendDiagnosticMessage(_choices);
        _random = new Random(seed);
    }

    private int Rounds { get; }

    [Fact]
    public async Task Kill_WhileAReceiverFailsStallsAndComesBack_LosesNoEventAndKeepsTheOrder()
    {
        await using var receiver = new WebhookReceiver();
        await using var sender = new CommandSender(_data, _settings);
        receiver.Answer = AnswerAsync;
        var users = await PrepareAsync(sender, receiver.Address);
        var first = Database.LogPosition(_data) + 1;
        await using var program = await RunningProgram.StartAsync(_data, _settings);
        for (var round = 1; round <= Rounds; round++)
        {
            var before = receiver.Arrived.Count;
            await ChangeAsync(sender, users);
            var enough = _random.Next(1, EventsInARound / 2);
            await Eventually.HoldsAsync(() => receiver.Arrived.Count >= before + enough, "some events arrive");
            program.Kill();
            await ChangeAsync(sender, users);
            await program.StartAsync();
        }

        var wanted = Database
            .Rows(
                _data.WriteDatabase,
                $"SELECT Position, SubjectId FROM EventLog WHERE Position >= {first} AND SubjectId IN ("
                    + $"{string.Join(", ", users.Select(user => $"'{user}'"))}) ORDER BY Position"
            )
            .ConvertAll(row => (Position: long.Parse(row[0], CultureInfo.InvariantCulture), SubjectId: row[1]));
        wanted.Count.ShouldBeGreaterThanOrEqualTo(Rounds * 2 * EventsInARound, _choices);
        try
        {
            await Eventually.HoldsAsync(
                () => Accepted().IsSupersetOf(wanted.Select(one => one.Position)),
                $"every event arrives ({_choices})"
            );
        }
        finally
        {
            Tell(wanted.Select(one => one.Position).Except(Accepted()), receiver);
        }

        CheckOrder(wanted);
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();

    private async Task<string[]> PrepareAsync(CommandSender sender, string address)
    {
        string[] users = [.. Enumerable.Range(0, Users).Select(_ => Guid.CreateVersion7().ToString())];
        foreach (var (number, userId) in users.Index())
        {
            _versions[userId] = await sender.AcceptedAsync(
                "CreateUser",
                new
                {
                    userId,
                    userName = $"una{number}",
                    email = $"una{number}@example.net",
                    displayName = $"Una User {number}",
                }
            );
        }

        var applicationId = Guid.CreateVersion7().ToString();
        await sender.AcceptedAsync(
            "CreateApplication",
            new
            {
                applicationId,
                name = "Una Directory",
                applicationPermissions = new[] { "users.read", "activity.read" },
            }
        );
        await sender.AcceptedAsync(
            "CreateWebhook",
            new
            {
                applicationId,
                webhookId = Guid.CreateVersion7().ToString(),
                url = address,
                secret = $"whsec_{Convert.ToBase64String(new byte[32])}",
                eventTypes = Array.Empty<string>(),
            }
        );
        return users;
    }

    private async Task ChangeAsync(CommandSender sender, string[] users)
    {
        for (var number = 0; number < EventsInARound; number++)
        {
            var userId = users[_random.Next(users.Length)];
            _versions[userId] = await sender.AcceptedAsync(
                "ChangeUserEmail",
                new
                {
                    userId,
                    email = $"una{Guid.CreateVersion7()}@example.net",
                    seenVersion = _versions[userId],
                }
            );
        }
    }

    /// <summary>
    /// Spoils each event at most once, and never two in a row, so that the test ends: after a second failure in a row
    /// the console waits for half a minute, after a third for two.
    /// </summary>
    private async Task<int?> AnswerAsync(ReceivedEvent arrived)
    {
        int choice;
        lock (_lock)
        {
            choice = _random.Next(20);
            if (choice < 3 && (_mayNotFail || !_spoilt.Add(arrived.Position)))
            {
                choice = 20;
            }

            _mayNotFail |= choice < 3;
        }

        // Behaviour of a receiver, not a wait for a condition. A stalled one outlasts the patience of the console.
        await Task.Delay(
            choice switch
            {
                0 => 1_500,
                < 6 => 50,
                _ => 0,
            }
        );
        lock (_lock)
        {
            _happened.Add((arrived, choice >= 3));
            _mayNotFail &= choice < 3;
        }

        return choice switch
        {
            0 or 1 => null,
            2 => 503,
            _ => 200,
        };
    }

    private void Tell(IEnumerable<long> missing, WebhookReceiver receiver)
    {
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine(
            $"{Rounds} kills, {receiver.Arrived.Count} requests, {Accepted().Count} events accepted, {_spoilt.Count} "
                + $"spoilt; missing: {string.Join(' ', missing)}"
        );
        foreach (
            var row in Database.Rows(
                _data.WriteDatabase,
                "SELECT Status, Problem, AnswerStatus, Attempts, count(*), min(Position), max(Position) FROM "
                    + "WebhookDeliveries GROUP BY 1, 2, 3, 4"
            )
        )
        {
            output?.WriteLine($"deliveries: {string.Join(' ', row)}");
        }
    }

    private HashSet<long> Accepted()
    {
        lock (_lock)
        {
            return [.. _happened.Where(one => one.IsAccepted).Select(one => one.Event.Position)];
        }
    }

    private void CheckOrder(List<(long Position, string SubjectId)> wanted)
    {
        var left = wanted
            .GroupBy(one => one.SubjectId)
            .ToDictionary(one => one.Key, one => new Queue<long>(one.Select(each => each.Position)));
        foreach (var (arrived, isAccepted) in _happened)
        {
            if (!left.TryGetValue(arrived.SubjectId, out var queue) || queue.Count == 0)
            {
                continue;
            }

            // Repetitions of what was accepted are allowed; what is behind the next one is not.
            arrived.Position.ShouldBeLessThanOrEqualTo(
                queue.Peek(),
                $"{arrived.Type} at {arrived.Position} came before {queue.Peek()} was accepted ({_choices})"
            );
            if (isAccepted && arrived.Position == queue.Peek())
            {
                queue.Dequeue();
            }
        }

        left.Values.Sum(queue => queue.Count).ShouldBe(0, _choices);
    }

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
