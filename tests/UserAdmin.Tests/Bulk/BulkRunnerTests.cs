using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Bulk;

public sealed class BulkRunnerTests
{
    [Fact]
    public async Task BulkRunner_WithMixedUsers_ChangesEachInTheStartersNameAndReportsAll()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var (plain, disabled) = (await host.CreateUserAsync("plain"), await host.CreateUserAsync("disabled"));
        await host.AcceptAsync(new DisableUser(disabled));
        var nobody = TestHost.NewId();

        var batchId = await host.StartBulkAsync(
            BulkAction.Disable,
            [admin.Id, plain, disabled, nobody],
            admin,
            reason: "HD-7"
        );
        await host.RunBulkAsync();

        (await host.ListItemsAsync(batchId))
            .Select(item => (item.UserId, item.Outcome, item.Error))
            .ShouldBe([
                (plain, BulkOutcome.Changed, null),
                (disabled, BulkOutcome.Unchanged, null),
                (nobody, BulkOutcome.Refused, UserErrors.NotFound.Message),
                // The acting user comes last.
                (admin.Id, BulkOutcome.Refused, UserErrors.Oneself.Message),
            ]);
        var row = await host.GetBulkAsync(batchId);
        (row.Status, row.Total, row.Changed, row.Unchanged, row.Refused, row.ActorName, row.Reason).ShouldBe(
            (BulkStatus.Finished, 4, 1, 1, 2, "admin", "HD-7")
        );
        row.FinishedAt.ShouldNotBeNull();
        var history = (await host.AskAsync(new GetUserHistory(plain))).Value!.Items[0];
        (history.EventType, history.ActorName, history.Reason, history.BatchId, history.IsOfImport).ShouldBe(
            ("UserDisabled", "admin", "HD-7", batchId, false)
        );
        (await host.AskAsync(new ListBulkUserIds(batchId, BulkOutcome.Changed))).Value!.Items.ShouldBe([plain]);
    }

    [Fact]
    public async Task BulkRunner_WithTwoThousandUsers_GetsThroughAll()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(2000);

        var batchId = await host.StartBulkAsync(BulkAction.RequirePasswordChange, ids);
        await host.RunBulkAsync();

        var row = await host.GetBulkAsync(batchId);
        (row.Status, row.Refused, row.Done).ShouldBe((BulkStatus.Finished, 2000, 2000));
        // The ids are stored in chunks, which must follow each other without a gap.
        (await host.AskAsync(new ListBulkItems(batchId, PageNumber: 2, PageSize: 1000)))
            .Value!.Items.Select(item => item.Done.UserId)
            .ShouldBe(ids.Skip(1000));
    }

    [Fact]
    public async Task BulkRunner_WhenCancelledHalfWay_StopsThereAndLeavesNobodyOutOfTheReport()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(10);
        var batchId = await host.StartBulkAsync(BulkAction.Disable, ids);
        var seen = 0;
        var runner = host.Runner(
            async command =>
            {
                if (command is DisableUser && ++seen == 6)
                {
                    await host.AcceptAsync(new CancelBulkAction(batchId));
                }
            },
            batchSize: 4
        );

        await runner.RunOnceAsync(TestContext.Current.CancellationToken);

        var row = await host.GetBulkAsync(batchId);
        // The sixth is one of the second four, which are sent together.
        (row.Status, row.Changed, row.Done, row.Total).ShouldBe((BulkStatus.Cancelled, 8, 8, 10));
        var disabled = (await host.AskAsync(new ListUserIds("state:disabled"))).Value!.Items;
        disabled.ShouldBe(ids.Take(8));
        (await host.ListItemsAsync(batchId)).Select(item => item.UserId).ShouldBe(disabled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BulkRunner_KilledBeforeItRecorded_ResumesAfterARestartAndDoesNothingTwice(bool cancelled)
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(10);
        await host.AcceptAsync(new DisableUser(ids[1]));
        var batchId = await host.StartBulkAsync(BulkAction.Disable, ids);
        await Should.ThrowAsync<KilledException>(() =>
            host.Runner(
                    command => command is RecordBulkProgress ? throw new KilledException() : Task.CompletedTask,
                    batchSize: 4
                )
                .StepAsync(TestContext.Current.CancellationToken)
        );
        if (cancelled)
        {
            await host.AcceptAsync(new CancelBulkAction(batchId));
        }

        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.RunBulkAsync();

        var row = await again.GetBulkAsync(batchId);
        (row.Status, row.Changed, row.Unchanged).ShouldBe(
            cancelled ? (BulkStatus.Cancelled, 3, 1) : (BulkStatus.Finished, 9, 1)
        );
        again.ReadLog().Count(record => record.Type == nameof(UserDisabled)).ShouldBe(cancelled ? 4 : 10);
        (await again.ListItemsAsync(batchId))
            .Select(item => item.Ordinal)
            .ShouldBe(Enumerable.Range(0, cancelled ? 4 : 10));
    }

    [Fact]
    public async Task BulkRunner_KilledAmongUsersThatAreChangedTogether_FillsTheGapEvenIfCancelledSince()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(10);
        var batchId = await host.StartBulkAsync(BulkAction.Disable, ids);
        // As a crash leaves it: the third of the first four is not changed yet.
        foreach (var id in ids.Take(4).Where(id => id != ids[2]))
        {
            (
                await host.SendAsync(new DisableUser(id), commandId: BulkSender.CommandIdOf(batchId, id))
            ).Errors.ShouldBeEmpty();
        }

        await host.AcceptAsync(new CancelBulkAction(batchId));
        await host.RunBulkAsync();

        var row = await host.GetBulkAsync(batchId);
        (row.Status, row.Changed, row.Done).ShouldBe((BulkStatus.Cancelled, 4, 4));
        (await host.ListItemsAsync(batchId)).Select(item => item.UserId).ShouldBe(ids.Take(4));
        host.ReadLog().Count(record => record.Type == nameof(UserDisabled)).ShouldBe(4);
    }

    [Fact]
    public async Task BulkRunner_WhenTheStarterLosesThePermissionMidway_RefusesTheRest()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(6);
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead, Permissions.UsersDisable);
        var roleId = (await host.AskAsync(new ListUserRoles(helper.Id))).Value!.Items[0].RoleId;
        var batchId = await host.StartBulkAsync(BulkAction.Disable, ids, helper);
        var seen = 0;
        var runner = host.Runner(command =>
            ++seen == 3 ? host.AcceptAsync(new RemoveRole(helper.Id, roleId)) : Task.CompletedTask
        );

        await runner.RunOnceAsync(TestContext.Current.CancellationToken);

        var items = await host.ListItemsAsync(batchId);
        items
            .Select(item => item.Outcome)
            .ShouldBe([BulkOutcome.Changed, BulkOutcome.Changed, .. Enumerable.Repeat(BulkOutcome.Refused, 4)]);
        items.Skip(2).ShouldEachBe(item => item.Error == BulkErrors.StarterNotPermitted.Message);
        (await host.GetBulkAsync(batchId)).Status.ShouldBe(BulkStatus.Finished);
    }

    [Fact]
    public async Task BulkRunner_WhenTheStarterIsDisabled_RefusesAll()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(3);
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead, Permissions.UsersDisable);
        var batchId = await host.StartBulkAsync(BulkAction.Disable, ids, helper);
        await host.AcceptAsync(new DisableUser(helper.Id));

        await host.RunBulkAsync();

        (await host.ListItemsAsync(batchId)).ShouldEachBe(item =>
            item.Outcome == BulkOutcome.Refused && item.Error == BulkErrors.StarterGone.Message
        );
    }

    [Fact]
    public async Task BulkRunner_WithSeveralActions_TakesThemInTheOrderOfTheirStart()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(5);
        var first = await host.StartBulkAsync(BulkAction.Disable, ids);
        var second = await host.StartBulkAsync(BulkAction.Enable, ids);

        await host.RunBulkAsync();

        (await host.GetBulkAsync(second)).Changed.ShouldBe(5);
        (await host.GetBulkAsync(first)).FinishedAt!.Value.ShouldBeLessThan(
            (await host.GetBulkAsync(second)).FinishedAt!.Value
        );
        (await host.AskAsync(new ListBulkActions())).Value!.Items.Select(row => row.BatchId).ShouldBe([second, first]);
    }

    [Fact]
    public async Task BulkRunner_InTheBackground_BeginsByItself()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(3);
        var runner = host.Get<BulkRunner>();
        await runner.StartAsync(TestContext.Current.CancellationToken);

        var batchId = await host.StartBulkAsync(BulkAction.Disable, ids);

        await TestHost.UntilAsync(
            () =>
                host.ReadLog().Any(record => record.Type == nameof(BulkActionFinished) && record.SubjectId == batchId),
            "the action is finished"
        );
        await runner.StopAsync(TestContext.Current.CancellationToken);
        (await host.GetBulkAsync(batchId)).Changed.ShouldBe(3);
    }

    private sealed class KilledException : Exception;
}
