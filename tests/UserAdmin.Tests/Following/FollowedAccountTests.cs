using Microsoft.AspNetCore.Identity;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Account;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Following;

/// <summary>What a stock application or plain SQL does to accounts becomes events and is shown.</summary>
public sealed class FollowedAccountTests : IAsyncLifetime
{
    private FollowedHost _followed = null!;
    private TestHost _host = null!;
    private string _id = "";
    private long _before;

    public async ValueTask InitializeAsync()
    {
        _followed = await FollowedHost.StartAsync();
        _host = _followed.Host;
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
        await _followed.FollowAsync();
        _before = _host.Tail();
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    [Fact]
    public async Task Follow_AfterAnEmailWasSet_RecordsOldAndNewValue()
    {
        await _followed.ChangeAsync(_id, (users, user) => users.SetEmailAsync(user, "other@example.com"));
        await _followed.FollowAsync();

        _followed
            .Change(_id, _before)
            .Fields.ShouldBe([new FieldChange("Email", "ada@example.com", "other@example.com")]);
        var record = _followed.Observed().ShouldHaveSingleItem();
        (record.ActorName, record.ActorId).ShouldBe(("Another program", "system"));
        (await RowAsync()).Email.ShouldBe("other@example.com");
    }

    [Theory]
    [InlineData("\"UserName\" = 'augusta', \"NormalizedUserName\" = 'AUGUSTA'", "User name changed")]
    [InlineData("\"PhoneNumber\" = '+44 1'", "Phone number changed")]
    [InlineData("\"EmailConfirmed\" = TRUE", "Email confirmation changed")]
    [InlineData("\"TwoFactorEnabled\" = TRUE", "Two-factor changed")]
    [InlineData("\"PasswordHash\" = NULL", "Password changed")]
    [InlineData("\"LockoutEnd\" = '9999-12-31 23:59:59+00:00'", "Lockout changed")]
    [InlineData("\"Email\" = NULL, \"NormalizedEmail\" = NULL", "Email changed")]
    public async Task Follow_AfterAStatement_RecordsIt(string set, string words)
    {
        Execute($"UPDATE \"AspNetUsers\" SET {set} WHERE \"Id\" = '{_id}'");
        await _followed.FollowAsync();
        await _followed.FollowAsync();

        _followed.Change(_id, _before).Describe().ShouldBe(words);
        (await _host.AskAsync(new GetUser(_id))).Value.ShouldNotBeNull();
    }

    [Fact]
    public async Task Follow_AfterAPasswordReset_StoresOnlyThatItChanged()
    {
        await _followed.ChangeAsync(
            _id,
            async (users, user) =>
                await users.ResetPasswordAsync(
                    user,
                    await users.GeneratePasswordResetTokenAsync(user),
                    "Violet harbor stone 17!"
                )
        );
        await _followed.FollowAsync();

        var change = _followed.Change(_id, _before);
        (change.PasswordChanged, change.HasPassword, change.Changes.Count).ShouldBe((true, null, 0));
        change.Describe().ShouldBe("Password changed");
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Follow_AfterRolesClaimsAndLoginsChanged_RecordsEachAndShowsThem()
    {
        var role = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read"]));
        await _host.AcceptAsync(new AddUserClaim(_id, "badge", "7"));
        _before = _host.Tail();
        await _followed.ChangeAsync(_id, (users, user) => users.AddToRoleAsync(user, "Readers"));
        await _followed.ChangeAsync(
            _id,
            (users, user) => users.ReplaceClaimAsync(user, new("badge", "7"), new("badge", "8"))
        );
        await _followed.ChangeAsync(_id, (users, user) => users.AddLoginAsync(user, new("work", "1", "Work")));
        await _followed.FollowAsync();

        var change = _followed.Change(_id, _before);
        change.RolesAdded.ShouldBe([new ObservedRole(role, "Readers")]);
        change.ClaimsRemoved.ShouldBe([new ObservedClaim("badge", "7")]);
        change.ClaimsAdded.ShouldBe([new ObservedClaim("badge", "8")]);
        change.LoginsAdded.ShouldBe([new ObservedLogin("work", "1", "Work")]);
        var row = await RowAsync();
        (row.Roles, row.ExternalLogins).ShouldBe(("Readers", "Work"));

        _before = _host.Tail();
        await _followed.ChangeAsync(_id, (users, user) => users.RemoveFromRoleAsync(user, "Readers"));
        await _followed.ChangeAsync(_id, (users, user) => users.RemoveLoginAsync(user, "work", "1"));
        await _followed.FollowAsync();

        _followed.Change(_id, _before).RolesRemoved.ShouldBe([new ObservedRole(role, "Readers")]);
        row = await RowAsync();
        (row.Roles, row.ExternalLogins).ShouldBe(("", ""));
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Follow_AfterTheSecondFactorChanged_StoresNoSecret()
    {
        await _followed.ChangeAsync(_id, (users, user) => users.ResetAuthenticatorKeyAsync(user));
        await _followed.ChangeAsync(_id, (users, user) => users.SetTwoFactorEnabledAsync(user, true));
        await _followed.ChangeAsync(
            _id,
            async (users, user) =>
                await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10) is null
                    ? IdentityResult.Failed()
                    : IdentityResult.Success
        );
        await _followed.FollowAsync();

        var change = _followed.Change(_id, _before);
        (change.AuthenticatorChanged, change.RecoveryCodesChanged, change.RecoveryCodesLeft).ShouldBe((true, true, 10));
        (await RowAsync()).RecoveryCodesLeft.ShouldBe(10);
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Follow_AfterALockout_EndsSessionsAndShowsIt()
    {
        var session = await _host.SignInAsync("ada@example.com");
        _before = _host.Tail();
        await _followed.ChangeAsync(
            _id,
            (users, user) => users.SetLockoutEndDateAsync(user, DateTimeOffset.UtcNow.AddDays(1))
        );
        await _followed.FollowAsync();

        (await RowAsync()).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Locked);
        (await _host.FindSessionAsync(session)).ShouldBeNull();
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Follow_AfterAnotherProgramUnlockedADisabledAccount_ItIsActiveAndCanBeDisabledAgain()
    {
        await _host.AcceptAsync(new DisableUser(_id));
        _before = _host.Tail();
        await _followed.ChangeAsync(_id, (users, user) => users.SetLockoutEndDateAsync(user, null));
        await _followed.FollowAsync();

        (await RowAsync()).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Active);
        await _host.AcceptAsync(new DisableUser(_id));
        (await RowAsync()).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Disabled);
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Follow_AfterARegistration_ShowsTheAccountAndLetsItBeEdited()
    {
        var id = await _followed.RegisterAsync(
            new IdentityUser
            {
                UserName = "grace",
                Email = "grace@example.com",
                PhoneNumber = "+1 2",
            }
        );
        await _followed.ChangeAsync(id, (users, user) => users.AddClaimAsync(user, new("name", "Grace Hopper")));
        await _followed.FollowAsync();

        var observed = _followed.Events(id).ShouldHaveSingleItem().ShouldBeOfType<UserObserved>();
        observed.DisplayName.ShouldBe("Grace Hopper");
        var row = await RowAsync(id);
        (row.UserName, row.Email, row.HasPassword, row.PhoneNumber).ShouldBe(
            ("grace", "grace@example.com", true, "+1 2")
        );
        await _host.AcceptAsync(new ChangeUserEmail(id, "admiral@example.com", row.Version));
        (await RowAsync(id)).Email.ShouldBe("admiral@example.com");
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Follow_AnAccountWithoutNames_IsListedAndFound()
    {
        const string Id = "0f0f";
        Execute(
            "INSERT INTO \"AspNetUsers\" (\"Id\", \"EmailConfirmed\", \"PhoneNumberConfirmed\", \"TwoFactorEnabled\", "
                + $"\"LockoutEnabled\", \"AccessFailedCount\") VALUES ('{Id}', FALSE, FALSE, FALSE, FALSE, 0)"
        );
        await _followed.FollowAsync();

        var row = await RowAsync(Id);
        (row.DisplayName, row.UserName, row.Email).ShouldBe((Id, "", ""));
        (await _host.AskAsync(new ListUsers())).Value!.Items.ShouldContain(user => user.Id == Id);
        await _host.AcceptAsync(new DisableUser(Id));
        (await RowAsync(Id)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Disabled);
        await NothingMoreAsync();
    }

    [Fact]
    public async Task SignIn_WithAnObservedAccountThatTookTheAddress_StillLetsOurOwnIn()
    {
        // A key that sorts first, as that of an older row would.
        await _followed.RegisterAsync(
            new IdentityUser
            {
                Id = "0",
                UserName = "other",
                Email = "ada@example.com",
            }
        );
        await _followed.FollowAsync();

        _followed.Events("0").ShouldHaveSingleItem().ShouldBeOfType<UserObserved>();
        await _host.SignInAsync("ada@example.com");
    }

    [Fact]
    public async Task Follow_AfterADeletion_TakesTheAccountAwayAndKeepsItsHistory()
    {
        await _followed.ChangeAsync(_id, (users, user) => users.DeleteAsync(user));
        await _followed.FollowAsync();

        _followed.Events(_id, _before).ShouldHaveSingleItem().ShouldBeOfType<UserObservedGone>();
        await _host.CatchUpAsync();
        (await _host.AskAsync(new GetUser(_id))).Value.ShouldBeNull();
        await NothingMoreAsync();

        await _followed.RegisterAsync(new IdentityUser("ada") { Id = _id });
        await _followed.FollowAsync();
        (await RowAsync()).UserName.ShouldBe("ada");
    }

    [Fact]
    public async Task Follow_AnAccountThatIsAddedWithThePurgedId_ShowsTheNewOne_AndTheOldStaysErased()
    {
        await _host.AcceptAsync(new DeleteUser(_id));
        await _host.AcceptAsync(new PurgeUser(_id, "ada"));
        await _followed.RegisterAsync(new IdentityUser("grace") { Id = _id, Email = "grace@example.com" });
        await _followed.FollowAsync();
        await _host.AcceptAsync(new DisableUser(_id));

        (await RowAsync()).Email.ShouldBe("grace@example.com");
        var events = _host.ReadLog().FindAll(record => record.SubjectId == _id);
        var (old, later) = (
            events.TakeWhile(record => record.Type != nameof(UserPurged)).ToList(),
            events.SkipWhile(record => record.Type != nameof(UserPurged)).Skip(1).ToList()
        );
        old.ShouldEachBe(record => record.IsErased);
        later.ShouldEachBe(record => !record.IsErased);
        (await _host.AskAsync(new GetUserHistory(_id)))
            .Value!.Items.Select(row => row.What)
            .ShouldContain("Created, erased");
    }

    [Fact]
    public async Task Follow_AfterSignInsAndChangesOfStamps_RecordsNothing()
    {
        await _followed.ChangeAsync(_id, (users, user) => users.AccessFailedAsync(user));
        await _followed.ChangeAsync(_id, (users, user) => users.UpdateSecurityStampAsync(user));
        await _followed.ChangeAsync(_id, (users, user) => users.UpdateAsync(user));
        await _followed.FollowAsync();

        _host.Tail().ShouldBe(_before);
    }

    [Fact]
    public async Task Follow_AfterOurOwnCommands_RecordsNothing()
    {
        var admin = await _host.CreateAdministratorAsync();
        var role = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read"]));
        await _host.AcceptAsync(new AssignRole(_id, role));
        await _host.AcceptAsync(new AddUserClaim(_id, "badge", "7"));
        await _host.AcceptAsync(new SetTemporaryPassword(_id, "violet harbor stone 17"), admin);
        await _host.AcceptAsync(new LockUser(_id, DateTimeOffset.UtcNow.AddDays(2)));
        (await _host.SendAsync(new ChangeUserEmail(_id, "admin@example.com", 0))).IsAccepted.ShouldBeFalse();
        await _host.AcceptAsync(new DeleteUser(await _host.CreateUserAsync("cleo")));
        await _host.AcceptAsync(new InviteUser(await _host.CreateUserAsync("dora")));
        (await _host.TrySignInAsync("ada@example.com", "wrong")).ShouldBeNull();

        (
            await _host.Get<UserAdmin.Following.IObservedQueue>().AnyAsync(TestContext.Current.CancellationToken)
        ).ShouldBeFalse();
        await NothingMoreAsync();
        // The marks are gone with our transactions.
        await _followed.ChangeAsync(_id, (users, user) => users.SetPhoneNumberAsync(user, "1"));
        await _followed.FollowAsync();
        _followed.Observed().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Edit_OfAFieldThatAnotherProgramChangedASecondAgo_IsRefusedAsWithAColleague()
    {
        var seen = (await RowAsync()).Version;
        await _followed.ChangeAsync(_id, (users, user) => users.SetEmailAsync(user, "other@example.com"));

        var result = await _host.SendAsync(new ChangeUserEmail(_id, "mine@example.com", seen));

        var conflict = result.Errors.ShouldHaveSingleItem().ShouldBeOfType<StaleEdit>();
        (conflict.Current, conflict.ChangedBy).ShouldBe(("other@example.com", "Another program"));
        // What it names is in the log although the edit was refused.
        _followed.Change(_id, _before).Fields.ShouldHaveSingleItem();
        await _host.AcceptAsync(new ChangeUserEmail(_id, "mine@example.com", conflict.Version));
        (await RowAsync()).Email.ShouldBe("mine@example.com");
    }

    [Fact]
    public async Task Edit_OfAnotherField_KeepsWhatAnotherProgramChanged()
    {
        var seen = (await RowAsync()).Version;
        await _followed.ChangeAsync(_id, (users, user) => users.SetEmailAsync(user, "other@example.com"));

        await _host.AcceptAsync(new ChangeUserPhone(_id, "+44 20 1234", seen));

        var row = await RowAsync();
        (row.Email, row.PhoneNumber).ShouldBe(("other@example.com", "+44 20 1234"));
        await NothingMoreAsync();
    }

    private Task NothingMoreAsync() => _followed.ShouldAgreeAsync();

    private async Task<UserRow> RowAsync(string? id = null)
    {
        await _host.CatchUpAsync();
        return await _host.GetUserAsync(id ?? _id);
    }

    private void Execute(string sql) => _host.Tamper(sql).ShouldBeGreaterThan(0);
}
