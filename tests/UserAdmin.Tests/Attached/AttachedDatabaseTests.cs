using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Following;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Tests.Attaching;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Views;
using UserAdmin.Views.Commands;

namespace UserAdmin.Tests.Attached;

public sealed class AttachedDatabaseTests
{
    private static readonly StockShape _numbers = new(TestProvider.Stock, 2, StockKey.Int);

    [Fact]
    public async Task Detach_WhileAConsoleRuns_IsRefused()
    {
        await using var adopted = await AdoptedHost.StartAsync(_numbers);
        await using var serving = await adopted
            .Host.Get<ILeaderElection>()
            .LeadAsync(TestContext.Current.CancellationToken);

        Should
            .Throw<StartupException>(() => UserAdminAttach.Detach(adopted.Folder.Connection))
            .Message.ShouldContain("Stop it, then detach");

        await adopted.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Attach_OfWhatIsAttached_IsRefused_AndDetachOfWhatIsNot()
    {
        await using var folder = await StockFolder.CreateAsync(_numbers, accounts: 1);
        var shape = folder.Examine().Shape.ShouldNotBeNull();

        Should
            .Throw<StartupException>(() => UserAdminAttach.Detach(folder.Connection))
            .Message.ShouldContain("is not attached");
        UserAdminAttach.Attach(folder.Connection, shape);
        Should
            .Throw<StartupException>(() => UserAdminAttach.Attach(folder.Connection, shape))
            .Message.ShouldContain("is attached already");
    }

    [Fact]
    public async Task Adoption_ThatWasInterrupted_ContinuesWithTheOthers()
    {
        await using var folder = await StockFolder.CreateAsync(_numbers);
        UserAdminAttach.Attach(folder.Connection, folder.Examine().Shape!);
        await using var host = await TestHost.StartAsync(directory: folder.Directory);
        var keys = await host.Get<UnknownAccounts>().NextAsync(null, 25, TestContext.Current.CancellationToken);
        await host.AcceptAsync(new AdoptAccounts(keys));
        // As after a crash between the commit and the answer.
        await host.AcceptAsync(new AdoptAccounts(keys));
        var told = new List<Adoption>();

        (await host.Get<AccountAdoption>().RunAsync(told.Add, TestContext.Current.CancellationToken)).ShouldBe(35);

        told.ShouldBe([new(25, 60), new(60, 60)]);
        var found = host.ReadLog().Where(record => record.Type == nameof(UserObserved)).ToList();
        found.Select(record => record.SubjectId).ShouldBeUnique();
        found.Count.ShouldBe(60);
        (await host.Get<AccountAdoption>().RunAsync(told.Add, TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task Attach_FromTheCommandLine_ReadsTheAccounts_AndNotesWhatTheApplicationDoesAfterwards()
    {
        await using var folder = await StockFolder.CreateAsync(_numbers);
        UserAdminAttach.Attach(folder.Connection, folder.Examine().Shape!);

        (await UserAdminAttach.AdoptAsync(folder.Connection, _ => { }, TestContext.Current.CancellationToken)).ShouldBe(
            60
        );
        await using (var people = StockPeople.Of(_numbers, folder.Connection))
        {
            await people.ChangePhoneAsync("user3", "+49 30 1");
        }

        await using var host = await TestHost.StartAsync(directory: folder.Directory);
        host.ReadLog().Count(record => record.Type == nameof(UserObservedChanged)).ShouldBe(1);
    }

    [Fact]
    public async Task Administrators_OfTheApplication_AreNotAdministratorsHere()
    {
        await using var adopted = await AdoptedHost.StartAsync(_numbers);
        var (host, people) = (adopted.Host, await adopted.People.AllAsync());
        var administrator = people.First(person => person.Roles.Contains(AdministratorRole.Name));
        var other = people.First(person => !person.Roles.Contains(AdministratorRole.Name));

        var refused = await host.SendAsync(new DisableUser(other.Id), Actor.User(administrator.Id));

        refused.Errors.ShouldHaveSingleItem().ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersDisable));
        AllowedBy(host, AdministratorRole.Name).ShouldBe(0);
        AllowedBy(host, AdministratorRole.AttachedName).ShouldBe(Permissions.All.Count);
        await host.AcceptAsync(new MakeAdministrator(administrator.Id));
        await host.AcceptAsync(new DisableUser(other.Id), Actor.User(administrator.Id));
        (await adopted.People.RolesAsync(administrator.UserName)).ShouldContain(AdministratorRole.AttachedName);
    }

    [Fact]
    public async Task Claims_OfTheApplication_ThatAreNamedLikeOurPermissions_GrantNothing()
    {
        await using var adopted = await AdoptedHost.StartAsync(_numbers);
        var host = adopted.Host;
        var people = await adopted.People.AllAsync();
        var editor = people.First(person => person.Roles.Contains("Editor"));
        var other = people.First(person => !person.Roles.Contains("Editor"));
        var role = RoleOf(host, "Editor").Id;

        // The application has meant its own users.
        adopted.Folder.Run(
            $"INSERT INTO {_numbers.Table("RoleClaims")} (\"RoleId\", \"ClaimType\", \"ClaimValue\") "
                + $"VALUES ({role[AccountKeys.Role.Length..]}, 'permission', 'users.disable')"
        );
        await adopted.FollowAsync();

        (await host.SendAsync(new DisableUser(other.Id), Actor.User(editor.Id))).IsAccepted.ShouldBeFalse();
        AllowedBy(host, "Editor").ShouldBe(0);
        await host.AcceptAsync(new ChangeRolePermissions(role, ["users.read", "users.disable"], host.Tail()));
        await host.AcceptAsync(new DisableUser(other.Id), Actor.User(editor.Id));
        await adopted.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Account_ChosenWithTheToken_IsTheFirstAdministrator()
    {
        await using var adopted = await AdoptedHost.StartAsync(_numbers);
        var (host, people) = (adopted.Host, await adopted.People.AllAsync());
        var token = host.Get<IFirstAdministratorSetup>().Token;
        var alone = people
            .Where(person => person.Email is not null)
            .GroupBy(person => person.Email)
            .Where(same => same.Count() == 1)
            .Select(same => same.Single())
            .ToList();
        var locked = alone.First(person => person.LockedUntil > DateTimeOffset.UtcNow);
        var person = alone.First(one => one is { HasPassword: true, LockedUntil: null });

        await RefusedAsync("guessed", person.Email!, "set-up.token-wrong");
        await RefusedAsync(token, "nobody@example.com", AccountErrors.NoAccountWithEmail.Code);
        await RefusedAsync(token, locked.Email!, AccountErrors.ChosenCannotSignIn.Code);
        (
            await host.Get<IFirstAdministratorSetup>().IsNeededAsync(TestContext.Current.CancellationToken)
        ).ShouldBeTrue();
        await host.AcceptAsync(new ChooseFirstAdministrator(token, person.Email!), Actor.Anonymous);
        await RefusedAsync(token, person.Email!, AccountErrors.AlreadySetUp.Code);

        (await adopted.People.RolesAsync(person.UserName)).ShouldContain(AdministratorRole.AttachedName);

        async Task RefusedAsync(string by, string email, string code) =>
            (await host.SendAsync(new ChooseFirstAdministrator(by, email), Actor.Anonymous))
                .Errors.ShouldHaveSingleItem()
                .Code.ShouldBe(code);
    }

    [Fact]
    public async Task Accounts_ThatAreGone_LeaveNothingOfOursBehind()
    {
        await using var adopted = await AdoptedHost.StartAsync(_numbers);
        var host = adopted.Host;
        List<StockPerson> people =
        [
            .. (await adopted.People.AllAsync()).Where(person => person.LockedUntil is null).Take(3),
        ];
        foreach (var person in people)
        {
            await host.AcceptAsync(new MakeAdministrator(person.Id));
            await host.AcceptAsync(new SaveListLayout([new("email")], ListDensity.Compact, 50), Actor.User(person.Id));
            await AddSessionAsync(host, person.Id);
        }

        await host.AcceptAsync(new DeleteUser(people[0].Id));
        await AddSessionAsync(host, people[0].Id);
        await host.AcceptAsync(new PurgeUser(people[0].Id, people[0].UserName));
        await adopted.People.DeleteAsync(people[1].UserName);
        await adopted.FollowAsync();

        // No foreign key of ours refers to the application's tables.
        await using var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync();
        context.ListLayouts.Select(row => row.UserId).ShouldBe([people[2].Id]);
        context.UserSessions.Select(row => row.UserId).ShouldBe([people[2].Id]);
        var gone = new[] { people[0].Id, people[1].Id };
        context.UserProfiles.Count(row => gone.Contains(row.UserId)).ShouldBe(0);
    }

    private static async Task AddSessionAsync(TestHost host, string userId)
    {
        await using var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync();
        context.Add(
            new UserSession
            {
                Id = TestHost.NewSessionId(),
                Ref = TestHost.NewId(),
                UserId = userId,
                SecurityStamp = "",
            }
        );
        await context.SaveChangesAsync();
    }

    private static int AllowedBy(TestHost host, string role) => RoleOf(host, role).PermissionNames.Count;

    private static RoleRow RoleOf(TestHost host, string name)
    {
        using var context = host.Get<IReadStore>().CreateContext();
        return context.Set<RoleRow>().Single(row => row.Name == name);
    }
}
