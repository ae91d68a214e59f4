using UserAdmin.Audit.Queries;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Imports;

/// <summary>People invited from a pasted list.</summary>
public sealed class InvitePeopleTests
{
    private const int Many = (ImportRunner.ListChunkSize * 2) + 5;

    [Fact]
    public async Task InvitePeople_Always_InvitesEachWithRolesAndDepartmentInTheSendersName()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var roleId = await RoleAsync(host, "Readers");
        var importId = TestHost.NewId();

        (
            await host.SendAsync(
                new InvitePeople(
                    importId,
                    [new("anna@example.com", "Anna Schmidt"), new("bob@example.com")],
                    [roleId],
                    " Sales "
                ),
                admin
            )
        ).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();

        var import = await host.GetImportAsync(importId);
        import.Error.ShouldBeNull();
        (import.Status, import.IsList, import.Done, import.StartedBy, import.RoleNames, import.Rows).ShouldBe(
            (ImportStatus.Finished, true, new ImportCounts(2, 0, 0, 0), "admin", "Readers", 2)
        );
        var rows = await host.ListRowsAsync(importId);
        rows.ShouldEachBe(row => row.IsDone && row.Verdict == ImportVerdict.Create);
        var anna = await host.GetUserAsync(rows[0].UserId!);
        (
            anna.DisplayName,
            anna.Email,
            anna.Department,
            anna.Roles,
            anna.StateAt(host.Get<TimeProvider>().GetUtcNow())
        ).ShouldBe(("Anna Schmidt", "anna@example.com", "Sales", "Readers", UserState.Invited));
        (await host.GetUserAsync(rows[1].UserId!)).DisplayName.ShouldBe("bob@example.com");
        var history = (await host.AskAsync(new GetUserHistory(anna.Id))).Value!.Items;
        history.Select(row => row.EventType).ShouldContain(nameof(UserInvited));
        history.ShouldEachBe(row => row.ActorName == "admin" && row.BatchId == importId);
    }

    [Fact]
    public async Task InvitePeople_WithSomeWhoCannotBeInvited_RefusesTheseAndInvitesTheOthers()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");
        var importId = TestHost.NewId();

        await host.AcceptAsync(
            new InvitePeople(importId, [new("ada@example.com"), new("not an address"), new("eve@example.com")], [])
        );
        await host.RunImportsAsync();

        var rows = await host.ListRowsAsync(importId);
        rows.Select(row => row.Verdict).ShouldBe([ImportVerdict.Refused, ImportVerdict.Refused, ImportVerdict.Create]);
        rows[0].Errors.ShouldBe([ImportErrors.Exists]);
        rows[1].Reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task InvitePeople_WhoseAddressIsTakenAfterTheyWereJudged_SaysSoAndInvitesNobodyTwice()
    {
        await using var host = await TestHost.StartAsync();
        var importId = TestHost.NewId();
        await host.AcceptAsync(new InvitePeople(importId, [new("ada@example.com"), new("eve@example.com")], []));
        var runner = host.Runner(async command =>
        {
            if (command is ApplyImportRows)
            {
                await host.CreateUserAsync("ada");
            }
        });

        await runner.RunOnceAsync(TestContext.Current.CancellationToken);

        var import = await host.GetImportAsync(importId);
        (import.Status, import.Done.Created, import.Done.Refused).ShouldBe((ImportStatus.Finished, 1, 1));
        (await host.ListRowsAsync(importId, ImportVerdict.Refused))
            .ShouldHaveSingleItem()
            .Name.ShouldBe("ada@example.com");
    }

    // Each step: the list is stored, its rows are staged, configured, judged, started, and applied in parts.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task InvitePeople_KilledAfterAnyStep_GoesOnWhereItWasAndInvitesEachOnce(int steps)
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var importId = TestHost.NewId();
        (await host.SendAsync(new InvitePeople(importId, People(Many), []), admin)).Errors.ShouldBeEmpty();
        for (var step = 0; step < steps; step++)
        {
            await host.Get<ImportRunner>().StepAsync(TestContext.Current.CancellationToken);
        }

        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.Get<ImportTidying>().TidyAsync(TestContext.Current.CancellationToken);
        await again.RunImportsAsync();

        var import = await again.GetImportAsync(importId);
        (import.Status, import.Done).ShouldBe((ImportStatus.Finished, new ImportCounts(Many, 0, 0, 0)));
        again.ReadLog().Count(record => record.Type == nameof(UserInvited)).ShouldBe(Many);
    }

    [Fact]
    public async Task InvitePeople_WhenTheSenderLosesThePermissionBeforeItStarts_StopsWithTheReason()
    {
        await using var host = await TestHost.StartAsync();
        var helper = await host.CreateActorAsync(
            "helper",
            Permissions.UsersImport,
            Permissions.UsersCreate,
            Permissions.UsersRead
        );
        var importId = TestHost.NewId();
        (await host.SendAsync(new InvitePeople(importId, People(3), []), helper)).Errors.ShouldBeEmpty();
        await host.CatchUpAsync();
        await host.AcceptAsync(
            new RemoveRole(helper.Id, (await host.AskAsync(new ListUserRoles(helper.Id))).Value!.Items[0].RoleId)
        );

        await host.RunImportsAsync();

        var import = await host.GetImportAsync(importId);
        (import.Status, import.CanResume, import.Error).ShouldBe(
            (ImportStatus.Failed, false, ImportErrors.StarterGone.Message)
        );
        host.IsOnDisk("person1@example.com").ShouldBeFalse();
    }

    [Fact]
    public async Task InvitePeople_WithoutEveryPermission_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var roleId = await RoleAsync(host, "Readers", Permissions.RolesRead);
        var importer = await host.CreateActorAsync("importer", Permissions.UsersImport, Permissions.UsersRead);
        var inviter = await host.CreateActorAsync("inviter", Permissions.UsersCreate, Permissions.UsersRead);
        var both = await host.CreateActorAsync(
            "both",
            Permissions.UsersImport,
            Permissions.UsersCreate,
            Permissions.RolesAssign,
            Permissions.UsersRead
        );

        (await RefusalAsync(host, importer, [])).ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersCreate));
        (await RefusalAsync(host, inviter, [])).ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersImport));
        // Nobody gives a role that allows more than they may do.
        (await RefusalAsync(host, both, [roleId]))
            .ShouldNotBeNull()
            .Field.ShouldBe(nameof(InvitePeople.RoleIds));
        (await RefusalAsync(host, both, [])).ShouldBeNull();
    }

    [Fact]
    public async Task InvitePeople_TooManyOrNobody_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        foreach (var count in (int[])[0, InvitePeople.MostPeople + 1])
        {
            (await host.SendAsync(new InvitePeople(TestHost.NewId(), People(count), [])))
                .Errors.ShouldHaveSingleItem()
                .Code.ShouldBe(ImportErrors.PeopleInvalid.Code);
        }
    }

    [Fact]
    public async Task PreviewInvitations_Always_SaysOfEachWhatTheInvitationWillDo()
    {
        await using var host = await TestHost.StartAsync();
        var active = await host.CreateUserAsync("active");
        var invited = await host.CreateUserAsync("invited");
        await host.AcceptAsync(new InviteUser(invited));
        var deleted = await host.CreateUserAsync("deleted");
        await host.AcceptAsync(new DeleteUser(deleted));
        const string text = """
            Anna Schmidt <anna@example.com>; eve@example
            ACTIVE@example.com
            invited@example.com, deleted@example.com
            Nobody at all
            "Schmidt, Anna" <Anna@Example.com>
            """;

        var people = (await host.AskAsync(new PreviewInvitations(text, []))).Value.ShouldNotBeNull();

        people
            .Select(one => (one.Line, one.Verdict, one.UserId))
            .ShouldBe([
                (1, InvitationVerdict.Ready, null),
                (1, InvitationVerdict.Invalid, null),
                (2, InvitationVerdict.HasAccount, active),
                (3, InvitationVerdict.Invited, invited),
                (3, InvitationVerdict.Deleted, deleted),
                (4, InvitationVerdict.Invalid, null),
                (5, InvitationVerdict.Repeated, null),
            ]);
        people.ShouldEachBe(one => text.Substring(one.Start, one.Raw.Length) == one.Raw);
        people[1].Reason.ShouldNotBeNullOrEmpty();
        people[5].Reason.ShouldBe(ImportErrors.NoAddress.Message);
        (people[0].Name, people[0].Email, people[3].InvitedAt is not null).ShouldBe(
            ("Anna Schmidt", "anna@example.com", true)
        );
    }

    [Fact]
    public async Task PreviewInvitations_OfTooMuchOrWithoutPermission_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var crowd = string.Join('\n', People(InvitePeople.MostPeople + 1).Select(person => person.Email));
        var importer = await host.CreateActorAsync("importer", Permissions.UsersImport, Permissions.UsersRead);

        (await host.AskAsync(new PreviewInvitations(crowd, []))).Refusal.ShouldBe(
            ImportErrors.TooManyPeople(InvitePeople.MostPeople + 1)
        );
        (
            await host.AskAsync(new PreviewInvitations(new string('a', PreviewInvitations.MostCharacters + 1), []))
        ).Refusal.ShouldBe(ImportErrors.ListTooLong);
        (await host.AskAsync(new PreviewInvitations("a@example.com", []), importer)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.UsersCreate)
        );
    }

    [Fact]
    public async Task ListInvitations_Always_SaysWhoInvitedFirstAndWhenItWasSentLast()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var other = await host.CreateAdministratorAsync("other");
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        (await host.SendAsync(new InviteUser(ada), admin)).Errors.ShouldBeEmpty();
        (await host.SendAsync(new ResendInvitation(ada), other)).Errors.ShouldBeEmpty();
        await host.CatchUpAsync();

        var invitation = (await host.AskAsync(new ListInvitations([ada, bob]))).Value.ShouldHaveSingleItem();

        (invitation.UserId, invitation.InvitedBy, invitation.Times, invitation.LinkCopiedAt).ShouldBe(
            (ada, "admin", 2, null)
        );
        invitation.LastSentAt.ShouldBeGreaterThan((await host.GetUserAsync(ada)).InvitedAt!.Value);
        var found = (
            await host.AskAsync(new ListUsers("state:invited", new UserSort(nameof(UserRow.InvitationExpiresAt))))
        )
            .Value!
            .Items;
        found.ShouldHaveSingleItem().Id.ShouldBe(ada);
        (await host.AskAsync(new ListUsers("state:invited invitation-expires<0h"))).Value!.Total.ShouldBe(0);
    }

    private static IReadOnlyList<InvitedPerson> People(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new InvitedPerson($"person{number}@example.com"))];

    private static async Task<Error?> RefusalAsync(TestHost host, Actor actor, IReadOnlyList<string> roleIds) =>
        (await host.SendAsync(new InvitePeople(TestHost.NewId(), People(1), roleIds), actor)).Errors is [var error, ..]
            ? error
            : null;

    private static async Task<string> RoleAsync(TestHost host, string name, params string[] permissions)
    {
        var roleId = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(roleId, name, null, permissions));
        return roleId;
    }
}
