using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Exports;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Monitoring;

public sealed class SetEventAsideTests
{
    public static TheoryData<string> Unrecordable => ["format", "field", "null", "surrogate", "subject"];

    [Theory]
    [MemberData(nameof(Unrecordable))]
    public void Event_ThatNoFollowerCouldApply_IsNotRecorded(string what)
    {
        var export = new UserExport((TableFormat)99, ["email"]);
        IEvent bad = what switch
        {
            "format" => new UsersExportEnded("u", "e", export, 1, true),
            "field" => new UserProfileChanged("u", [new("ShoeSize", null, "44")]),
            "null" => new UserEmailChanged("u", null, null!),
            "surrogate" => new UserClaimAdded("u", "type", "half \ud800"),
            _ => new UserDisabled(""),
        };

        var check = new EventCheck(new ProjectionCatalogue(), [new MailTrial()]);
        Should.Throw<UnrecordableEventException>(() => check.Verify(bad, Record(bad)));
    }

    [Fact]
    public void Event_OfALogFromBeforeTheyWereChecked_IsStillDescribed() =>
        new UsersExportEnded("u", "e", new UserExport((TableFormat)99, ["email"]), 1, true)
            .Describe()
            .ShouldContain("an unknown format");

    [Fact]
    public async Task SetEventAside_OfTheEventThatStopsTheReadModel_LetsItContinueAndLeavesAMark()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        var bad = AppendUnreadable(host, id);
        await host.AcceptAsync(new DisableUser(id));
        var monitor = host.Get<IProjectionMonitor>();
        await TestHost.UntilAsync(
            () => monitor.Current.Paused?.Position == bad,
            "the runner has paused before the event"
        );

        (await host.SendAsync(new SetEventAside(bad))).Errors.ShouldBe([LogErrors.ReasonMissing]);
        (await host.SendAsync(new SetEventAside(bad - 1), reason: "T-1")).Errors.ShouldBe([
            LogErrors.NotStoppedThere(bad - 1),
        ]);
        (await host.SendAsync(new SetEventAside(bad), reason: "T-1")).Errors.ShouldBeEmpty();

