using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Bulk;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Commands;
using UserAdmin.Undoing.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Undoing;

public sealed class PreviewUndoTests
{
    [Fact]
    public async Task PreviewUndo_OfADisabledAccount_SaysThatItIsEnabled()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(id, new DisableUser(id));

        var account = await host.PreviewUndoAsync(positions);

        (account.Verdict, account.DisplayName, account.State).ShouldBe((UndoVerdict.Back, "ada", UserState.Disabled));
        var field = account.Fields.ShouldHaveSingleItem();
        (field.Label, field.Now?.Text, field.Back?.Text, field.Why).ShouldBe(("Account", "disabled", "enabled", null));
    }

    [Fact]
    public async Task PreviewUndo_WhenTheFieldWasChangedSince_NamesWhoStandsInTheWay()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync("bo");
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(
            id,
            new CommandSet([
                new ChangeUserEmail(id, "typo@example.com", host.Tail()),
                new UpdateUserProfile(id, "Ada Lovelace", host.Tail()) { JobTitle = "Analyst" },
            ])
        );
        await host.AcceptAsync(new ChangeUserEmail(id, "right@example.com", host.Tail()), admin);

        var account = await host.PreviewUndoAsync(positions);

        account.Verdict.ShouldBe(UndoVerdict.Partly);
        account
            .Fields.Select(field =>
                (field.Label, field.Verdict, field.Now?.Text, field.Back?.Text, field.Obstacle?.ActorName)
            )
            .ShouldBe(
                [
                    ("Display name", UndoVerdict.Back, "Ada Lovelace", "ada", null),
                    ("Job title", UndoVerdict.Back, "Analyst", null, null),
                    ("Email", UndoVerdict.Cannot, "right@example.com", null, "bo"),
                ],
                ignoreOrder: true
            );
        account.Notes.ShouldContain(note => note.Contains("ada@example.com"));
    }

    [Fact]
    public async Task PreviewUndo_WhenSomebodyHasAlreadyChangedItBack_NeedsNothing()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(id, new DisableUser(id));
        await host.AcceptAsync(new EnableUser(id));

        (await host.PreviewUndoAsync(positions)).Verdict.ShouldBe(UndoVerdict.Nothing);
        (await host.SendAsync(new UndoUserChanges(id, positions))).Changed.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, "password before is gone")]
    [InlineData(1, "The mail was sent")]
    [InlineData(2, "sessions have ended")]
    [InlineData(3, "removed for good")]
    [InlineData(4, "cannot be withdrawn")]
    [InlineData(5, "invite the person again")]
    public async Task PreviewUndo_OfWhatIsFinal_SaysWhy(int what, string why)
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", what is 1 or 5 ? null : TestHost.Password);
        if (what is 1 or 5)
        {
            await host.AcceptAsync(new InviteUser(id));
        }
        else if (what == 3)
        {
            await host.AcceptAsync(new DeleteUser(id));
        }

        var positions = await host.RecordAsync(
            id,
            what switch
            {
                0 => new SetTemporaryPassword(id, "some other tulip 77"),
                1 => new ResendInvitation(id),
                2 => new EndAllSessions(id),
                3 => new PurgeUser(id, "ada"),
                4 => new RequirePasswordChange(id),
                _ => new RevokeInvitation(id),
            }
        );

        var account = await host.PreviewUndoAsync(positions);

        account.Verdict.ShouldBe(UndoVerdict.Cannot);
        account.Fields.ShouldContain(field => field.Why!.Contains(why));
        var result = await host.SendAsync(new UndoUserChanges(id, positions));
        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(UndoErrors.NotBackCode);
    }

    [Fact]
    public async Task PreviewUndo_OfWhatTheSenderMayNotDo_LeavesItOutAndSaysSo()
    {
        await using var host = await TestHost.StartAsync();
        var editor = await host.CreateActorAsync(
            "editor",
            Permissions.UsersRead,
            Permissions.AuditRead,
            Permissions.UsersEdit
        );
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(id, new CommandSet([new DisableUser(id)]));
        positions.AddRange(
            await host.RecordAsync(id, new UpdateUserProfile(id, "Ada", host.Tail()) { JobTitle = "Analyst" })
        );

        var account = await host.PreviewUndoAsync(positions, editor);

        account.Verdict.ShouldBe(UndoVerdict.Partly);
        account.Fields.Single(field => field.Label == "Account").Why.ShouldNotBeNull().ShouldContain("users.disable");
        await host.AcceptAsync(new UndoUserChanges(id, positions), editor);
        var row = await host.GetUserAsync(id);
        (row.DisplayName, row.JobTitle, row.DisabledAt is null).ShouldBe(("ada", null, false));
    }

    [Fact]
    public async Task PreviewUndo_OfAnAddressThatSomebodyElseHasNow_SaysWho()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(id, new ChangeUserEmail(id, "other@example.com", host.Tail()));
        await host.AcceptAsync(new CreateUser(TestHost.NewId(), "thief", "ada@example.com", "Thea Thief"));

        var account = await host.PreviewUndoAsync(positions);

        account.Fields.ShouldHaveSingleItem().Why.ShouldBe("Thea Thief has this value now.");
        (await host.SendAsync(new UndoUserChanges(id, positions)))
            .Errors.ShouldHaveSingleItem()
            .Message.ShouldContain("Thea Thief");
    }

    [Fact]
    public async Task PreviewUndo_OfAConfirmedAddress_ConfirmsItAgain()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new ConfirmUserEmail(id));
        var positions = await host.RecordAsync(id, new ChangeUserEmail(id, "other@example.com", host.Tail()));

        await host.AcceptAsync(new UndoUserChanges(id, positions));

        var row = await host.GetUserAsync(id);
        (row.Email, row.EmailConfirmed).ShouldBe(("ada@example.com", true));
    }

    [Fact]
    public async Task PreviewUndo_OfAConfirmationTogetherWithTheChangeAfterIt_DoesNotConfirmAgain()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(id, new ConfirmUserEmail(id));
        positions.AddRange(await host.RecordAsync(id, new ChangeUserEmail(id, "other@example.com", host.Tail())));

        await host.AcceptAsync(new UndoUserChanges(id, positions));

        var row = await host.GetUserAsync(id);
        (row.Email, row.EmailConfirmed).ShouldBe(("ada@example.com", false));
    }

    [Fact]
    public async Task PreviewUndo_OfTwoChangesWithAnotherInBetween_DoesNotConfirmWhatNeverWas()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new ConfirmUserEmail(id));
        var positions = await host.RecordAsync(id, new ChangeUserEmail(id, "first@example.com", host.Tail()));
        await host.AcceptAsync(new ChangeUserEmail(id, "between@example.com", host.Tail()));
        positions.AddRange(await host.RecordAsync(id, new ChangeUserEmail(id, "last@example.com", host.Tail())));

        (await host.PreviewUndoAsync(positions)).Fields.ShouldHaveSingleItem().Obstacle.ShouldNotBeNull();
        await host.AcceptAsync(new UndoUserChanges(id, positions));

        var row = await host.GetUserAsync(id);
        (row.Email, row.EmailConfirmed).ShouldBe(("between@example.com", false));
    }

    [Fact]
    public async Task PreviewUndo_ByWhoeverMayNotSetPasswords_NeverConfirmsAnAddress()
    {
        await using var host = await TestHost.StartAsync();
        var editor = await host.CreateActorAsync(
            "editor",
            Permissions.UsersRead,
            Permissions.AuditRead,
            Permissions.UsersEdit
        );
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new ConfirmUserEmail(id));
        var positions = await host.RecordAsync(id, new ChangeUserEmail(id, "other@example.com", host.Tail()));

        (await host.PreviewUndoAsync(positions, editor)).Verdict.ShouldBe(UndoVerdict.Partly);
        await host.AcceptAsync(new UndoUserChanges(id, positions), editor);

        var row = await host.GetUserAsync(id);
        (row.Email, row.EmailConfirmed).ShouldBe(("ada@example.com", false));
    }

    [Fact]
    public async Task PreviewUndo_OfARoleThatWasDeleted_CannotGiveItBack()
    {
        await using var host = await TestHost.StartAsync();
        var (id, roleId) = (await host.CreateUserAsync("ada"), TestHost.NewId());
        await host.AcceptAsync(new CreateRole(roleId, "Auditors", null, []));
        await host.AcceptAsync(new AssignRole(id, roleId));
        var positions = await host.RecordAsync(id, new RemoveRole(id, roleId));
        await host.AcceptAsync(new DeleteRole(roleId, null));

        var field = (await host.PreviewUndoAsync(positions)).Fields.ShouldHaveSingleItem();

        (field.Label, field.Verdict, field.Why).ShouldBe(("Role", UndoVerdict.Cannot, "The role was deleted."));
    }

    [Fact]
    public async Task PreviewUndo_OfACreation_DeletesTheAccountUnlessSomebodyHasWorkedOnIt()
    {
        await using var host = await TestHost.StartAsync();
        var (fresh, used) = (TestHost.NewId(), TestHost.NewId());
        var made = await host.RecordAsync(fresh, new CreateUser(fresh, "fresh", "fresh@example.com", "Fresh"));
        var worked = await host.RecordAsync(used, new CreateUser(used, "used", "used@example.com", "Used"));
        await host.AcceptAsync(new UpdateUserProfile(used, "Used a lot", host.Tail()));

        var preview = await host.PreviewUndoAsync(new UndoSelection { Positions = [.. made, .. worked] });

        preview
            .Page.Items.Select(account => (account.UserId, account.Verdict, account.Fields.Count))
            .ShouldBe([(fresh, UndoVerdict.Back, 1), (used, UndoVerdict.Cannot, 1)]);
        await host.AcceptAsync(new UndoUserChanges(fresh, made));
        (await host.GetUserAsync(fresh)).DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task PreviewUndo_WithoutUsersReadOrActivityRead_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var auditor = await host.CreateActorAsync("auditor", Permissions.AuditRead);
        var reader = await host.CreateActorAsync("reader", Permissions.AuditRead, Permissions.UsersRead);

        (await host.AskAsync(new PreviewUndo(new UndoSelection { Positions = [1] }), auditor)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.UsersRead)
        );
        (await host.AskAsync(new PreviewUndo(new UndoSelection { Search = "by:ada" }), reader)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.ActivityRead)
        );
        (await host.AskAsync(new ListUndoEvents(new UndoSelection { Search = "by:ada" }), reader)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.ActivityRead)
        );
    }

    [Fact]
    public async Task PreviewUndo_WithoutUsersClaims_DoesNotTellClaims()
    {
        await using var host = await TestHost.StartAsync();
        var reader = await host.CreateActorAsync("reader", Permissions.AuditRead, Permissions.UsersRead);
        var id = await host.CreateUserAsync("ada");
        var positions = await host.RecordAsync(id, new AddUserClaim(id, "team", "secret team"));

        var field = (await host.PreviewUndoAsync(positions, reader)).Fields.ShouldHaveSingleItem();

        (field.Now, field.Name.Contains("secret")).ShouldBe((null, false));
    }

    [Fact]
    public async Task PreviewUndo_WithoutOrWithABadSelection_IsRefused()
    {
        await using var host = await TestHost.StartAsync();

        (await host.AskAsync(new PreviewUndo(new UndoSelection()))).Refusal.ShouldBe(UndoErrors.BadSelection);
        (
            await host.AskAsync(new PreviewUndo(new UndoSelection { Search = "when:nonsense" }))
        ).Refusal.ShouldNotBeNull();
        (
            await host.AskAsync(
                new PreviewUndo(new UndoSelection { Positions = [.. Enumerable.Range(1, 201).Select(p => (long)p)] })
            )
        ).Refusal.ShouldBe(UndoErrors.BadSelection);
    }

    [Fact]
    public async Task PreviewUndo_OfEventsThatAreNotAboutAccounts_CountsThem()
    {
        await using var host = await TestHost.StartAsync();
        var position = await host.AcceptAsync(new CreateRole(TestHost.NewId(), "Auditors", null, []));

        var preview = await host.PreviewUndoAsync(new UndoSelection { Positions = [position] });

        (preview.Total, preview.OtherEvents).ShouldBe((0, 1));
    }
}
