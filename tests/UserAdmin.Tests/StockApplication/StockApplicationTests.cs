using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.StockApplication;

/// <summary>
/// A stock application with none of our code signs in the users managed here, and refuses those that it should.
/// </summary>
public sealed class StockApplicationTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private StockServer _stock = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(follow: false);
        _stock = await StockServer.StartAsync(_host.Directory);
        _id = await _host.CreateUserAsync("ada.l+1", TestHost.Password);
    }

    public async ValueTask DisposeAsync()
    {
        await _stock.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_WithThePasswordGivenHere_Succeeds() =>
        (await CheckAsync(TestHost.Password)).Succeeded.ShouldBeTrue();

    [Fact]
    public async Task SignIn_WithWrongPassword_Fails()
    {
        var result = await CheckAsync("not the password 1");
        (result.Succeeded, result.IsLockedOut).ShouldBe((false, false));
    }

    [Fact]
    public async Task SignIn_WhenDisabled_IsLockedOut()
    {
        await _host.AcceptAsync(new DisableUser(_id));
        (await CheckAsync(TestHost.Password)).IsLockedOut.ShouldBeTrue();
    }

    [Fact]
    public async Task SignIn_WhenEnabledAgain_Succeeds()
    {
        await _host.AcceptAsync(new DisableUser(_id));
        await _host.AcceptAsync(new EnableUser(_id));
        (await CheckAsync(TestHost.Password)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task SignIn_WithoutPassword_Fails()
    {
        var id = await _host.CreateUserAsync("nopassword");
        var result = await _stock.InScopeAsync(async services =>
            await services
                .GetRequiredService<SignInManager<IdentityUser>>()
                .CheckPasswordSignInAsync(await FindAsync(services, id), "", true)
        );
        result.Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task SignIn_WhenNameChanged_TakesTheNewNameOnly()
    {
        await _host.AcceptAsync(new ChangeUserName(_id, "Countess", _host.Tail()));
        using var browser = _stock.CreateBrowser();
        (await SignInAsync(browser, "ada.l+1")).ShouldBe("Failed");
        (await SignInAsync(browser, "countess")).ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Email_WhenChanged_IsSeenAndFound()
    {
        await _host.AcceptAsync(new ChangeUserEmail(_id, "Ada@bücher.example", _host.Tail()));
        var found = await _stock.WithUsersAsync(users => users.FindByEmailAsync("ADA@BÜCHER.EXAMPLE"));
        found.ShouldNotBeNull().Id.ShouldBe(_id);
        (found.Email, found.EmailConfirmed).ShouldBe(("Ada@bücher.example", false));
    }

    [Fact]
    public async Task Role_WhenAssigned_IsSeen()
    {
        (await IsAdministratorAsync()).ShouldBeFalse();
        await _host.AcceptAsync(new MakeAdministrator(_id));
        (await IsAdministratorAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("A-b_c.d+e@f.example")]
    [InlineData("42")]
    public async Task Update_OfAUserNamedHere_Succeeds(string userName)
    {
        var id = TestHost.NewId();
        await _host.AcceptAsync(
            new CreateUser(id, userName, $"x{id}@example.com", "Somebody") { PhoneNumber = "+49 30 901820" }
        );
        var result = await _stock.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            user.PhoneNumber = "+1 555 0100";
            return await users.UpdateAsync(user);
        });
        result.Succeeded.ShouldBeTrue(result.ToString());
    }

    [Fact]
    public async Task ChangePassword_InTheStockApplication_IsTheOneThatOpensASessionHere()
    {
        const string Other = "Violet harbor 17 stone!";
        var changed = await _stock.WithUsersAsync(async users =>
            await users.ChangePasswordAsync((await users.FindByIdAsync(_id))!, TestHost.Password, Other)
        );
        changed.Succeeded.ShouldBeTrue(changed.ToString());
        await _host.AcceptAsync(new SignIn(TestHost.NewSessionId(), "ada.l+1@example.com", Other), Actor.Anonymous);
        (await CheckAsync(Other)).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("remove role")]
    [InlineData("change email")]
    [InlineData("change name")]
    [InlineData("change phone")]
    public async Task SecurityStamp_AfterWhatEndsSessions_NoLongerValidates(string what)
    {
        await _host.CreateAdministratorAsync();
        await _host.AcceptAsync(new MakeAdministrator(_id));
        var principal = await _stock.InScopeAsync(async services =>
            await services
                .GetRequiredService<SignInManager<IdentityUser>>()
                .CreateUserPrincipalAsync(await FindAsync(services, _id))
        );
        (await ValidatesAsync()).ShouldBeTrue();

        await _host.AcceptAsync(
            what switch
            {
                "disable" => new DisableUser(_id),
                "remove role" => new RemoveRole(_id, await AdministratorRoleAsync()),
                "change email" => new ChangeUserEmail(_id, "other@example.com", _host.Tail()),
                "change name" => new ChangeUserName(_id, "other", _host.Tail()),
                _ => new ChangeUserPhone(_id, "123", _host.Tail()),
            }
        );
        (await ValidatesAsync()).ShouldBeFalse();

        Task<bool> ValidatesAsync() =>
            _stock.InScopeAsync(async services =>
                await services.GetRequiredService<SignInManager<IdentityUser>>().ValidateSecurityStampAsync(principal)
                    is not null
            );
    }

    [Fact]
    public async Task Cookie_AfterDisable_IsRefusedAtTheNextRequest()
    {
        using var browser = _stock.CreateBrowser();
        (await browser.GetAsync("/me", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await SignInAsync(browser, "ada.l+1")).ShouldBe("Succeeded");
        (await browser.GetStringAsync("/me", TestContext.Current.CancellationToken)).ShouldBe("ada.l+1@example.com");

        await _host.AcceptAsync(new DisableUser(_id));

        (await browser.GetAsync("/me", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await SignInAsync(browser, "ada.l+1")).ShouldBe("LockedOut");
    }

    [Fact]
    public async Task Cookie_AfterRemoveRole_NoLongerOpensWhatTheRoleOpened()
    {
        await _host.CreateAdministratorAsync();
        await _host.AcceptAsync(new MakeAdministrator(_id));
        using var browser = _stock.CreateBrowser();
        await SignInAsync(browser, "ada.l+1");
        (await browser.GetAsync("/administrators-only", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );

        await _host.AcceptAsync(new RemoveRole(_id, await AdministratorRoleAsync()));

        (await browser.GetAsync("/administrators-only", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await SignInAsync(browser, "ada.l+1")).ShouldBe("Succeeded");
        (await browser.GetAsync("/administrators-only", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    private static async Task<string> SignInAsync(HttpClient browser, string userName)
    {
        var address =
            $"/sign-in?userName={Uri.EscapeDataString(userName)}&password={Uri.EscapeDataString(TestHost.Password)}";
        using var answer = await browser.PostAsync(address, null, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Trim('"');
    }

    private static async Task<IdentityUser> FindAsync(IServiceProvider services, string id) =>
        (await services.GetRequiredService<UserManager<IdentityUser>>().FindByIdAsync(id)).ShouldNotBeNull();

    private Task<SignInResult> CheckAsync(string password) =>
        _stock.InScopeAsync(async services =>
            await services
                .GetRequiredService<SignInManager<IdentityUser>>()
                .CheckPasswordSignInAsync(await FindAsync(services, _id), password, lockoutOnFailure: true)
        );

    private Task<bool> IsAdministratorAsync() =>
        _stock.WithUsersAsync(async users =>
            await users.IsInRoleAsync((await users.FindByIdAsync(_id))!, "Administrator")
        );

    private Task<string> AdministratorRoleAsync() =>
        _stock.InScopeAsync(async services =>
            (await services.GetRequiredService<RoleManager<IdentityRole>>().FindByNameAsync("Administrator"))!.Id
        );
}
