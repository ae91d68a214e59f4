using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Projections;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Monitoring;

public sealed class LogMismatchTests
{
    [Fact]
    public async Task Log_PutInThePlaceOfAnother_StaysRecordedUntilSomebodySaysWhy()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        await host.StopFollowingAsync();
        await TestProvider.BackUpAsync(host.Directory);

        long lost;
        await using (var later = await TestHost.StartAsync(directory: host.Directory))
        {
            await later.CreateUserAsync("bob");
            await later.CatchUpAsync();
            lost = later.Tail();
        }

        await TestProvider.RestoreAsync(host.Directory);

        LogMismatch mismatch;
        await using (var restored = await TestHost.StartAsync(directory: host.Directory))
        {
            var monitor = restored.Get<IProjectionMonitor>();
            await TestHost.UntilAsync(
                () => monitor.Current is { Mismatch: not null, Rebuild: null, Paused: null },
                "the mismatch is recorded and the read model rebuilt"
            );
            mismatch = monitor.Current.Mismatch!;
            (mismatch.ExpectedPosition, mismatch.FoundHash, mismatch.LogEnd).ShouldBe((lost, null, lost - 1));
            await restored.CatchUpAsync();
            (await restored.AskAsync(new ListUsers())).Value!.Items.Select(row => row.UserName).ShouldBe(["ada"]);
            await restored.AcceptAsync(new RebuildReadModel());
        }

        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await TestHost.UntilAsync(
            () => again.Get<IProjectionMonitor>().Current.Mismatch == mismatch,
            "it is still there after a restart"
        );
        again
            .Get<ILogVerification>()
            .Verify(cancellationToken: TestContext.Current.CancellationToken)
            .BadPosition.ShouldBe(mismatch.Position);
        (await again.SendAsync(new AcknowledgeLogMismatch(mismatch.Position))).Errors.ShouldBe([
            LogErrors.ReasonMissing,
        ]);
        (await again.SendAsync(new AcknowledgeLogMismatch(mismatch.Position + 1), reason: "no")).Errors.ShouldBe([
            LogErrors.NoSuchMismatch,
        ]);

        (
            await again.SendAsync(new AcknowledgeLogMismatch(mismatch.Position), reason: "Backup of Monday restored")
        ).Errors.ShouldBeEmpty();

        await TestHost.UntilAsync(() => again.Get<IProjectionMonitor>().Current.Mismatch is null, "it is acknowledged");
        again
            .Get<ILogVerification>()
            .Verify(cancellationToken: TestContext.Current.CancellationToken)
            .Problem.ShouldBeNull();
        (await again.AskAsync(new ListLogMarks()))
            .Value!.Select(mark => (mark.EventType, mark.Reason))
            .ShouldBe([
                (nameof(LogMismatchAcknowledged), "Backup of Monday restored"),
                (nameof(LogMismatchFound), null),
            ]);
    }
}
