using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Roles;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Account;

public sealed class SecondFactorPolicyTests
{
    [Fact]
    public async Task Session_OfSomeoneWithAPermission_WhenThePolicyAsksForASecondFactor_OnlyLeadsToItsSetUp()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead);
        await host.CreateUserAsync("ada", TestHost.Password);
        var (helpers, adas) = (await host.SignInAsync("helper@example.com"), await host.SignInAsync("ada@example.com"));
        (await host.StepAsync(helpers)).ShouldBe(SessionStep.None);

        await host.AcceptAsync(new ChangePolicy(new Policy { AdministratorsNeedSecondFactor = true }, 0));

        (await host.StepAsync(helpers)).ShouldBe(SessionStep.SetUpSecondFactor);
        (await host.StepAsync(adas)).ShouldBe(SessionStep.None, "a user without permissions needs none");
        (await host.Get<ISessions>().FindAsync(helpers))!.Permissions.ShouldBeEmpty();
        (await host.AskAsync(new ListUsers(), Actor.SigningIn(helper.Id))).Refusal.ShouldBe(
            MessagingErrors.NotFinishedSigningIn
        );
    }

    [Fact]
    public async Task Session_AfterTheSecondFactorIsSetUp_CountsAgain()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead);
        await host.AcceptAsync(new ChangePolicy(new Policy { AdministratorsNeedSecondFactor = true }, 0));
        var session = await host.SignInAsync("helper@example.com");
        var key = TwoFactorSecrets.NewKey();

        await host.AcceptAsync(
            new EnableOwnTwoFactor(key, host.CodeOf(key), TwoFactorSecrets.NewRecoveryCodes()),
            Actor.SigningIn(helper.Id)
        );

        var found = (await host.Get<ISessions>().FindAsync(session))!;
        (found.Step, found.Permissions.Contains(Permissions.UsersRead)).ShouldBe((SessionStep.None, true));
    }

    [Theory]
    [InlineData("password", false)]
    [InlineData("passkey", true)]
    [InlineData("password and authenticator app", true)]
    [InlineData("password and recovery code", true)]
    [InlineData("Contoso", false)]
    [InlineData("Contoso and its second factor", true)]
    [InlineData("", false)]
    public void IsMultiFactor_OfEveryWayToSignIn_SaysWhetherThePolicyIsMet(string method, bool isMet) =>
        SignInMethod.IsMultiFactor(method).ShouldBe(isMet);

    [Fact]
    public async Task RestoreUser_AfterFailedSignIns_IsOpenAndShownSo()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        for (var i = 0; i < 5; i++)
        {
            await host.TrySignInAsync("ada@example.com", "wrong password 12");
        }

        await host.AcceptAsync(new UserAdmin.Users.Commands.DeleteUser(id));
        await host.AcceptAsync(new UserAdmin.Users.Commands.RestoreUser(id));

        (await host.GetUserAsync(id)).LockedUntil.ShouldBeNull();
        (await host.TrySignInAsync("ada@example.com")).ShouldNotBeNull();
    }
}
