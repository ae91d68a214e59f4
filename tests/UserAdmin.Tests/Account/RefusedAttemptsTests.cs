using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Queries;
using UserAdmin.Applications.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Tests.Applications;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account;

public sealed class RefusedAttemptsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("disabled", "the account is disabled")]
    [InlineData("locked", "an administrator has locked the account")]
    [InlineData("failed", "the account is locked by failed sign-ins")]
    [InlineData("expired", "the account has expired")]
    [InlineData("deleted", "the account is deleted")]
    [InlineData("invited", "the invitation is not accepted yet")]
    public async Task SignIn_ToAnInactiveAccount_IsListedWithItsReasonForAReaderOfUsers(string state, string reason)
    {
        var id = await _host.CreateUserAsync("ada", state == "invited" ? null : TestHost.Password);
        await DeactivateAsync(id, state);

        await _host.AttemptAsync();
        await _host.AttemptAsync();
        await RecordAsync();

        var desk = await _host.CreateActorAsync("desk", Permissions.UsersRead, Permissions.UsersUnlock);
        (await _host.AskAsync(new GetSignInAttempts(id), desk))
            .Value![0]
            .What.ShouldBe($"Sign-in refused: {reason}, 2 times");
        (await _host.AskAsync(new GetUserHistory(id), desk)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.AuditRead)
        );
    }

    [Fact]
    public async Task Application_WithoutAPermission_OrWithARevokedKey_IsListed_AndInItsHistory()
    {
        var application = await _host.CreateApplicationAsync("Sync", Permissions.UsersRead);
        var key = await _host.AddKeyAsync(application.ApplicationId!);
        await _host.SendAsync(new DisableUser(TestHost.NewId()), application);
        await _host.SendAsync(new DisableUser(TestHost.NewId()), application);
        await RecordAsync();
        await _host.AcceptAsync(new RevokeApplicationKey(application.ApplicationId!, key.KeyId));
        (await _host.FindKeyAsync(key.Key)).Application.ShouldBeNull();
        _time.Advance(RefusedAttempts.RestOfApplication);
        await RecordAsync();

        var rows = (await _host.AskAsync(new ListRefusedAttempts(Kind: RefusedAttemptKind.Application))).Value!.Items;
        rows.Select(row => (row.Who, row.UserId, row.What, row.Count, row.IpAddress))
            .ShouldBe([
                ("Sync", application.ApplicationId, $"Key {key.KeyId} refused: it is revoked", 1, "203.0.113.7"),
                ("Sync", application.ApplicationId, "DisableUser refused: it needs users.disable", 2, null),
            ]);
        (await _host.AskAsync(new GetUserHistory(application.ApplicationId!)))
            .Value!.Items.Select(row => row.What)
            .ShouldContain("DisableUser refused: it needs users.disable, 2 times");
    }

    [Fact]
    public async Task Application_ThatTriesWithoutEnd_AddsFewEvents_AndKeepsNobodyElseOut()
    {
        var application = await _host.CreateApplicationAsync("Sync", Permissions.UsersRead);
        var attempts = _host.Get<RefusedAttempts>();
        for (var round = 0; round < 5; round++)
        {
            for (var address = 0; address < RefusedAttempts.MostEntries; address++)
            {
                attempts.OfApplication(application.ApplicationId!, "Sync", "It refused", $"203.0.113.{address}");
            }

            attempts.UnknownAccount("nobody@example.com", RefusedAttempt.SignIn, $"198.51.100.{round}");
            _time.Advance(TimeSpan.FromMinutes(1));
            await RecordAsync();
        }

        (await CountAsync(RefusedAttemptKind.Application)).ShouldBe(RefusedAttempts.MostOfApplication + 1);
        (await CountAsync(RefusedAttemptKind.UnknownAccount)).ShouldBe(5);
    }

    [Fact]
    public async Task UnlockUser_ByAHelpDeskThatMayNotDisable_Unlocks()
    {
        var id = await _host.CreateUserAsync("ada", TestHost.Password);
        await DeactivateAsync(id, "failed");
        var desk = await _host.CreateActorAsync("desk", Permissions.UsersRead, Permissions.UsersUnlock);

        await _host.AcceptAsync(new UnlockUser(id), desk);

        (await _host.FindSessionAsync(await _host.AttemptAsync())).ShouldNotBeNull();
        (await _host.SendAsync(new DisableUser(id), desk))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersDisable));
    }

    [Fact]
    public async Task SignIn_WithAnExpiredTemporaryPassword_IsExplainedInTheHistory()
    {
        var id = await _host.CreateUserAsync("ada", TestHost.Password);
        await _host.AcceptAsync(new SetTemporaryPassword(id, "violet harbor stone 17"));
        _time.Advance(TimeSpan.FromDays(4));

        await _host.AttemptAsync("ada", "violet harbor stone 17");

        (await _host.AskAsync(new GetSignInAttempts(id)))
            .Value![0]
            .What.ShouldBe("Sign-in failed: the temporary password has expired");
    }

    [Fact]
    public async Task UnknownAddressesAndRefusedPermissions_AreListedWithAddressTimeAndCount()
    {
        var reader = await _host.CreateActorAsync("reader", Permissions.UsersRead);
        for (var i = 0; i < 3; i++)
        {
            await _host.AttemptAsync("nobody@example.com", "a guess");
        }

        await _host.AttemptAsync("my secret typed into the wrong field", "a guess");
        await _host.RequestResetAsync("nobody@example.com");
        await _host.SendAsync(new DisableUser(reader.Id), reader);
        await _host.AskAsync(new GetUserHistory(reader.Id), reader);
        await RecordAsync();
        var auditor = await _host.CreateActorAsync("auditor", Permissions.AuditRead);

        var rows = (await _host.AskAsync(new ListRefusedAttempts(), auditor)).Value!.Items;

        rows.Select(row => (row.Kind, row.Who, row.What, row.Count))
            .ShouldBe(
                [
                    (RefusedAttemptKind.UnknownAccount, "nobody@example.com", "Sign-in refused: no such account", 3),
                    (RefusedAttemptKind.UnknownAccount, "", "Sign-in refused: no such account", 1),
                    (
                        RefusedAttemptKind.UnknownAccount,
                        "nobody@example.com",
                        "Password reset refused: no such account",
                        1
                    ),
                    (RefusedAttemptKind.Permission, "reader", "DisableUser refused: it needs users.disable", 1),
                    (RefusedAttemptKind.Permission, "reader", "GetUserHistory refused: it needs audit.read", 1),
                ],
                ignoreOrder: true
            );
        rows.ShouldEachBe(row => row.LastAt == _time.GetUtcNow());
        _host.ReadLog().ShouldEachBe(record => !record.Payload.Contains("wrong field"));
    }

    [Fact]
    public async Task AFloodOfUnknownAddresses_WritesABoundedNumberOfEvents()
    {
        var attempts = _host.Get<RefusedAttempts>();
        var tail = _host.Tail();
        for (var i = 0; i < 100_000; i++)
        {
            attempts.UnknownAccount($"user{i}@example.com", RefusedAttempt.SignIn, "203.0.113.7");
        }

        for (var i = 0; i < 20; i++)
        {
            await RecordAsync();
        }

        (_host.Tail() - tail).ShouldBe(60);
        _time.Advance(TimeSpan.FromDays(1));
        var rest = attempts.Take(int.MaxValue);
        rest.Count.ShouldBe(RefusedAttempts.MostEntries + 1 - 60);
        // The entry that counts the overflow was the most frequent one, so it was written first.
        rest.ShouldEachBe(attempt => attempt.Count == 1);
    }

    private Task RecordAsync() =>
        _host.Get<RefusedAttemptsRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

    private async Task DeactivateAsync(string id, string state)
    {
        switch (state)
        {
            case "disabled":
                await _host.AcceptAsync(new DisableUser(id));
                break;
            case "locked":
                await _host.AcceptAsync(new LockUser(id, _time.GetUtcNow().AddHours(1)));
                break;
            case "deleted":
                await _host.AcceptAsync(new DeleteUser(id));
                break;
            case "invited":
                await _host.AcceptAsync(new InviteUser(id));
                break;
            case "expired":
                await _host.AcceptAsync(new SetUserExpiry(id, _time.GetUtcNow().AddMinutes(1)));
                _time.Advance(TimeSpan.FromMinutes(2));
                break;
            default:
                for (var i = 0; i < 5; i++)
                {
                    await _host.AttemptAsync("ada", "not the password");
                }

                break;
        }
    }

    private async Task<int> CountAsync(RefusedAttemptKind kind) =>
        (await _host.AskAsync(new ListRefusedAttempts(Take: 200, Kind: kind))).Value!.Items.Count;
}
