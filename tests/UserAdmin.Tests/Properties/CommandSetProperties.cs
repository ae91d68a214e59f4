using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Properties;

/// <summary>
/// Command sets that a random story rarely contains: each command of a set sees the changes of those before it.
/// </summary>
public sealed class CommandSetProperties : IAsyncLifetime
{
    private World _world = null!;

    private TestHost Host => _world.Host;

    private string AdministratorRole => _world.Naive.Now.AdministratorRoleId;

    public async ValueTask InitializeAsync() => _world = await World.StartAsync(follow: false);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Set_ThatGivesTwoNewUsersOneEmail_IsRefused() =>
        await RefusedAsync(
            "users.email-taken",
            new CreateUser(TestHost.NewId(), "one", "same@example.com", "One"),
            new CreateUser(TestHost.NewId(), "two", "SAME@example.com", "Two")
        );

    [Fact]
    public async Task Set_ThatGivesTwoNewUsersOneUserName_IsRefused() =>
        await RefusedAsync(
            "users.user-name-taken",
            new CreateUser(TestHost.NewId(), "same", "one@example.com", "One"),
            new CreateUser(TestHost.NewId(), "SAME", "two@example.com", "Two")
        );

    [Fact]
    public async Task Set_ThatDisablesEveryAdministrator_IsRefused()
    {
        var (one, other) = (await Host.CreateAdministratorAsync("one"), await Host.CreateAdministratorAsync("other"));
        await RefusedAsync("users.last-administrator", new DisableUser(one.Id), new DisableUser(other.Id));
        await RefusedAsync(
            "users.last-administrator",
            new RemoveRole(one.Id, AdministratorRole),
            new RemoveRole(other.Id, AdministratorRole)
        );
        await RefusedAsync(
            "users.last-administrator",
            new DisableUser(one.Id),
            new RemoveRole(other.Id, AdministratorRole)
        );
    }

    [Fact]
    public async Task Set_ThatCreatesAUserAndARoleAndJoinsThem_IsAcceptedInOrder()
    {
        var (user, role) = (TestHost.NewId(), TestHost.NewId());
        await Host.AcceptAsync(
            new CommandSet([
                new CreateUser(user, "new", "new@example.com", "New"),
                new CreateRole(role, "Fresh", null, []),
                new AssignRole(user, role),
                new AssignRole(user, role),
            ])
        );

        Host.ReadLog()
            .TakeLast(3)
            .Select(record => record.Type)
            .ShouldBe(["UserCreated", "RoleCreated", "UserRoleAssigned"]);
        _world.FollowToTheEnd(batch: 1);
        Host.DumpRead().ShouldContain("Fresh");
    }

    /// <summary>A sign-in in a set must not lend the person's permissions to the other commands of the set.</summary>
    [Fact]
    public async Task Set_ThatBeginsWithASignIn_GivesNoPermission()
    {
        await Host.CreateAdministratorAsync("boss");
        var victim = await Host.CreateUserAsync("victim");
        foreach (var password in (string[])["not the password 1", TestHost.Password])
        {
            var result = await Host.SendAsync(
                new CommandSet([
                    new SignIn(TestHost.NewSessionId(), "boss@example.com", password),
                    new DisableUser(victim),
                ]),
                Actor.Anonymous
            );
            result.IsAccepted.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task SignIn_SentTwiceWithOneId_IsDoneOnce()
    {
        await Host.CreateUserAsync("ada", TestHost.Password);
        var (signIn, id) = (
            new SignIn(TestHost.NewSessionId(), "ada@example.com", TestHost.Password),
            Guid.CreateVersion7()
        );
        var first = await Host.SendAsync(signIn, Actor.Anonymous, id);
        var second = await Host.SendAsync(signIn, Actor.Anonymous, id);
        second.Errors.ShouldBeEmpty();
        (second.Position, Host.Tail()).ShouldBe((first.Position, first.Position));
    }

    private async Task RefusedAsync(string code, params ICommand[] commands)
    {
        var before = Host.DumpWrite();
        var result = await Host.SendAsync(new CommandSet(commands));
        result.Errors.Select(error => error.Code).ShouldBe([code]);
        Host.DumpWrite().ShouldBe(before);
    }
}
