using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Tests.Bulk;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Undoing;

public sealed class UndoTests
{
    [Fact]
    public async Task StartUndo_OfABulkActionHalfOfWhoseAccountsWereChangedSince_ChangesBackTheOtherHalf()
    {
        await using var host = await TestHost.StartAsync();
        var (admin, other) = (await host.CreateAdministratorAsync(), await host.CreateAdministratorAsync("bo"));
        var ids = await host.CreateUsersAsync(10);
        var batch = await host.StartBulkAsync(BulkAction.Disable, ids, admin);
        await host.RunBulkAsync();
        foreach (var id in ids.Take(5))
        {
            await host.AcceptAsync(new EnableUser(id), other);
            await host.AcceptAsync(new DisableUser(id), other);
        }

        var preview = await host.PreviewUndoAsync(new UndoSelection { BatchId = batch }, admin);
        (preview.Back, preview.Partly, preview.Nothing, preview.Cannot).ShouldBe((5, 0, 0, 5));
        var undo = await host.UndoAsync(new UndoSelection { BatchId = batch }, admin);

        var row = await host.GetBulkAsync(undo);
        (row.Action, row.Undoes, row.Changed, row.Refused, row.Reason, row.Status).ShouldBe(
            (BulkAction.Undo, batch, 5, 5, "A mistake", BulkStatus.Finished)
        );
        foreach (var (id, place) in ids.Select((id, place) => (id, place)))
        {
            (await host.GetUserAsync(id)).DisabledAt.HasValue.ShouldBe(place < 5);
        }

        (await host.ListItemsAsync(undo))
            .Where(item => item.Outcome == BulkOutcome.Refused)
            .ShouldEachBe(item => item.Error!.Contains("bo has changed it since"));
        var history = (await host.AskAsync(new GetUserHistory(ids[9]))).Value!.Items[0];
        (history.EventType, history.Reason, history.BatchId, history.ActorName).ShouldBe(
            ("UserEnabled", "A mistake", undo, "admin")
        );
    }

