using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Pipeline;

public sealed class PipelineTests
{
    [Fact]
    public async Task CommandSet_OfWhichOneIsRefused_ChangesNothingAndGivesEveryReason()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("bob");
        var id = await host.CreateUserAsync("ada");
        var before = host.DumpWrite();

        var result = await host.SendAsync(
            new CommandSet([
                new UpdateUserProfile(id, "Ada Lovelace", long.MaxValue),
                new ChangeUserEmail(id, "bob@example.com", long.MaxValue),
                new ChangeUserPhone(id, "none", long.MaxValue),
            ])
        );

        result.Errors.Select(error => error.Code).ShouldBe(["users.email-taken", "phone.invalid"]);
        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task CommandSet_WithoutPermissionForOneOfIts_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var editor = await host.CreateActorAsync("editor", Permissions.UsersEdit);
        var before = host.DumpWrite();

        var result = await host.SendAsync(
            new CommandSet([new UpdateUserProfile(id, "Ada", long.MaxValue), new DisableUser(id)]),
            editor
        );

        result.Errors.ShouldHaveSingleItem().ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersDisable));
        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task CommandSet_InsideACommandSet_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        (await host.SendAsync(new CommandSet([new CommandSet([new EnableUser("x")])])))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("command-set.invalid");
    }

    [Fact]
    public async Task Command_WhoseCommitFails_StoresNothingAndLetsTheNextOnePass()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        host.Break(nameof(DisableUser));
        var before = host.DumpWrite();
        await Should.ThrowAsync<System.Data.Common.DbException>(() => host.SendAsync(new DisableUser(id)));

        host.DumpWrite().ShouldBe(before);
        await host.AcceptAsync(new ChangeUserEmail(id, "new@example.com", long.MaxValue));
    }

    [Fact]
    public async Task Command_CancelledWhileItWaits_ChangesNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var before = host.DumpWrite();
        var gate = host.Get<WriteGate>();
        await gate.EnterAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource();

        var sending = host.Get<ICommandBus>()
            .SendAsync(
                new CreateUser(TestHost.NewId(), "ada", "ada@example.com", "Ada"),
                new CommandContext(Actor.System, Guid.CreateVersion7()),
                patience.Token
            );
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sending);
        gate.Leave();
        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task WriteGate_WithManyWaiting_LetsThemInInTheOrderTheyCame()
    {
        var gate = new WriteGate();
        await gate.EnterAsync(TestContext.Current.CancellationToken);
        var order = new List<int>();
        var waiting = Enumerable
            .Range(0, 50)
            .Select(async i =>
            {
                await gate.EnterAsync(CancellationToken.None);
                order.Add(i);
                gate.Leave();
            })
            .ToList();

        gate.Leave();
        await Task.WhenAll(waiting);

        order.ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public async Task Query_AfterOnesOwnCommand_WaitsUntilItIsThere()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");

        var asking = host.AskAsync(new GetUser(id));
        asking.IsCompleted.ShouldBeFalse();
        await host.StartFollowingAsync();

        var answer = await asking;
        (answer.Value!.UserName, answer.IsStale).ShouldBe(("ada", false));
        answer.Position.ShouldBe(host.Tail());
    }

    [Fact]
    public async Task Query_WhenTheReadModelDoesNotAdvance_AnswersAfterTwoSecondsAsStale()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(
            follow: false,
            configure: services => services.AddSingleton<TimeProvider>(time)
        );
        var id = await host.CreateUserAsync("ada");

        var asking = host.AskAsync(new GetUser(id));
        time.Advance(TimeSpan.FromSeconds(1.9));
        asking.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));

        var answer = await asking;
        (answer.Value, answer.IsStale, answer.Position).ShouldBe((null, true, 0));
    }

    [Fact]
    public async Task Message_FromNobody_IsRefusedUnlessItIsForAnyone()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        (await host.SendAsync(new DisableUser("x"), Actor.Anonymous))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MessagingErrors.NotSignedIn);
        (await host.SendAsync(new DisableUser("x"), Actor.User("nobody")))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MessagingErrors.NotSignedIn);
        (await host.AskAsync(new ListUsers(), Actor.Anonymous)).Refusal.ShouldBe(MessagingErrors.NotSignedIn);
    }

    [Fact]
    public async Task Message_ForTheSystem_IsRefusedEvenToAnAdministrator()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();

        var result = await host.SendAsync(new MakeAdministrator(admin.Id), admin);

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe("not-permitted");
    }

    [Fact]
    public async Task Command_WithoutAnIdOrWithAnEndlessReason_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var before = host.DumpWrite();

        (await host.SendAsync(new DisableUser(id), commandId: Guid.Empty))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("context.id-missing");
        (await host.SendAsync(new DisableUser(id), reason: new string('x', 501)))
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("Reason");
        (await host.SendAsync(new DisableUser(id), reason: "a\u202Eb"))
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("Reason");

        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task Command_WithNullsEverywhere_IsRefusedAndNotAFault()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        ICommand[] commands =
        [
            new CreateUser(null!, null!, null!, null!),
            new ChangeUserEmail(null!, null!, 0),
            new ChangeUserName(null!, null!, 0),
            new ChangeUserPhone(null!, null, 0),
            new UpdateUserProfile(null!, null!, 0),
            new DisableUser(null!),
            new EnableUser(null!),
            new CreateRole(null!, null!, null, null!),
            new AssignRole(null!, null!),
            new RemoveRole(null!, null!),
            new SignIn(null!, null!, null!),
            new SignOut(null!),
            new SetUpFirstAdministrator(null!, null!, null!, null!, null!),
            new ChooseFirstAdministrator(null!, null!),
            new CommandSet(null!),
            new CommandSet([null!]),
            new MakeAdministrator(null!),
            new EnsureAdministratorRole(null!),
        ];

        foreach (var command in commands)
        {
            (await host.SendAsync(command)).IsAccepted.ShouldBeFalse(command.GetType().Name);
        }
    }

    [Fact]
    public async Task Command_ThatWaitedWhileItsActorWasDisabled_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var editor = await host.CreateActorAsync("editor", Permissions.UsersEdit);
        var id = await host.CreateUserAsync("ada");
        var gate = host.Get<WriteGate>();
        await gate.EnterAsync(TestContext.Current.CancellationToken);
        var disabling = host.SendAsync(new DisableUser(editor.Id));
        var editing = host.SendAsync(new ChangeUserEmail(id, "late@example.com", long.MaxValue), editor);

        gate.Leave();

        (await disabling).IsAccepted.ShouldBeTrue();
        (await editing).Errors.ShouldHaveSingleItem().ShouldBe(MessagingErrors.NotSignedIn);
    }

    [Fact]
    public async Task Command_InASet_IsInTheLogUnderItsOwnName()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");

        await host.AcceptAsync(
            new CommandSet([new ChangeUserEmail(id, "new@example.com", long.MaxValue), new DisableUser(id)])
        );

        host.ReadLog()
            .TakeLast(2)
            .Select(record => record.CommandName)
            .ShouldBe([nameof(ChangeUserEmail), nameof(DisableUser)]);
    }

    [Fact]
    public async Task Query_FromASecondTabOfTheSamePerson_IncludesWhatTheFirstDid()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new ChangeUserEmail(id, "new@example.com", long.MaxValue), admin);

        var asking = host.Get<IQueryBus>()
            .AskAsync(new GetUser(id), new QueryContext(admin), TestContext.Current.CancellationToken);
        await host.StartFollowingAsync();

        (await asking).Value!.Email.ShouldBe("new@example.com");
    }

    [Fact]
    public async Task CommandSet_OfTwoCommands_IsMeasuredOnceAsAWhole()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var measured = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var parent = new System.Diagnostics.Activity("test").Start();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == UserAdminTelemetry.Name,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) =>
                System.Diagnostics.ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.TraceId == parent.TraceId)
                {
                    measured.Enqueue(activity.OperationName);
                }
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);

        await host.AcceptAsync(new CommandSet([new DisableUser(id), new EnableUser(id)]));

        measured.ShouldBe(["CommandSet"]);
    }

    [Fact]
    public void Verify_OfMessagesOutOfOrder_NamesEachOne()
    {
        var problem = Should.Throw<InvalidOperationException>(() =>
            MessageCatalogue.Verify(
                [
                    typeof(Unhandled),
                    typeof(HandledTwice),
                    typeof(First),
                    typeof(Second),
                    typeof(NoPermission),
                    typeof(NoPermissionHandler),
                    typeof(UnknownPermission),
                    typeof(UnknownPermissionHandler),
                ],
                ["users.read"]
            )
        );

        problem.Message.ShouldContain("Unhandled has no handler.");
        problem.Message.ShouldContain("HandledTwice has 2 handlers: First, Second.");
        problem.Message.ShouldContain("NoPermission declares no permission.");
        problem.Message.ShouldContain(
            "UnknownPermission needs the permission users.fly, which is not in the catalogue."
        );
    }

    [Permission(PermissionAttribute.Anyone)]
    internal sealed record Unhandled : ICommand;

    [Permission(PermissionAttribute.Anyone)]
    internal sealed record HandledTwice : ICommand;

    internal sealed class First : Handler<HandledTwice>;

    internal sealed class Second : Handler<HandledTwice>;

    internal sealed record NoPermission : ICommand;

    internal sealed class NoPermissionHandler : Handler<NoPermission>;

    [Permission("users.fly")]
    internal sealed record UnknownPermission : ICommand;

    internal sealed class UnknownPermissionHandler : Handler<UnknownPermission>;

    internal abstract class Handler<TCommand> : IRequestHandler<TCommand, CommandResult>
        where TCommand : ICommand
    {
        public Task<CommandResult> Handle(TCommand request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
