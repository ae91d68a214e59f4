using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Account;
using UserAdmin.Tests.StockApplication;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Monitoring.StockTables;

/// <summary>Changes that a stock application makes are reported as not in the log.</summary>
public sealed class StockComparisonTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private StockServer _stock = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _stock = await StockServer.StartAsync(_host.Directory);
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
        await _host.CatchUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stock.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Compare_AfterWhatIsDoneHere_FindsNothing()
    {
        var admin = await _host.CreateAdministratorAsync();
        var role = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read"]));
        await _host.AcceptAsync(new AssignRole(_id, role));
        await _host.AcceptAsync(new AddUserClaim(_id, "badge", "7"));
        await _host.AcceptAsync(new SetTemporaryPassword(_id, "violet harbor stone 17"), admin);
        await _host.AcceptAsync(new LockUser(_id, DateTimeOffset.UtcNow.AddDays(2)));
        await _host.AcceptAsync(new DisableUser(await _host.CreateUserAsync("bob")));
        await _host.AcceptAsync(new DeleteUser(await _host.CreateUserAsync("cleo")));
        await _host.AcceptAsync(new InviteUser(await _host.CreateUserAsync("dora")));
        for (var i = 0; i < 6; i++)
        {
            await _host.AttemptAsync("admin", "not the password");
        }

        var report = await CompareAsync();

        report.Compared.ShouldBe(5);
        report.Differences.ShouldBeEmpty();
    }

    public static TheoryData<string, string> Changes =>
        new()
        {
            { "role", "Role “Administrator” was given by another program" },
            { "claim", "Claim badge = 7 was added by another program" },
            { "password", "The password is not the one that was set here" },
            { "no password", "Another program removed the password" },
            { "lockout", "Locked by another program until" },
            { "two-factor", "Two-factor is on in the tables, and off in the log" },
            { "email", "Email in the tables: other@example.com. In the log: ada@example.com" },
            { "login", "External login Work was added by another program" },
            { "key", "The key of the authenticator app is not one that was set here" },
            { "codes", "The recovery codes are not those that the log knows" },
            { "deleted", "Another program deleted the account" },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Compare_AfterAStockApplicationChangedAnAccount_ReportsTheDifference(string what, string words)
    {
        await _stock.InScopeAsync(async services =>
        {
            var users = services.GetRequiredService<UserManager<IdentityUser>>();
            var user = (await users.FindByIdAsync(_id))!;
            var result = what switch
            {
                "role" => await users.AddToRoleAsync(user, AdministratorRole.Name),
                "claim" => await users.AddClaimAsync(user, new("badge", "7")),
                "password" => await users.ResetPasswordAsync(
                    user,
                    await users.GeneratePasswordResetTokenAsync(user),
                    "Violet harbor stone 17!"
                ),
                "no password" => await users.RemovePasswordAsync(user),
                "lockout" => await users.SetLockoutEndDateAsync(user, DateTimeOffset.UtcNow.AddDays(1)),
                "two-factor" => await users.SetTwoFactorEnabledAsync(user, true),
                "email" => await users.SetEmailAsync(user, "other@example.com"),
                "login" => await users.AddLoginAsync(user, new("work", "1", "Work")),
                "key" => await users.ResetAuthenticatorKeyAsync(user),
                "codes" => await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10) is null
                    ? IdentityResult.Failed()
                    : IdentityResult.Success,
                _ => await users.DeleteAsync(user),
            };
            result.Errors.ShouldBeEmpty();
            return 0;
        });

        (await CompareAsync())
            .Differences.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                found => (found.SubjectId, found.IsRole, found.Name).ShouldBe((_id, false, "ada")),
                found => found.What.ShouldStartWith(words)
            );
        (await _host.AskAsync(new GetUserDifferences(_id))).Value.ShouldHaveSingleItem().What.ShouldStartWith(words);
    }

    [Fact]
    public async Task Compare_AfterAStockApplicationEnabledAnAccount_ReportsTheDifference()
    {
        await _host.AcceptAsync(new DisableUser(_id));
        await _host.CatchUpAsync();
        await _stock.WithUsersAsync(async users =>
            await users.SetLockoutEndDateAsync((await users.FindByIdAsync(_id))!, null)
        );

        (await _host.AskAsync(new GetUserDifferences(_id)))
            .Value.ShouldHaveSingleItem()
            .What.ShouldContain("another program unlocked it");
    }

    [Fact]
    public async Task Compare_OfARole_ShowsPermissionsAndMembersThatAreNotInTheLog()
    {
        var role = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read", "roles.read"]));
        await _host.CatchUpAsync();
        Execute(
            "INSERT INTO \"AspNetRoleClaims\" (\"RoleId\", \"ClaimType\", \"ClaimValue\") "
                + $"VALUES ('{role}', 'permission', 'users.purge')"
        );
        Execute($"DELETE FROM \"AspNetRoleClaims\" WHERE \"RoleId\" = '{role}' AND \"ClaimValue\" = 'roles.read'");
        Execute($"INSERT INTO \"AspNetUserRoles\" (\"UserId\", \"RoleId\") VALUES ('{_id}', '{role}')");

        var found = (await _host.AskAsync(new GetRoleDifferences(role))).Value!;

        found
            .Select(difference => difference.What)
            .ShouldBe([
                "Permission users.purge was added by another program, and counts. It is not in the log.",
                "Permission roles.read was removed by another program. It is shown, and does not count.",
                "ada (ada) was given this role by another program, and has what it allows. It is not in the log.",
            ]);
        (await CompareAsync()).Differences.Count.ShouldBe(3);
    }

    [Fact]
    public async Task FirstAdministrator_WithAStockRoleOfThatNameAndMembers_IsStillNeededAndCanBeMade()
    {
        var setup = _host.Get<IFirstAdministratorSetup>();
        await _stock.InScopeAsync(async services =>
        {
            var users = services.GetRequiredService<UserManager<IdentityUser>>();
            var stranger = new IdentityUser { UserName = "stranger", Email = "stranger@example.com" };
            (await users.CreateAsync(stranger, "Violet harbor stone 17!")).Errors.ShouldBeEmpty();
            (await users.AddToRoleAsync(stranger, AdministratorRole.Name)).Errors.ShouldBeEmpty();
            return 0;
        });

        (await setup.IsNeededAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        await _host.AcceptAsync(
            new SetUpFirstAdministrator(TestHost.NewId(), setup.Token, "Grace", "grace@example.com", TestHost.Password)
        );

        (await setup.IsNeededAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await _host.FindSessionAsync(await _host.AttemptAsync("grace@example.com"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task SignIn_WithAnOlderStockRowThatTookTheAddress_StillLetsTheAccountIn()
    {
        // A key that sorts first, as that of an older row would.
        Execute(
            "INSERT INTO \"AspNetUsers\" (\"Id\", \"UserName\", \"NormalizedUserName\", \"Email\", "
                + "\"NormalizedEmail\", \"EmailConfirmed\", \"PhoneNumberConfirmed\", \"TwoFactorEnabled\", "
                + "\"LockoutEnabled\", \"AccessFailedCount\") "
                + "VALUES ('0', 'old', 'OLD', 'ada@example.com', 'ADA@EXAMPLE.COM', TRUE, FALSE, FALSE, TRUE, 0)"
        );

        (await _host.FindSessionAsync(await _host.AttemptAsync("ada@example.com"))).ShouldNotBeNull();
    }

    private async Task<StockReport> CompareAsync()
    {
        await _host.CatchUpAsync();
        await _host
            .Get<StockComparison>()
            .RunOnceAsync(TimeSpan.Zero, StockComparison.Patience, TestContext.Current.CancellationToken);
        return (await _host.AskAsync(new GetStockReport())).Value!;
    }

    private void Execute(string sql) => _host.Tamper(sql).ShouldBe(1);
}
