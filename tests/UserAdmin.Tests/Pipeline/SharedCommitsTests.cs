using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Pipeline;

/// <summary>Commands that wait together at the write gate share one commit (decision 63).</summary>
public sealed class SharedCommitsTests
{
    private readonly WatchedTransactions _transactions = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Commands_ThatWaitTogether_AreCommittedOnceInTheOrderTheyCame()
    {
        await using var host = await StartAsync();
        var commands = Enumerable.Range(0, 20).Select(number => Creation($"user{number}")).ToList();

        var results = await Task.WhenAll(await SendTogetherAsync(host, [.. commands]));

        results.ShouldEachBe(result => result.IsAccepted && result.Changed);
        results.Select(result => result.Position).ShouldBeInOrder();
        host.ReadLog().TakeLast(20).Select(record => record.SubjectId).ShouldBe(commands.Select(sent => sent.UserId));
        _transactions.Commits.ShouldBe(1);
    }

    [Fact]
    public async Task Commands_ThatTakeLong_AreNotCommittedTogether()
    {
        await using var host = await StartAsync();
        // Every look at the clock finds it later.
        _clock.AutoAdvanceAmount = SharedCommits.Longest;

        var results = await Task.WhenAll(await SendTogetherAsync(host, Creation("ada"), Creation("grace")));

        results.ShouldEachBe(result => result.IsAccepted);
        _transactions.Commits.ShouldBe(2, "nobody waits longer than that for others");
    }

    [Fact]
    public async Task Command_ThatNobodyWaitsBehind_IsCommittedByItself()
    {
        await using var host = await StartAsync();
        _transactions.Commits = 0;

        await host.AcceptAsync(Creation("ada"));
        await host.AcceptAsync(Creation("grace"));

        _transactions.Commits.ShouldBe(2);
    }

