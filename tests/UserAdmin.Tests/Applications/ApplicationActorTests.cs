using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Audit;
using UserAdmin.Audit.Exports;
using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Exports;
using UserAdmin.Exports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Tables;
using UserAdmin.Tests.Bulk;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Applications;

/// <summary>What an application does stands in the history under its name, and with its permissions.</summary>
public sealed class ApplicationActorTests
{
    [Fact]
    public async Task Application_WithTheRightToManageApplications_CanOnlyStopThem()
    {
        await using var host = await TestHost.StartAsync();
        var thief = await host.CreateApplicationAsync("Sync", Permissions.ApplicationsManage);
        var id = thief.ApplicationId!;
        var (old, key) = (await host.AddKeyAsync(id), NewApplicationKey.Create());
        var row = await host.GetApplicationAsync(id);

        foreach (
            var command in (ICommand[])
                [
                    new CreateApplication(TestHost.NewId(), "Twin", null, []),
                    row.ToUpdate() with
                    {
                        RequestsPerMinute = 100_000,
                    },
                    new AddApplicationKey(id, key.KeyId, key.Key, "Mine"),
                    new ChangeApplicationPermissions(id, [], row.Version),
                    new EnableApplication(id),
                    new DeleteApplication(id),
                ]
        )
        {
            (await host.SendAsync(command, thief)).Errors.ShouldBe(
                [ApplicationErrors.OnlyPeople],
                command.GetType().Name
            );
        }

        await host.AcceptAsync(new RevokeApplicationKey(id, old.KeyId), thief);
        await host.AcceptAsync(new DisableApplication(id), thief);
    }

    [Fact]
    public async Task Command_OfAnApplication_StandsInTheHistoryUnderItsName_AndOutlivesIt()
    {
        await using var host = await TestHost.StartAsync();
        var sync = await host.CreateApplicationAsync("HR sync", Permissions.UsersDisable);
        var user = await host.CreateUserAsync("user");

        await host.AcceptAsync(new DisableUser(user), sync);
        await host.AcceptAsync(new DeleteApplication(sync.ApplicationId!));

        var row = (await host.AskAsync(new GetUserHistory(user))).Value!.Items[0];
        (row.EventType, row.ActorId, row.ActorName).ShouldBe(("UserDisabled", sync.Id, "HR sync"));
        (await host.SendAsync(new EnableUser(user), sync)).Errors.ShouldBe([MessagingErrors.NotSignedIn]);
    }

    [Fact]
    public async Task Command_OfAnApplicationAgainstMorePowerful_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var sync = await host.CreateApplicationAsync("Sync", Permissions.UsersDisable);
        var admin = await host.CreateAdministratorAsync();

        (await host.SendAsync(new DisableUser(admin.Id), sync)).IsAccepted.ShouldBeFalse();
    }

    [Fact]
    public async Task ChangedPermissions_CountForTheNextMessage()
    {
        await using var host = await TestHost.StartAsync();
        var sync = await host.CreateApplicationAsync("Sync", Permissions.UsersDisable);
        var user = await host.CreateUserAsync("user");
        await host.AcceptAsync(new DisableUser(user), sync);
        // Whoever may disable may also unlock.
        await host.AcceptAsync(new UnlockUser(user), sync);

        await host.AcceptAsync(new ChangeApplicationPermissions(sync.ApplicationId!, [], host.Tail()));

        (await host.SendAsync(new EnableUser(user), sync)).Errors.ShouldBe([
            MessagingErrors.NotPermitted(Permissions.UsersDisable),
        ]);
    }

    [Fact]
    public async Task BulkAction_OfAnApplication_GoesOnInItsName_UntilItIsDisabled()
    {
        await using var host = await TestHost.StartAsync();
        var sync = await host.CreateApplicationAsync("Sync", Permissions.UsersRead, Permissions.UsersDisable);
        var (one, two) = (await host.CreateUserAsync("one"), await host.CreateUserAsync("two"));

        await host.StartBulkAsync(BulkAction.Disable, [one], sync);
        await host.RunBulkAsync();
        var later = await host.StartBulkAsync(BulkAction.Disable, [two], sync);
        await host.AcceptAsync(new DisableApplication(sync.ApplicationId!));
        await host.RunBulkAsync();

        var row = (await host.AskAsync(new GetUserHistory(one))).Value!.Items[0];
        (row.EventType, row.ActorId, row.ActorName).ShouldBe(("UserDisabled", sync.Id, "Sync"));
        (await host.ListItemsAsync(later)).Single().Error.ShouldBe(BulkErrors.StarterGone.Message);
        (await host.GetUserAsync(two)).StateAt(host.Get<TimeProvider>().GetUtcNow()).ShouldBe(UserState.Active);
    }

    [Fact]
    public async Task Exports_OfAnApplication_StandInItsHistory_WithoutWhatWasSearched()
    {
        await using var host = await TestHost.StartAsync();
        var sync = await host.CreateApplicationAsync(
            "Sync",
            Permissions.UsersRead,
            Permissions.UsersExport,
            Permissions.ActivityRead
        );
        var (users, activity) = (TestHost.NewId(), TestHost.NewId());
        var what = new UserExport(TableFormat.Csv, ["email"]) { Search = "grace@example.com" };
        var which = new ActivityExport(TableFormat.Csv);

        await host.AcceptAsync(new StartExport(users, what), sync);
        await host.AcceptAsync(new EndExport(users, sync.Id, what, 1, true));
        await host.AcceptAsync(new StartActivityExport(activity, which), sync);
        await host.AcceptAsync(new EndActivityExport(activity, sync.Id, which, 2, true));

        var history = (await host.AskAsync(new GetUserHistory(sync.ApplicationId!))).Value!.Items;
        history
            .Select(row => (row.What, row.ActorName))
            .Take(4)
            .ShouldBe([
                ("Exported 2 events (all activity, CSV)", "Sync"),
                ("Began to export all activity as CSV", "Sync"),
                ("Exported 1 user (the users of a search, CSV)", "Sync"),
                ("Began to export the users of a search as CSV", "Sync"),
            ]);
    }

    [Fact]
    public async Task Activity_FindsWhatAnApplicationDid_AndWhatWasDoneToIt_ByItsName()
    {
        await using var host = await TestHost.StartAsync();
        var sync = await host.CreateApplicationAsync("HR sync", Permissions.UsersDisable);
        var user = await host.CreateUserAsync("user");
        await host.AcceptAsync(new DisableUser(user), sync);

        var by = (await host.AskAsync(new GetActivity("by:\"hr SYNC\""))).Value!;
        var on = (await host.AskAsync(new GetActivity("on:\"HR sync\""))).Value!;
        var named = (await host.AskAsync(new GetActivity($"by:\"{sync.Id}\""))).Value!;

        by.Items.Select(row => row.EventType).ShouldBe(["UserDisabled"]);
        var created = on.Items.ShouldHaveSingleItem();
        (created.EventType, created.SubjectKind, created.SubjectName).ShouldBe(
            ("ApplicationCreated", HistorySubject.Application, "HR sync")
        );
        named.Items.Count.ShouldBe(1);
        named.Names[sync.Id].ShouldBe("HR sync");
    }

    [Fact]
    public void IsAccount_OfAnApplication_IsFalse()
    {
        EventSealing.IsAccount(Actor.Application(TestHost.NewId()).Id).ShouldBeFalse();
        EventSealing.IsAccount(TestHost.NewId()).ShouldBeTrue();
    }
}
