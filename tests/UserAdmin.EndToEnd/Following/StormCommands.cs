using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Following;

/// <summary>
/// Commands of an administrator that are sent while other programs change the same accounts, and what was answered.
/// </summary>
internal sealed class StormCommands(StormDatabase database, StormAccounts accounts, int seed) : IAsyncDisposable
{
    private const int Window = 8;

    private readonly Random _random = new(seed);
    private readonly Queue<(Guid Id, string Name, object Body)> _unanswered = [];
    private CommandSender? _sender;
    private long _version;

    /// <summary>The accepted commands and their positions.</summary>
    public Dictionary<Guid, long> Accepted { get; } = [];

    /// <summary>The refused commands and why.</summary>
    public Dictionary<Guid, SenderRefusal> Refused { get; } = [];

    /// <summary>Keeps a few commands in flight, and reads one answer. After a kill, sends again what is open.</summary>
    public async Task ExchangeAsync()
    {
        _sender ??= new CommandSender(database.NewFolder());
        while (_unanswered.Count < Window)
        {
            var (name, body) = Next();
            var id = Guid.CreateVersion7();
            _unanswered.Enqueue((id, name, body));
            await TryWriteAsync(id, name, body);
        }

        if (await _sender.ReadAsync() is { } answer)
        {
            Answered(answer);
            return;
        }

        await _sender.DisposeAsync();
        _sender = new CommandSender(database.NewFolder());
        foreach (var (id, name, body) in _unanswered)
        {
            await TryWriteAsync(id, name, body);
        }
    }

    /// <summary>Kills the process that sends, whatever it is doing.</summary>
    public void Kill() => _sender?.Kill();

    /// <summary>Waits for the answers to what is open, and ends the process.</summary>
    public async Task FinishAsync()
    {
        while (_unanswered.Count > 0)
        {
            Answered((await _sender!.ReadAsync()).ShouldNotBeNull());
        }

        (await _sender!.EndAsync()).ShouldBe(0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await (_sender?.DisposeAsync() ?? ValueTask.CompletedTask);

    private void Answered(SenderAnswer answer)
    {
        var sent = _unanswered.Dequeue();
        answer.Id.ShouldBe(sent.Id);
        if (answer.Accepted is { } position)
        {
            Accepted.Add(sent.Id, position);
            _version = position;
        }
        else
        {
            Refused.Add(sent.Id, answer.Refused.ShouldNotBeNull()[0]);
        }
    }

    private (string Name, object Body) Next()
    {
        var userId = accounts.Any(_random);
        var roleId = accounts.Roles[_random.Next(accounts.Roles.Count)].Id;
        return _random.Next(7) switch
        {
            0 => (
                "ChangeUserEmail",
                new
                {
                    userId,
                    email = $"c{Guid.NewGuid():N}@example.com",
                    seenVersion = _version,
                }
            ),
            1 => ("DisableUser", new { userId }),
            2 => ("EnableUser", new { userId }),
            3 => ("AssignRole", new { userId, roleId }),
            4 => ("RemoveRole", new { userId, roleId }),
            5 => (
                "AddUserClaim",
                new
                {
                    userId,
                    claimType = "desk",
                    value = $"{_random.Next(9)}",
                }
            ),
            _ => (
                "RemoveUserClaim",
                new
                {
                    userId,
                    claimType = "badge",
                    value = $"{_random.Next(5)}",
                }
            ),
        };
    }

    private async Task TryWriteAsync(Guid id, string name, object body)
    {
        try
        {
            await _sender!.WriteAsync(id, name, body);
        }
        catch (IOException)
        {
            // The process is dead already; the command stays open.
        }
    }
}
