using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Applications.Queries;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Applications;

/// <summary>The ids that applications know users and roles by.</summary>
public sealed class ClientIdTests
{
    public ClientIdTests() => TestProvider.SkipIfMissing();

    [Fact]
    public async Task SetUserExternalId_OfTwoApplications_KeepsBoth_AndTheAccountsOwn()
    {
        await using var host = await TestHost.StartAsync();
        var (okta, entra) = (await ApplicationAsync(host, "Okta"), await ApplicationAsync(host, "Entra"));
        var id = TestHost.NewId();
        await host.AcceptAsync(new CreateUser(id, "ada", "ada@example.com", "Ada") { ExternalId = "HR-1" });

        await host.AcceptAsync(new SetUserExternalId(id, "  00u-1 "), okta);
        await host.AcceptAsync(new SetUserExternalId(id, "ENTRA-1"), entra);

        var row = await host.GetUserAsync(id);
        row.ExternalIdFor(okta.ApplicationId!).ShouldBe("00u-1");
        row.ExternalIdFor(entra.ApplicationId!).ShouldBe("ENTRA-1");
        row.ExternalIdFor("another").ShouldBe("HR-1");
        row.ExternalId.ShouldBe("HR-1");
        (await host.AskAsync(new ListUserExternalIds(id))).Value!.Items.ShouldBe([
            new(entra.ApplicationId!, "Entra", "ENTRA-1"),
            new(okta.ApplicationId!, "Okta", "00u-1"),
        ]);
        var history = (await host.AskAsync(new GetUserHistory(id))).Value!.Items;
        history.ShouldContain(one =>
            one.What == "Id at the application set"
            && one.ActorName == "Okta"
            && one.Changes.Contains(new FieldChange("ClientExternalId", "HR-1", "00u-1"))
        );
    }

    [Fact]
    public async Task SetUserExternalId_ToNone_HidesTheAccountsOwn()
    {
        await using var host = await TestHost.StartAsync();
        var okta = await ApplicationAsync(host, "Okta");
        var id = TestHost.NewId();
        await host.AcceptAsync(new CreateUser(id, "ada", "ada@example.com", "Ada") { ExternalId = "HR-1" });

        await host.AcceptAsync(new SetUserExternalId(id, null), okta);
        var version = (await host.GetUserAsync(id)).Version;
        await host.AcceptAsync(new SetUserExternalId(id, null), okta);

        var row = await host.GetUserAsync(id);
        row.Version.ShouldBe(version, "the second one changes nothing");
        row.ExternalIdFor(okta.ApplicationId!).ShouldBeNull();
        (await host.AskAsync(new ListUserExternalIds(id))).Value!.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task SetExternalId_ByAPerson_OrTooLong_OrOfSomebodyWhoMayMore_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var okta = await host.CreateApplicationAsync("Okta", Permissions.UsersEdit, Permissions.UsersRead);
        var id = await host.CreateUserAsync("ada");
        var role = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(role, "Readers", null, [Permissions.UsersRead]));

        (await CodesAsync(new SetUserExternalId(id, "x"), admin)).ShouldBe([ApplicationErrors.OnlyApplications.Code]);
        (await CodesAsync(new SetRoleExternalId(role, "x"), admin)).ShouldBe([ApplicationErrors.OnlyApplications.Code]);
        (await CodesAsync(new SetUserExternalId(admin.Id, "x"), okta)).ShouldBe([UserErrors.HoldsMore.Code]);
        (await CodesAsync(new SetUserExternalId("nobody", "x"), okta)).ShouldBe([UserErrors.NotFound.Code]);
        var tooLong = new SetUserExternalId(id, new string('x', ClientIds.MaxLength + 1));
        (await host.SendAsync(tooLong, okta)).Errors.ShouldHaveSingleItem().Field.ShouldBe("ExternalId");