    [Fact]
    public async Task StartUndo_OfTheInvitationOfALockedAccount_KeepsTheLock()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.CreateUsersAsync(1))[0];
        await host.AcceptAsync(new LockUser(id, host.Get<TimeProvider>().GetUtcNow().AddDays(1)));
        var lockedUntil = (await host.GetUserAsync(id)).LockedUntil.ShouldNotBeNull();
        var locked = host.Tail();
        await host.AcceptAsync(new InviteUser(id));
        var invitation = host.ReadLog().Where(record => record.Position > locked && record.SubjectId == id);

        await host.UndoAsync(new UndoSelection { Positions = [.. invitation.Select(record => record.Position)] });

        var user = await host.GetUserAsync(id);
        (user.InvitedAt, user.DisabledAt, user.LockedUntil).ShouldBe((null, null, lockedUntil));
    }

    [Fact]
    public async Task StartUndo_OfAnUndo_DoesAgainWhatWasUndone()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(3);
        var batch = await host.StartBulkAsync(BulkAction.Delete, ids);
        await host.RunBulkAsync();

        var undo = await host.UndoAsync(new UndoSelection { BatchId = batch });
        (await host.GetUserAsync(ids[0])).DeletedAt.ShouldBeNull();
        var again = await host.UndoAsync(new UndoSelection { BatchId = undo });

        (await host.GetBulkAsync(again)).Changed.ShouldBe(3);
        (await host.GetUserAsync(ids[0])).DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task StartUndo_OfAnHourOfOnePerson_FindsItByASearch()
    {
        await using var host = await TestHost.StartAsync();
        var (admin, other) = (await host.CreateAdministratorAsync(), await host.CreateAdministratorAsync("bo"));
        var ids = await host.CreateUsersAsync(3);
        await host.AcceptAsync(new DisableUser(ids[0]), admin);
        await host.AcceptAsync(new LockUser(ids[1], host.Get<TimeProvider>().GetUtcNow().AddDays(1)), admin);
        await host.AcceptAsync(new DisableUser(ids[2]), other);

        var undo = await host.UndoAsync(new UndoSelection { Search = $"by:{admin.Id} when:1h" }, admin);

        (await host.ListItemsAsync(undo))
            .Select(item => (item.UserId, item.Outcome, item.Error))
            .ShouldBe(ids.Take(2).Select(id => (id, BulkOutcome.Changed, default(string))), ignoreOrder: true);
        (await host.GetUserAsync(ids[0])).DisabledAt.ShouldBeNull();
        (await host.GetUserAsync(ids[1])).LockedUntil.ShouldBeNull();
        (await host.GetUserAsync(ids[2])).DisabledAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task StartUndo_WhenTheAccountChangesBetweenPreviewAndRun_LetsTheChangeStand()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(id, new UpdateUserProfile(id, "Typo", host.Tail()));
        (await host.PreviewUndoAsync(positions)).Verdict.ShouldBe(UndoVerdict.Back);

        await host.AcceptAsync(new UpdateUserProfile(id, "Right", host.Tail()));
        var result = await host.SendAsync(new UndoUserChanges(id, positions));

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(UndoErrors.NotBackCode);
        (await host.GetUserAsync(id)).DisplayName.ShouldBe("Right");
    }

    [Fact]
    public async Task StartUndo_WhenInterrupted_UndoesEachAccountOnce()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(8);
        var batch = await host.StartBulkAsync(BulkAction.Disable, ids);
        await host.RunBulkAsync();
        await host.CatchUpAsync();
        var accounts = (
            await host.AskAsync(new UserAdmin.Undoing.Queries.ListUndoEvents(new UndoSelection { BatchId = batch }))
        )
            .Value!
            .Items;
        var undo = TestHost.NewId();
        (await host.SendAsync(new StartUndo(undo, accounts), reason: "Why")).Errors.ShouldBeEmpty();
        var seen = 0;
        var interrupted = host.Runner(
            command =>
                command is UndoUserChanges && ++seen == 5
                    ? throw new OperationCanceledException("The program ends.")
                    : Task.CompletedTask,
            batchSize: 8
        );
        await Should.ThrowAsync<Exception>(() =>
            interrupted.RunOnceAsync(new CancellationTokenSource(TimeSpan.FromSeconds(1)).Token)
        );

        await host.RunBulkAsync();

        (await host.GetBulkAsync(undo)).Changed.ShouldBe(8);
        host.ReadLog().Count(record => record.Type == nameof(UserEnabled)).ShouldBe(8);
    }

    [Fact]
    public async Task CancelBulkAction_OfSomebodyElsesUndo_NeedsUsersEdit()
    {
        await using var host = await TestHost.StartAsync();
        var reader = await host.CreateActorAsync("reader", Permissions.UsersRead, Permissions.AuditRead);
        var editor = await host.CreateActorAsync("editor", Permissions.UsersRead, Permissions.UsersEdit);
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(id, new DisableUser(id));
        var undo = TestHost.NewId();
        (await host.SendAsync(new StartUndo(undo, [new(id, positions)]), reason: "Why")).Errors.ShouldBeEmpty();

        (await host.SendAsync(new CancelBulkAction(undo), reader)).Errors.ShouldBe([
            MessagingErrors.NotPermitted(Permissions.UsersEdit),
        ]);
        (await host.SendAsync(new CancelBulkAction(undo), editor)).Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task BulkActions_OfTheUsualKind_DoNotTakeAnUndo()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");

        (await host.AskAsync(new PreviewBulkAction(BulkAction.Undo, [id]))).Refusal.ShouldBe(BulkErrors.ActionUnknown);
        (await host.SendAsync(new StartBulkAction(TestHost.NewId(), BulkAction.Undo, [id])))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(BulkErrors.ActionUnknown.Code);
    }

    [Fact]
    public async Task StartUndo_WithoutAReason_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");

        (await host.SendAsync(new StartUndo(TestHost.NewId(), [new(id, [1])]))).Errors.ShouldBe([
            UndoErrors.ReasonMissing,
        ]);
    }

    [Fact]
    public async Task UndoUserChanges_OfEventsOfAnotherAccount_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        var positions = await host.RecordAsync(ada, new DisableUser(ada));

        (await host.SendAsync(new UndoUserChanges(bob, positions))).Errors.ShouldBe([UndoErrors.NoSuchEvents]);
    }

    [Fact]
    public async Task UndoUserChanges_OfTheWholeCommand_UndoesItsOtherEventsToo()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var position = await host.AcceptAsync(
            new CommandSet([
                new ChangeUserEmail(id, "new@example.com", host.Tail()),
                new UpdateUserProfile(id, "New", host.Tail()),
            ])
        );

        await host.AcceptAsync(new UndoUserChanges(id, [position]) { IsWholeCommand = true, IsAllOrNothing = true });

        var row = await host.GetUserAsync(id);
        (row.Email, row.DisplayName).ShouldBe(("ada@example.com", "ada"));
        (await host.PreviewUndoAsync(new UndoSelection { Command = position })).Events.ShouldBe(2);
    }

    [Fact]
    public async Task UndoUserChanges_WhenOnlyAllOrNothingIsWanted_ChangesNothingInPart()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var position = await host.AcceptAsync(new UpdateUserProfile(id, "New", host.Tail()) { JobTitle = "Analyst" });
        await host.AcceptAsync(new UpdateUserProfile(id, "New", host.Tail()) { JobTitle = "Chief" });

        var result = await host.SendAsync(new UndoUserChanges(id, [position]) { IsAllOrNothing = true });

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(UndoErrors.NotBackCode);
        (await host.GetUserAsync(id)).DisplayName.ShouldBe("New");
    }

    [Fact]
    public async Task UndoUserChanges_OfOnesOwnOrTheLastAdministrator_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        await host.AcceptAsync(new DisableUser(await host.CreateUserAsync("ada")));
        var id = admin.Id;
        var expiry = await host.AcceptAsync(new SetUserExpiry(await host.CreateUserAsync("eve"), null));
        expiry.ShouldBeGreaterThan(0);
        var created = host.ReadLog().First(record => record.SubjectId == id).Position;

        var result = await host.SendAsync(new UndoUserChanges(id, [created]), admin);

        result.IsAccepted.ShouldBeFalse();
        (await host.GetUserAsync(id)).DeletedAt.ShouldBeNull();
    }
}
