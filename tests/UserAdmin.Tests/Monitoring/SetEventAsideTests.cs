using Microsoft.Data.Sqlite;
using UserAdmin.EventLog;
using UserAdmin.Exports;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Monitoring;

public sealed class SetEventAsideTests
{
    public static TheoryData<string> Unrecordable => ["format", "field", "null", "surrogate", "subject"];

    [Theory]
    [MemberData(nameof(Unrecordable))]
    public void Event_ThatNobodyCouldTakeIn_IsNotRecorded(string what)
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

        Should.Throw<UnrecordableEventException>(() => EventCheck.Verify(bad, Record(bad), new ProjectionCatalogue()));
    }

    [Fact]
    public void Event_OfALogFromBeforeTheyWereChecked_IsStillDescribed() =>
        new UsersExportEnded("u", "e", new UserExport((TableFormat)99, ["email"]), 1, true).Describe().ShouldContain("an unknown format");

    [Fact]
    public async Task SetEventAside_OfTheEventThatStopsTheReadModel_LetsItGoOnAndLeavesAMark()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        var bad = AppendUnreadable(host, id);
        await host.AcceptAsync(new DisableUser(id));
        var monitor = host.Get<IProjectionMonitor>();
        await TestHost.UntilAsync(() => monitor.Current.Paused?.Position == bad, "the runner has paused before the event");

        (await host.SendAsync(new SetEventAside(bad))).Errors.ShouldBe([LogErrors.ReasonMissing]);
        (await host.SendAsync(new SetEventAside(bad - 1), reason: "T-1")).Errors.ShouldBe([LogErrors.NotStoppedThere(bad - 1)]);
        (await host.SendAsync(new SetEventAside(bad), reason: "T-1")).Errors.ShouldBeEmpty();

        await host.CatchUpAsync();
        await TestHost.UntilAsync(() => monitor.Current is { Paused: null, SetAside: 1 }, "the runner has gone on");
        (await host.GetUserAsync(id)).DisabledAt.ShouldNotBeNull();
        var mark = (await host.AskAsync(new ListLogMarks())).Value.ShouldHaveSingleItem();
        (mark.What, mark.Reason).ShouldBe(($"Event {bad} (FromTheFuture) set aside", "T-1"));
        (await host.AskAsync(new GetUserHistory(id))).Value!.Items.Single(row => row.Position == bad).What.ShouldBe(mark.What);
        await host.Get<OutboxFollower>().FollowAsync(TestContext.Current.CancellationToken);
        host.Get<ILogVerification>().Verify(cancellationToken: TestContext.Current.CancellationToken).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task SetEventAside_AfterARestartAndInARebuild_StillCounts()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var bad = AppendUnreadable(host, id);
        await host.AcceptAsync(new DisableUser(id));
        var rebuild = host.Get<IReadModelRebuild>();
        Should.Throw<EventNotTakenInException>(() => rebuild.Run(_ => { }, TestContext.Current.CancellationToken)).Position.ShouldBe(bad);

        (await host.SendAsync(new SetEventAside(bad), reason: "T-1")).Errors.ShouldBeEmpty();

        rebuild.Run(_ => { }, TestContext.Current.CancellationToken).ShouldBe(host.Tail());
        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.CatchUpAsync();
        (await again.GetUserAsync(id)).DisabledAt.ShouldNotBeNull();
        await TestHost.UntilAsync(() => again.Get<IProjectionMonitor>().Current is { Paused: null, SetAside: 1 }, "the runner knows");
    }

    /// <summary>An event in the chain whose type this program does not know.</summary>
    private static long AppendUnreadable(TestHost host, string subject)
    {
        var last = host.ReadLog()[^1];
        var record = new EventRecord
        {
            Position = last.Position + 1, Type = "FromTheFuture", SubjectId = subject, Payload = "{}", ActorId = "system", ActorName = "System",
            CommandId = TestHost.NewId(), CommandName = "None", PreviousHash = last.Hash,
        };
        record.Hash = EventHash.Compute(last.Hash, record);
        using var connection = new SqliteConnection($"Data Source={host.WriteFile}");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var insert = EventLogSql.Insert(connection, transaction);
        EventLogSql.Bind(insert, record);
        insert.ExecuteNonQuery();
        transaction.Commit();
        return record.Position;
    }

    private static EventRecord Record(IEvent @event) => new()
    {
        Position = 1, Type = @event.GetType().Name, SubjectId = @event.SubjectId, Payload = EventCodec.Encode(@event), CommandName = "Test",
    };
}
