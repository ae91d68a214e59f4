using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Tests.Past;

public sealed class GetUserAsOfTests
{
    private const string Other = "tulip anchor maple 43";

    [Fact]
    public async Task GetUserAsOf_BeforeCreationAndAfterPurge_SaysSo()
    {
        await using var host = await TestHost.StartAsync();
        var before = host.Tail();
        var id = await host.CreateUserAsync("ada");
        var created = host.Tail();
        await host.AcceptAsync(new DeleteUser(id));
        await host.AcceptAsync(new PurgeUser(id, "ada"));

        (await AsOfAsync(host, id, before)).Presence.ShouldBe(Presence.NotYet);
        var then = await AsOfAsync(host, id, created);
        (then.Presence, then.Row!.UserName).ShouldBe((Presence.There, EventSealing.Erased));
        var now = (await host.AskAsync(new GetUserAsOf(id))).Value.ShouldNotBeNull();
        (now.Presence, now.Row).ShouldBe((Presence.Gone, null));
        (await host.AskAsync(new GetUserAsOf(TestHost.NewId()))).Value.ShouldBeNull();
    }

    [Fact]
    public async Task GetUserAsOf_TwoEventsOfOneMoment_IncludesBothByTimeAndOneByPosition()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var version = host.Tail();
        await host.AcceptAsync(new ChangeUserEmail(id, "first@example.com", version));
        var first = host.Tail();
        await host.AcceptAsync(new ChangeUserEmail(id, "second@example.com", first));
        var at = host.ReadLog()[^1].At;
        host.Tamper($"UPDATE {Log} SET \"At\" = {at.UtcTicks} WHERE \"Position\" = {first}");