        await host.CatchUpAsync();
        await TestHost.UntilAsync(() => monitor.Current is { Paused: null, SetAside: 1 }, "the runner has continued");
        (await host.GetUserAsync(id)).DisabledAt.ShouldNotBeNull();
        var mark = (await host.AskAsync(new ListLogMarks())).Value.ShouldHaveSingleItem();
        (mark.What, mark.Reason).ShouldBe(($"Event {bad} (FromTheFuture) set aside", "T-1"));
        (await host.AskAsync(new GetUserHistory(id)))
            .Value!.Items.Single(row => row.Position == bad)
            .What.ShouldBe(mark.What);
        await host.Get<OutboxFollower>().FollowAsync(TestContext.Current.CancellationToken);
        host.Get<ILogVerification>()
            .Verify(cancellationToken: TestContext.Current.CancellationToken)
            .Problem.ShouldBeNull();
    }

    [Fact]
    public async Task SetEventAside_AfterARestartAndInARebuild_StillApplies()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var bad = AppendUnreadable(host, id);
        await host.AcceptAsync(new DisableUser(id));
        var rebuild = host.Get<IReadModelRebuild>();
        Should
            .Throw<EventNotAppliedException>(() => rebuild.Run(_ => { }, TestContext.Current.CancellationToken))
            .Position.ShouldBe(bad);

        (await host.SendAsync(new SetEventAside(bad), reason: "T-1")).Errors.ShouldBeEmpty();

        rebuild.Run(_ => { }, TestContext.Current.CancellationToken).ShouldBe(host.Tail());
        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.CatchUpAsync();
        (await again.GetUserAsync(id)).DisabledAt.ShouldNotBeNull();
        await TestHost.UntilAsync(
            () => again.Get<IProjectionMonitor>().Current is { Paused: null, SetAside: 1 },
            "the runner knows"
        );
    }

    [Fact]
    public async Task SetEventAside_OfAnEventWhoseRowsBreakAConstraint_IsOffered()
    {
        var poison = new NullRow();
        await using var host = await TestHost.StartAsync(configure: poison.Configure);
        var id = await host.CreateUserAsync("ada");
        poison.IsActive = true;
        // The event is in one batch with others; the runner must find out which one causes the error.
        await host.StopFollowingAsync();
        await host.CreateUserAsync("bob");
        var bad = await host.AcceptAsync(new DisableUser(id));
        await host.CreateUserAsync("cleo");
        await host.StartFollowingAsync();
        var monitor = host.Get<IProjectionMonitor>();
        await TestHost.UntilAsync(() => monitor.Current.Paused is not null, "the runner has paused");

        var pause = monitor.Current.Paused!;
        (pause.Position, pause.EventType).ShouldBe((bad, nameof(UserDisabled)));
        pause.Error.ShouldContain("NOT NULL");
        (await host.SendAsync(new SetEventAside(bad), reason: "T-1")).Errors.ShouldBeEmpty();
        await TestHost.UntilAsync(
            () => monitor.Current is { Paused: null, SetAside: 1, Lag: 0 },
            "the runner has continued"
        );
    }

    [Fact]
    public async Task SetEventAside_WhenTheDatabaseIsLocked_IsRefused()
    {
        var poison = new NullRow { Fault = new SqliteException("database is locked", 5) };
        await using var host = await TestHost.StartAsync(configure: poison.Configure);
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        poison.IsActive = true;
        var bad = await host.AcceptAsync(new DisableUser(id));
        var monitor = host.Get<IProjectionMonitor>();
        await TestHost.UntilAsync(() => monitor.Current.Paused?.Position == bad, "the runner has paused");

        monitor.Current.Paused!.EventType.ShouldBeEmpty();
        (await host.SendAsync(new SetEventAside(bad), reason: "T-1")).Errors.ShouldBe([LogErrors.NotStoppedThere(bad)]);
    }

    [Fact]
    public async Task Rebuild_WithAnEventWhoseRowsBreakAConstraint_NamesItAndContinuesWithoutIt()
    {
        var poison = new NullRow();
        await using var host = await TestHost.StartAsync(configure: poison.Configure);
        var id = await host.CreateUserAsync("ada");
        var bad = await host.AcceptAsync(new DisableUser(id));
        await host.CreateUserAsync("bob");
        await host.CatchUpAsync();
        poison.IsActive = true;
        var monitor = host.Get<IProjectionMonitor>();

        await host.AcceptAsync(new RebuildReadModel());
        await TestHost.UntilAsync(
            () => monitor.Current is { Rebuild: null, RebuildStop: not null },
            "the rebuild has stopped"
        );

        var status = monitor.Current;
        (status.Paused, status.RebuildStop!.Position, status.RebuildStop.EventType).ShouldBe(
            (null, bad, nameof(UserDisabled))
        );
        (await host.SendAsync(new SetEventAside(bad), reason: "T-1")).Errors.ShouldBeEmpty();
        monitor.Current.RebuildStop.ShouldBeNull();
        await host.AcceptAsync(new RebuildReadModel());
        await TestHost.UntilAsync(
            () => monitor.Current is { Rebuild: null, RebuildError: null, Lag: 0 },
            "the read model was rebuilt"
        );
        (await host.GetUserAsync(id)).DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task SetEventAside_OfARowThatCannotBeRead_LetsTheReadModelAndCommandsContinue()
    {
        await using var host = await TestHost.StartAsync();
        var (id, role) = (await host.CreateUserAsync("ada"), TestHost.NewId());
        await host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read"]));
        await host.CatchUpAsync();
        var (user, readers) = (await host.GetUserAsync(id), (await host.AskAsync(new GetRole(role))).Value!);
        await host.StopFollowingAsync();
        var imported = TestHost.NewId();
        long[] bad =
        [
            AppendUnreadable(host, id),
            AppendUnreadable(host, role),
            AppendUnreadable(host, imported, nameof(ImportProgressed)),
        ];
        host.Tamper(
                $"UPDATE \"EventLog\" SET \"At\" = {TestProvider.UnreadableTime} "
                    + $"WHERE \"Position\" IN ({bad[0]}, {bad[1]})"
            )
            .ShouldBe(2);
        await host.StartFollowingAsync();
        var monitor = host.Get<IProjectionMonitor>();
        foreach (var position in bad)
        {
            await TestHost.UntilAsync(
                () => monitor.Current.Paused?.Position == position,
                "the runner has paused before the event"
            );
            (await host.SendAsync(new SetEventAside(position), reason: "T-1")).Errors.ShouldBeEmpty();
        }

        await TestHost.UntilAsync(
            () => monitor.Current is { Paused: null, SetAside: 3, Lag: 0 },
            "the runner has continued"
        );
        await host.AcceptAsync(new UpdateUserProfile(id, "Ada L.", user.Version));
        await host.AcceptAsync(new ChangeRolePermissions(role, ["users.read", "roles.read"], readers.Version));
        await using var context = await host.Get<IDbContextFactory<WriteContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        await host.Get<ImportTidying>().NoteAsync(context, imported, TestContext.Current.CancellationToken);
        await host.CatchUpAsync();
        (await host.GetUserAsync(id)).DisplayName.ShouldBe("Ada L.");
        host.Get<IReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken).ShouldBe(host.Tail());
    }

    [Fact]
    public async Task Commands_BesideAnEventThatCannotBeRead_AreRefusedWithTheRemedy()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        var user = await host.GetUserAsync(id);
        await host.StopFollowingAsync();
        var bad = AppendUnreadable(host, id);

        var error = (
            await host.SendAsync(new UpdateUserProfile(id, "Ada L.", user.Version))
        ).Errors.ShouldHaveSingleItem();

        error.Code.ShouldBe("log.unreadable-event");
        error.Message.ShouldContain($"Event {bad} of the log cannot be read");
    }

    [Fact]
    public async Task Rebuild_WithARowThatCannotBeRead_NamesIt()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var bad = AppendUnreadable(host, await host.CreateUserAsync("ada"));
        host.Tamper($"UPDATE \"EventLog\" SET \"At\" = {TestProvider.UnreadableTime} WHERE \"Position\" = {bad}")
            .ShouldBe(1);

        var stop = Should.Throw<EventNotAppliedException>(() =>
            host.Get<IReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken)
        );

        (stop.Position, stop.EventType).ShouldBe((bad, "FromTheFuture"));
    }

    /// <summary>Stores a row without a required value, or throws another exception.</summary>
    private sealed class NullRow : IProject<UserDisabled>
    {
        public bool IsActive { get; set; }

        public Exception? Fault { get; init; }

        public void Configure(IServiceCollection services) =>
            services.AddSingleton(
                ProjectionCatalogue.Of(new UserProjection(), new RoleProjection(), new HistoryProjection(), this)
            );

        public void Apply(UserDisabled @event, EventRecord record, IReadModelRows rows)
        {
            if (!IsActive || rows is not ReadModelWriter)
            {
                return;
            }

            if (Fault is not null)
            {
                throw Fault;
            }

            rows.Add(
                new PasskeyRow
                {
                    UserId = @event.UserId,
                    PasskeyId = "1",
                    Name = null!,
                }
            );
        }
    }

    /// <summary>Appends an event to the chain that this program cannot read.</summary>
    private static long AppendUnreadable(TestHost host, string subject, string type = "FromTheFuture")
    {
        var last = host.ReadLog()[^1];
        var record = new EventRecord
        {
            Position = last.Position + 1,
            Type = type,
            SubjectId = subject,
            Payload = "{",
            ActorId = "system",
            ActorName = "System",
            CommandId = TestHost.NewId(),
            CommandName = "None",
            PreviousHash = last.Hash,
        };
        record.Hash = EventHash.Compute(last.Hash, record);
        using var connection = host.OpenWrite();
        using var transaction = connection.BeginTransaction();
        using var insert = EventLogSql.Insert(connection, DatabaseLayout.Own, transaction);
        EventLogSql.Bind(insert, record);
        insert.ExecuteNonQuery();
        transaction.Commit();
        return record.Position;
    }

    private static EventRecord Record(IEvent @event) =>
        new()
        {
            Position = 1,
            Type = @event.GetType().Name,
            SubjectId = @event.SubjectId,
            Payload = EventCodec.Encode(@event),
            CommandName = "Test",
        };
}