    [Fact]
    public async Task Commands_ThatAreRefusedOrFail_LeaveNothingBehindAndTakeNobodyWithThem()
    {
        await using var host = await StartAsync();
        var ada = await host.CreateUserAsync("ada");
        host.Break(nameof(DisableUser));
        var sending = await SendTogetherAsync(
            host,
            Creation("first"),
            Creation("ada"),
            new DisableUser(ada),
            Creation("last")
        );

        (await sending[0]).IsAccepted.ShouldBeTrue();
        (await sending[1]).Errors.ShouldContain(error => error.Code == "users.user-name-taken");
        await Should.ThrowAsync<DbException>(() => sending[2]);
        (await sending[3]).IsAccepted.ShouldBeTrue();
        _transactions.Commits.ShouldBe(1);
        host.ReadLog()
            .TakeLast(2)
            .Select(record => record.CommandName)
            .ShouldBe([nameof(CreateUser), nameof(CreateUser)]);
        host.Get<ILogVerification>()
            .Verify(cancellationToken: TestContext.Current.CancellationToken)
            .Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Commands_WhoseTransactionTheDatabaseUndoes_AreAllToldAndTheNextOneGoesOn()
    {
        await using var host = await StartAsync();
        var ada = await host.CreateUserAsync("ada");
        // As it does when the disk is full.
        host.Break(nameof(DisableUser), endsTransaction: true);

        var sending = await SendTogetherAsync(host, Creation("first"), new DisableUser(ada), Creation("last"));

        if (TestProvider.LosesConnections)
        {
            // They are sent again for a while.
            await TestHost.UntilAsync(
                () =>
                {
                    _clock.Advance(TimeSpan.FromMilliseconds(500));
                    return sending.TrueForAll(sent => sent.IsCompleted);
                },
                "all are told"
            );
        }

        (await Should.ThrowAsync<Exception>(() => sending[1])).ToString().ShouldContain(TestProvider.EndOfTransaction);
        (await sending[2]).IsAccepted.ShouldBeTrue();
        host.ReadLog().ShouldNotContain(record => record.CommandName == nameof(DisableUser));
        var created = host.ReadLog().Count(record => record.Type == nameof(UserCreated));
        if (TestProvider.LosesConnections)
        {
            (await sending[0]).IsAccepted.ShouldBeTrue();
            created.ShouldBe(3);
        }
        else
        {
            (await Should.ThrowAsync<Exception>(() => sending[0]))
                .ToString()
                .ShouldContain(TestProvider.EndOfTransaction);
            created.ShouldBe(2);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commands_InACommitThatFails_AreAllToldAndChangeNothing(bool isUndoneByTheDatabase)
    {
        await using var host = await StartAsync();
        var before = host.DumpWrite();
        _transactions.BeforeCommit = connection =>
        {
            if (isUndoneByTheDatabase)
            {
                using var undo = connection.CreateCommand();
                undo.CommandText = "ROLLBACK";
                undo.ExecuteNonQuery();
            }

            throw new IOException("The disk is gone.");
        };

        var sending = await SendTogetherAsync(host, Creation("first"), Creation("second"), Creation("third"));

        foreach (var sent in sending)
        {
            (await Should.ThrowAsync<IOException>(() => sent)).Message.ShouldBe("The disk is gone.");
        }

        host.DumpWrite().ShouldBe(before);
        _transactions.BeforeCommit = _ => Task.CompletedTask;
        // The contexts of the pool are all sound.
        for (var number = 0; number < 10; number++)
        {
            await host.AcceptAsync(Creation($"user{number}"));
        }
    }

    [Fact]
    public async Task Commands_BeforeTheCommitIsOnDisk_AreNotAnswered()
    {
        await using var host = await StartAsync();
        var (reached, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isOn = false;
        _transactions.BeforeCommit = _ =>
        {
            if (!isOn)
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return released.Task;
        };

        var grace = await host.CreateUserAsync("grace");
        host.Break(nameof(DisableUser));
        isOn = true;
        var sending = await SendTogetherAsync(
            host,
            Creation("ada"),
            // Refused because of what another command of the same commit did.
            Creation("ada"),
            new DisableUser(grace),
            Creation("last")
        );
        await reached.Task;

        sending.ShouldEachBe(sent => !sent.IsCompleted);
        released.SetResult();
        (await sending[0]).IsAccepted.ShouldBeTrue();
        (await sending[1]).IsAccepted.ShouldBeFalse();
        await Should.ThrowAsync<DbException>(() => sending[2]);
        (await sending[3]).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Command_SentTwiceAtOnce_IsDoneOnceAndAnsweredTwice()
    {
        await using var host = await StartAsync();
        var command = Creation("ada");
        var id = Guid.CreateVersion7();

        var results = await Task.WhenAll(
            await SendTogetherAsync(host, [(command, Actor.System, id), (command, Actor.System, id)])
        );

        results.ShouldEachBe(result => result.IsAccepted && result.Changed);
        results[0].Position.ShouldBe(results[1].Position);
        host.ReadLog().Count(record => record.SubjectId == command.UserId).ShouldBe(1);
    }

    [Fact]
    public async Task Command_OfSomebodyWhoseRoleIsRemovedByTheOneBefore_IsRefused()
    {
        await using var host = await StartAsync();
        var editor = await host.CreateActorAsync("editor", Permissions.UsersEdit);
        var roleId = host.ReadLog().Select(EventCodec.Decode).OfType<UserRoleAssigned>().Last().RoleId;
        var ada = await host.CreateUserAsync("ada");

        var sending = await SendTogetherAsync(
            host,
            [
                (new RemoveRole(editor.Id, roleId), Actor.System, Guid.CreateVersion7()),
                (new UpdateUserProfile(ada, "Ada B.", long.MaxValue), editor, Guid.CreateVersion7()),
            ]
        );

        (await sending[0]).IsAccepted.ShouldBeTrue();
        (await sending[1]).Errors.ShouldHaveSingleItem().ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersEdit));
    }

    [Fact]
    public async Task Command_OfSomebodyWhoseRoleWasRemovedAmongOthers_IsRefusedOnceThatIsAnswered()
    {
        await using var host = await StartAsync();
        var editor = await host.CreateActorAsync("editor", Permissions.UsersEdit);
        var roleId = host.ReadLog().Select(EventCodec.Decode).OfType<UserRoleAssigned>().Last().RoleId;
        var ada = await host.CreateUserAsync("ada");
        // Its access is known from now on.
        await host.AcceptAsync(new UpdateUserProfile(ada, "Ada B.", long.MaxValue), editor);

        var sending = await SendTogetherAsync(host, new RemoveRole(editor.Id, roleId), Creation("grace"));
        (await sending[0]).IsAccepted.ShouldBeTrue();

        _transactions.Commits.ShouldBe(1);
        (await host.SendAsync(new UpdateUserProfile(ada, "Ada C.", long.MaxValue), editor))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersEdit));
    }

    [Fact]
    public async Task Command_ThatMayTakeLong_KeepsNobodyWaitingBeforeIt()
    {
        await using var host = await StartAsync();

        var sending = await SendTogetherAsync(
            host,
            Creation("ada"),
            new CommandSet([Creation("grace"), Creation("edsger")]),
            Creation("barbara")
        );

        (await Task.WhenAll(sending)).ShouldEachBe(result => result.IsAccepted);
        _transactions.Commits.ShouldBe(2, "the set begins a transaction, which the one after it joins");
    }

    [Fact]
    public async Task SendAll_OfManyCommands_TakesTheirTurnsInTheOrderGiven()
    {
        await using var host = await StartAsync();
        var commands = Enumerable.Range(0, 60).Select(number => Creation($"user{number}")).ToList();
        // Refused before it comes to the gate.
        commands[7] = commands[7] with
        {
            DisplayName = "",
        };

        var answers = await host.Get<ICommandBus>()
            .SendAllAsync(
                [
                    .. commands.Select(command =>
                        ((ICommand)command, new CommandContext(Actor.System, Guid.CreateVersion7()))
                    ),
                ],
                TestContext.Current.CancellationToken
            );

        var results = await Task.WhenAll(answers);
        results.Select(result => result.IsAccepted).ShouldBe(commands.Select(command => command != commands[7]));
        host.ReadLog()
            .TakeLast(59)
            .Select(record => record.SubjectId)
            .ShouldBe(commands.Where(command => command != commands[7]).Select(command => command.UserId));
    }

    [Fact]
    public async Task WriteGate_WhenTheNextInLineWritesAlone_KeepsTheTurn()
    {
        var gate = new WriteGate();
        await gate.EnterToJoinAsync(TestContext.Current.CancellationToken);
        gate.TryPassOn().ShouldBeFalse("nobody waits");

        var alone = gate.EnterAsync(TestContext.Current.CancellationToken);
        gate.TryPassOn().ShouldBeFalse("the next one has a transaction of its own");
        gate.Leave();
        await alone;
        var joining = gate.EnterToJoinAsync(TestContext.Current.CancellationToken);

        gate.TryPassOn().ShouldBeTrue();
        await joining;
    }

    [Fact]
    public async Task WriteGate_WhenSomebodyGivesUp_PassesTheTurnToTheNext()
    {
        var gate = new WriteGate();
        await gate.EnterToJoinAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource();
        var gone = gate.EnterToJoinAsync(patience.Token);
        var next = gate.EnterToJoinAsync(TestContext.Current.CancellationToken);

        await patience.CancelAsync();
        gate.TryPassOn().ShouldBeTrue();

        await next;
        await Should.ThrowAsync<OperationCanceledException>(() => gone);
        gate.TryPassOn().ShouldBeFalse();
    }

    private static CreateUser Creation(string name) =>
        new(TestHost.NewId(), name, $"{name}@example.com", $"User {name}");

    private Task<TestHost> StartAsync() =>
        TestHost.StartAsync(
            follow: false,
            configure: services =>
            {
                _transactions.Register(services);
                services.AddSingleton<TimeProvider>(_clock);
            }
        );

    private Task<List<Task<CommandResult>>> SendTogetherAsync(TestHost host, params ICommand[] commands) =>
        SendTogetherAsync(host, [.. commands.Select(command => (command, Actor.System, Guid.CreateVersion7()))]);

    // The gate is held until all of them wait.
    private async Task<List<Task<CommandResult>>> SendTogetherAsync(
        TestHost host,
        IReadOnlyList<(ICommand Command, Actor Actor, Guid Id)> commands
    )
    {
        var gate = host.Get<WriteGate>();
        await gate.EnterAsync(TestContext.Current.CancellationToken);
        _transactions.Commits = 0;
        var sending = new List<Task<CommandResult>>();
        foreach (var (command, actor, id) in commands)
        {
            sending.Add(host.SendAsync(command, actor, id));
            // On a server, reading what the actor may do takes a moment.
            await TestHost.UntilAsync(() => gate.Waiting == sending.Count, "the command waits");
        }

        gate.Leave();
        return sending;
    }
}
