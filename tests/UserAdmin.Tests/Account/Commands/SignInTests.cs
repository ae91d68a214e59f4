using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account.Commands;

public sealed class SignInTests
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData(" ADA@EXAMPLE.COM ")]
    [InlineData("ada")]
    [InlineData("\u200Bａｄａ＠example.com\u00A0\n")]
    public async Task SignIn_WithTheRightPassword_OpensTheSession(string typed)
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);

        var session = await SignInAsync(host, typed, TestHost.Password);

        var found = (await host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull();
        (found.UserId, found.DisplayName).ShouldBe((id, "ada"));
        (await host.GetUserAsync(id)).LastSignInAt.ShouldNotBeNull();
        (await host.AskAsync(new GetUserHistory(id))).Value!.Items[0].What.ShouldBe("Signed in with password");
    }

    [Fact]
    public async Task SignIn_WithAWrongPassword_OpensNoSessionButIsRecorded()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);

        var session = await SignInAsync(host, "ada@example.com", "not the password");

        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
        (await host.AskAsync(new GetUserHistory(id))).Value!.Items[0].What.ShouldBe("Sign-in failed: wrong password");
    }

    [Fact]
    public async Task SignIn_FiveTimesWrong_LocksTheAccountForAWhileAndThenNoLonger()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await TestHost.StartAsync(configure: services =>
            services.AddSingleton<TimeProvider>(time)
        );
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        for (var i = 0; i < 5; i++)
        {
            await SignInAsync(host, "ada@example.com", "not the password");
        }

        (
            await host.Get<ISessions>().FindAsync(await SignInAsync(host, "ada@example.com", TestHost.Password))
        ).ShouldBeNull();
        (await host.GetUserAsync(id)).StateAt(time.GetUtcNow()).ShouldBe(UserState.Locked);
        time.Advance(TimeSpan.FromMinutes(15));
        var session = await SignInAsync(host, "ada@example.com", TestHost.Password);
        (await host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull();
        (await host.GetUserAsync(id)).StateAt(time.GetUtcNow()).ShouldBe(UserState.Active);
    }

    [Fact]
    public async Task SignIn_WithAnUnknownAddress_IsAcceptedLikeAnyOtherAndRecordsNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("nopassword");
        var before = host.Tail();

        foreach (var typed in (string[])["nobody@example.com", "\u202E", "\uD800"])
        {
            (await host.Get<ISessions>().FindAsync(await SignInAsync(host, typed, TestHost.Password))).ShouldBeNull();
        }

        host.Tail().ShouldBe(before);
    }

    [Fact]
    public async Task SignIn_ToAnAccountWithoutAPassword_OpensNoSession()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("nopassword");

        (
            await host.Get<ISessions>().FindAsync(await SignInAsync(host, "nopassword", "anything at all"))
        ).ShouldBeNull();
    }

    [Fact]
    public async Task Session_AfterItsLifetime_HasEnded()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await TestHost.StartAsync(
            follow: false,
            configure: services => services.AddSingleton<TimeProvider>(time)
        );
        await host.CreateUserAsync("ada", TestHost.Password);
        var session = await SignInAsync(host, "ada", TestHost.Password);

        time.Advance(TimeSpan.FromHours(12));

        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
    }

    [Fact]
    public async Task Session_WhenTheSecurityStampChangesElsewhere_HasEnded()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        var session = await SignInAsync(host, "ada", TestHost.Password);

        await using var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync();
        await context
            .Users.Where(user => user.Id == id)
            .ExecuteUpdateAsync(user => user.SetProperty(row => row.SecurityStamp, "another"));

        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
    }

    [Fact]
    public async Task Session_WhenThePersonChangesTheEmail_Stays_AndWhenSomebodyElseDoes_Ends()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var session = await SignInAsync(host, "admin", TestHost.Password);

        await host.AcceptAsync(new ChangeUserEmail(admin.Id, "me@example.com", long.MaxValue), admin);
        (await host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull();

        await host.AcceptAsync(new ChangeUserEmail(admin.Id, "you@example.com", long.MaxValue));
        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
    }

    [Fact]
    public async Task SignOut_OfOnesOwnSession_EndsItAndOfAnotherDoesNot()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var (ada, bob) = (
            await host.CreateUserAsync("ada", TestHost.Password),
            await host.CreateUserAsync("bob", TestHost.Password)
        );
        var session = await SignInAsync(host, "ada", TestHost.Password);

        await host.AcceptAsync(new SignOut(session), Actor.User(bob));
        (await host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull();

        await host.AcceptAsync(new SignOut(session), Actor.User(ada));
        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
    }

    [Fact]
    public async Task SetUpFirstAdministrator_WithTheToken_MakesOneAdministratorAndNoSecond()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var setup = host.Get<IFirstAdministratorSetup>();
        (await setup.IsNeededAsync()).ShouldBeTrue();
        var wrong = await host.SendAsync(
            new SetUpFirstAdministrator(TestHost.NewId(), "guess", "Root", "root@example.com", TestHost.Password),
            Actor.Anonymous
        );
        wrong.Errors.ShouldHaveSingleItem().Code.ShouldBe("set-up.token-wrong");

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i =>
                    Task.Run(() =>
                        host.SendAsync(
                            new SetUpFirstAdministrator(
                                TestHost.NewId(),
                                setup.Token,
                                "Root",
                                $"root{i}@example.com",
                                TestHost.Password
                            ),
                            Actor.Anonymous
                        )
                    )
                )
        );

        results.Count(result => result.IsAccepted).ShouldBe(1);
        results
            .Where(result => !result.IsAccepted)
            .ShouldEachBe(result => result.Errors[0] == AccountErrors.AlreadySetUp);
        (await setup.IsNeededAsync()).ShouldBeFalse();
    }

    private static async Task<string> SignInAsync(TestHost host, string typed, string password)
    {
        var session = TestHost.NewSessionId();
        await host.AcceptAsync(new SignIn(session, typed, password), Actor.Anonymous);
        return session;
    }
}
