using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Roles.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.StockApplication;

/// <summary>
/// A stock application with none of our code respects every state of an account, and sees roles and claims.
/// </summary>
public sealed class StockLifecycleTests : IAsyncLifetime
{
    private const string Temporary = "orange ladder 77 cloud";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private TestHost _host = null!;
    private StockServer _stock = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(
            follow: false,
            configure: services => services.AddSingleton<TimeProvider>(_clock)
        );
        _stock = await StockServer.StartAsync(_host.Directory);
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
    }

    public async ValueTask DisposeAsync()
    {
        await _stock.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_WhenLockedAndUnlocked_IsRefusedAndThenSucceeds()
    {
        await _host.AcceptAsync(new LockUser(_id, _clock.GetUtcNow().AddHours(1)));
        (await SignInAsync()).ShouldBe("LockedOut");

        await _host.AcceptAsync(new UnlockUser(_id));
        (await SignInAsync()).ShouldBe("Succeeded");
    }

    [Fact]
    public async Task SignIn_WhenTheLockIsOver_Succeeds()
    {
        // The stock application uses the real clock, so the lock began an hour ago and lasted a minute.
        _clock.SetUtcNow(DateTimeOffset.UtcNow);
        await _host.AcceptAsync(new LockUser(_id, DateTimeOffset.UtcNow.AddSeconds(3)));
        (await SignInAsync()).ShouldBe("LockedOut");

        await Eventually(async () => await SignInAsync() == "Succeeded");
    }

    [Fact]
    public async Task SignIn_WhenDeletedAndRestored_IsRefusedAndThenSucceeds()
    {
        await _host.AcceptAsync(new DeleteUser(_id));
        (await SignInAsync()).ShouldBe("LockedOut");

        await _host.AcceptAsync(new RestoreUser(_id));
        (await SignInAsync()).ShouldBe("Succeeded");
    }

    [Fact]
    public async Task SignIn_WhenPurged_FindsNobody()
    {
        await _host.AcceptAsync(new DeleteUser(_id));
        await _host.AcceptAsync(new PurgeUser(_id, "ada"));

        (await SignInAsync()).ShouldBe("Failed");
        (await _stock.WithUsersAsync(users => users.FindByIdAsync(_id))).ShouldBeNull();
    }

    [Fact]
    public async Task SignIn_WhenExpired_IsRefused()
    {
        await _host.AcceptAsync(new SetUserExpiry(_id, _clock.GetUtcNow().AddDays(1)));
        (await SignInAsync()).ShouldBe("Succeeded");

        _clock.Advance(TimeSpan.FromDays(2));
        await _host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

        (await SignInAsync()).ShouldBe("LockedOut");
    }

    [Fact]
    public async Task SignIn_WhenInvited_IsRefusedEvenWithAPasswordThatTheStockApplicationSets()
    {
        var id = await _host.CreateUserAsync("grace");
        await _host.AcceptAsync(new InviteUser(id));
        (
            await _stock.WithUsersAsync(async users =>
                await users.AddPasswordAsync((await users.FindByIdAsync(id))!, "Violet harbor 17!")
            )
        ).Succeeded.ShouldBeTrue();

        (await SignInAsync("grace", "Violet harbor 17!")).ShouldBe("LockedOut");
    }

    [Fact]
    public async Task SignIn_WithATemporaryPassword_Succeeds()
    {
        await _host.AcceptAsync(new SetTemporaryPassword(_id, Temporary));

        (await SignInAsync()).ShouldBe("Failed");
        (await SignInAsync(password: Temporary)).ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Principal_Always_CarriesRolesAndClaimsGivenHere()
    {
        var roleId = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(roleId, "Readers", null, []));
        await _host.AcceptAsync(new AssignRole(_id, roleId));
        await _host.AcceptAsync(new AddUserClaim(_id, "team", "blue"));
        await _host.AcceptAsync(new AddUserClaim(_id, "floor", "3"));
        await _host.AcceptAsync(new ChangeUserClaim(_id, "team", "blue", "green"));
        await _host.AcceptAsync(new RemoveUserClaim(_id, "floor", "3"));

        var principal = await _stock.InScopeAsync(async services =>
            await services
                .GetRequiredService<SignInManager<IdentityUser>>()
                .CreateUserPrincipalAsync(
                    (await services.GetRequiredService<UserManager<IdentityUser>>().FindByIdAsync(_id))!
                )
        );

        (principal.IsInRole("Readers"), principal.FindFirstValue("team"), principal.FindFirst("floor")).ShouldBe(
            (true, "green", null)
        );
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("delete")]
    [InlineData("expire")]
    [InlineData("temporary password")]
    [InlineData("sign out everywhere")]
    [InlineData("remove claim")]
    [InlineData("change claim")]
    public async Task Cookie_AfterWhatEndsSessions_IsRefusedAtTheNextRequest(string what)
    {
        await _host.AcceptAsync(new AddUserClaim(_id, "team", "blue"));
        using var browser = _stock.CreateBrowser();
        (await SignInAsync(browser: browser)).ShouldBe("Succeeded");
        (await browser.GetAsync("/me", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        switch (what)
        {
            case "expire":
                await _host.AcceptAsync(new SetUserExpiry(_id, _clock.GetUtcNow().AddDays(1)));
                (await browser.GetAsync("/me", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(
                    HttpStatusCode.OK
                );
                _clock.Advance(TimeSpan.FromDays(2));
                await _host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
                break;
            default:
                await _host.AcceptAsync(
                    what switch
                    {
                        "lock" => new LockUser(_id, _clock.GetUtcNow().AddHours(1)),
                        "delete" => new DeleteUser(_id),
                        "temporary password" => new SetTemporaryPassword(_id, Temporary),
                        "sign out everywhere" => new EndAllSessions(_id),
                        "remove claim" => new RemoveUserClaim(_id, "team", "blue"),
                        _ => new ChangeUserClaim(_id, "team", "blue", "red"),
                    }
                );
                break;
        }

        (await browser.GetAsync("/me", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }
    }

    private async Task<string> SignInAsync(
        string userName = "ada",
        string password = TestHost.Password,
        HttpClient? browser = null
    )
    {
        using var own = browser is null ? _stock.CreateBrowser() : null;
        var address = $"/sign-in?userName={Uri.EscapeDataString(userName)}&password={Uri.EscapeDataString(password)}";
        using var answer = await (browser ?? own!).PostAsync(address, null, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Trim('"');
    }
}