        (await AsOfAsync(host, id, first)).Row!.Email.ShouldBe("first@example.com");
        (await AsOfAsync(host, id, at)).Row!.Email.ShouldBe("second@example.com");
        (await AsOfAsync(host, id, at.AddTicks(-1))).Row!.Email.ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task GetUserAsOf_AfterAClockWasSetBack_IsAStateThatTheAccountHad()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new ChangeUserEmail(id, "first@example.com", host.Tail()));
        var first = host.Tail();
        await host.AcceptAsync(new ChangeUserPhone(id, "+49 30 1", first));
        var at = host.ReadLog()[^1].At;
        // The email was changed by a clock that was an hour ahead.
        host.Tamper($"UPDATE {Log} SET \"At\" = {at.AddHours(1).UtcTicks} WHERE \"Position\" = {first}");

        var then = (await AsOfAsync(host, id, at)).Row!;

        (then.Email, then.PhoneNumber).ShouldBe(("first@example.com", "+49 30 1"));
    }

    [Fact]
    public async Task GetUserAsOf_ForOnePermission_NeedsTheOtherAndHidesClaims()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new AddUserClaim(id, "team", "red"));
        var auditor = await host.CreateActorAsync("auditor", Permissions.AuditRead);
        var reader = await host.CreateActorAsync("reader", Permissions.AuditRead, Permissions.UsersRead);
        var all = await host.CreateActorAsync(
            "all",
            Permissions.AuditRead,
            Permissions.UsersRead,
            Permissions.UsersClaims
        );

        (await host.AskAsync(new GetUserAsOf(id), auditor)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.UsersRead)
        );
        (await host.AskAsync(new GetRoleAsOf(id), auditor)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.RolesRead)
        );
        (await host.AskAsync(new GetUserAsOf(id), reader)).Value!.Claims.ShouldBeNull();
        (await host.AskAsync(new GetUserAsOf(id), all)).Value!.Claims!.Single().Value.ShouldBe("red");
    }

    [Fact]
    public async Task GetUserAsOf_ARoleThatAllowedMoreThen_NamesThePathOfThen()
    {
        await using var host = await TestHost.StartAsync();
        var (id, role) = (await host.CreateUserAsync("ada"), TestHost.NewId());
        await host.AcceptAsync(new CreateRole(role, "Desk", null, [Permissions.UsersRead, Permissions.UsersEdit]));
        await host.AcceptAsync(new AssignRole(id, role));
        var then = host.Tail();
        await host.AcceptAsync(new ChangeRolePermissions(role, [Permissions.UsersRead], then));
        await host.AcceptAsync(new UpdateRole(role, "Help desk", null, host.Tail()));

        var state = await AsOfAsync(host, id, then);

        state.Roles.Single().RoleName.ShouldBe("Desk");
        state.Permissions.Single(row => row.Name == Permissions.UsersEdit).Paths.Single().RoleName.ShouldBe("Desk");
        var now = (await host.AskAsync(new GetUserAsOf(id))).Value!;
        now.Permissions.Single(row => row.Name == Permissions.UsersEdit).IsHeld.ShouldBeFalse();
        now.Roles.Single().RoleName.ShouldBe("Help desk");
        (await host.AskAsync(new GetRoleAsOf(role, new(Position: then)))).Value!.Row!.Name.ShouldBe("Desk");
    }

    [Fact]
    public async Task GetAsOf_BeforeTheFirstEvent_FindsNothingYet()
    {
        await using var host = await TestHost.StartAsync();
        var (id, role) = (await host.CreateUserAsync("ada"), TestHost.NewId());
        await host.AcceptAsync(new CreateRole(role, "Desk", null, []));

        foreach (var position in new long[] { 0, -1, 1 })
        {
            (await host.AskAsync(new GetUserAsOf(id, new(Position: position)))).Value!.Presence.ShouldBe(
                Presence.NotYet
            );
            (await host.AskAsync(new GetRoleAsOf(role, new(Position: position)))).Value!.Presence.ShouldBe(
                Presence.NotYet
            );
        }
    }

    [Fact]
    public async Task Comparison_OfTwoMoments_NamesWhatDiffersInTheOrderOfTheFields()
    {
        await using var host = await TestHost.StartAsync();
        var (id, desk, audit) = (await host.CreateUserAsync("ada"), TestHost.NewId(), TestHost.NewId());
        await host.AcceptAsync(new CreateRole(desk, "Desk", null, []));
        await host.AcceptAsync(new CreateRole(audit, "Audit", null, []));
        await host.AcceptAsync(new AssignRole(id, desk));
        var from = host.Tail();
        await host.AcceptAsync(new RemoveRole(id, desk));
        await host.AcceptAsync(new AssignRole(id, audit));
        await host.AcceptAsync(new AddUserClaim(id, "team", "red"));
        await host.AcceptAsync(new UpdateUserProfile(id, "Ada King", host.Tail()) { JobTitle = "Countess" });
        await host.AcceptAsync(new SetTemporaryPassword(id, Other));

        var compared = AccountComparison
            .Of(
                host.Get<UserFieldSet>(),
                await AsOfAsync(host, id, from),
                (await host.AskAsync(new GetUserAsOf(id))).Value!
            )
            .Where(field => field.Differs)
            .ToList();

        compared
            .Select(field => field.Label)
            .ShouldBe(["Display name", "Roles", "Job title", "Has a password", "Must choose a new password", "Claims"]);
        compared[1].Added.Single().Text.ShouldBe("Audit");
        compared[1].Removed.Single().Text.ShouldBe("Desk");
        string.Join('|', compared.SelectMany(field => field.From.Concat(field.To)).Select(value => value.Text))
            .ShouldNotContain(Other);
    }

    [Fact]
    public async Task GetUserTimeline_OfALockByFailedSignIns_IsAChange()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        for (var i = 0; i < 10; i++)
        {
            await host.SendAsync(new SignIn(TestHost.NewSessionId(), "ada@example.com", Other), Actor.Anonymous);
        }

        (await host.AskAsync(new GetUserTimeline(id)))
            .Value!.Marks.Where(mark => mark.IsChange)
            .Select(mark => mark.EventType)
            .Distinct()
            .ShouldBe(["UserCreated", "UserLockedOut"]);
    }

    [Fact]
    public async Task GetUserTimeline_ForSignInsAndChanges_TellsThemApart()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        await host.SignInAsync("ada@example.com");
        await host.AcceptAsync(new LockUser(id, host.Get<TimeProvider>().GetUtcNow().AddHours(1)));

        var timeline = (await host.AskAsync(new GetUserTimeline(id))).Value!;

        timeline
            .Marks.Select(mark => (mark.EventType, mark.IsChange))
            .ShouldBe([("UserCreated", true), ("UserSignedIn", false), ("UserLocked", true)]);
        timeline.HasOlder.ShouldBeFalse();
    }

    [Fact]
    public async Task GetUserTimeline_OfRolesGivenTakenAndDeleted_HasTheirMarks()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var (desk, sales) = (
            (await host.CreateRoleAsync("Desk", Permissions.UsersRead)).Id,
            (await host.CreateRoleAsync("Sales", Permissions.UsersRead)).Id
        );
        await host.AcceptAsync(new AssignRole(id, desk));
        await host.AcceptAsync(new RemoveRole(id, desk));
        await host.AcceptAsync(new AssignRole(id, sales));
        await host.AcceptAsync(new DeleteRole(sales, null));

        (await host.AskAsync(new GetUserTimeline(id)))
            .Value!.Marks.Where(mark => mark.IsChange)
            .Select(mark => mark.What)
            .ShouldBe(["Account created", "Role assigned", "Role removed", "Role assigned", "Role removed"]);
    }

    private const string Log = "\"EventLog\"";

    private static async Task<AccountState> AsOfAsync(TestHost host, string id, long position) =>
        (await host.AskAsync(new GetUserAsOf(id, new(Position: position)))).Value.ShouldNotBeNull();

    private static async Task<AccountState> AsOfAsync(TestHost host, string id, DateTimeOffset at) =>
        (await host.AskAsync(new GetUserAsOf(id, new(at)))).Value.ShouldNotBeNull();
}