        async Task<IEnumerable<string>> CodesAsync(ICommand command, Actor actor) =>
            (await host.SendAsync(command, actor)).Errors.Select(error => error.Code);
    }

    [Fact]
    public async Task FindUsersByExternalId_FindsWhomTheCallerKnows_CaseExact_UntilTheyAreDeleted()
    {
        await using var host = await TestHost.StartAsync();
        var (okta, entra) = (await ApplicationAsync(host, "Okta"), await ApplicationAsync(host, "Entra"));
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        await host.AcceptAsync(new SetUserExternalId(ada, "id-1"), okta);
        await host.AcceptAsync(new SetUserExternalId(bob, "id-1"), okta);
        await host.AcceptAsync(new SetUserExternalId(bob, "id-1"), entra);

        (await FoundAsync("id-1", okta)).ShouldBe([ada, bob]);
        (await FoundAsync("ID-1", okta)).ShouldBeEmpty();
        (await FoundAsync("id-1", entra)).ShouldBe([bob]);
        await host.AcceptAsync(new SetUserExternalId(ada, "id-2"), okta);
        (await FoundAsync("id-1", okta)).ShouldBe([bob]);
        (await FoundAsync("id-2", okta)).ShouldBe([ada]);
        await host.AcceptAsync(new DeleteUser(ada));
        (await FoundAsync("id-2", okta)).ShouldBeEmpty();
        await host.AcceptAsync(new RestoreUser(ada));
        (await FoundAsync("id-2", okta)).ShouldBe([ada]);

        async Task<IEnumerable<string>> FoundAsync(string externalId, Actor actor) =>
            (await host.AskAsync(new FindUsersByExternalId(externalId), actor)).Value!.Select(row => row.Id);
    }

    [Fact]
    public async Task PurgeUser_WhomApplicationsKnow_LeavesNoIdInAnyRowOrInTheLog_AndARebuildGivesTheSame()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var okta = await ApplicationAsync(host, "Okta");
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new SetUserExternalId(id, "zyx-first"), okta);
        await host.AcceptAsync(new SetUserExternalId(id, "zyx-second"), okta);
        var other = await host.CreateUserAsync("bob");
        await host.AcceptAsync(new SetUserExternalId(other, "kept-id"), okta);
        await host.CatchUpAsync();
        host.DumpRead().ShouldContain("zyx-first");

        await host.AcceptAsync(new DeleteUser(id));
        await host.AcceptAsync(new PurgeUser(id, "ada"), admin);
        await host.CatchUpAsync();

        var live = host.DumpRead();
        live.ShouldContain("kept-id");
        live.ShouldNotContain("zyx");
        await host.StopFollowingAsync();
        host.Get<IReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);
        host.DumpRead().ShouldBe(live);
    }

    [Fact]
    public async Task ListUserExternalIds_OfAnApplicationThatIsDeleted_LeavesItOut()
    {
        await using var host = await TestHost.StartAsync();
        var okta = await ApplicationAsync(host, "Okta");
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new SetUserExternalId(id, "00u"), okta);

        await host.AcceptAsync(new DeleteApplication(okta.ApplicationId!));

        (await host.AskAsync(new ListUserExternalIds(id))).Value!.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task SetRoleExternalId_ShowsItToThatApplicationOnly()
    {
        await using var host = await TestHost.StartAsync();
        var okta = await ApplicationAsync(host, "Okta");
        var role = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(role, "Readers", null, [Permissions.UsersRead]));
        var created = await RowAsync();

        await host.AcceptAsync(new SetRoleExternalId(role, "g-1"), okta);

        var row = await RowAsync();
        row.ExternalIdFor(okta.ApplicationId!).ShouldBe("g-1");
        row.ExternalIdFor("another").ShouldBeNull();
        row.CreatedAt.ShouldBe(created.ChangedAt);
        row.Version.ShouldBeGreaterThan(created.Version);

        async Task<RoleRow> RowAsync() => (await host.AskAsync(new GetRole(role))).Value.ShouldNotBeNull();
    }

    private static Task<Actor> ApplicationAsync(TestHost host, string name) =>
        host.CreateApplicationAsync(name, [.. Permissions.All.Select(permission => permission.Name)]);
}
