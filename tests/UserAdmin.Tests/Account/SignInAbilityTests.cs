using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.External;
using UserAdmin.Account.Queries;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.PasswordHashes;
using UserAdmin.Roles;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account;

public sealed class SignInAbilityTests : IAsyncLifetime
{
    private const string Temporary = "violet harbor stone 17";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task GetSignInAbility_OfRandomAccounts_IsWhatASignInWithTheRightPasswordGets()
    {
        var random = new Random(20261130);
        for (var number = 0; number < 40; number++)
        {
            var (name, password) = ($"random{number}", (string?)TestHost.Password);
            var id = await _host.CreateUserAsync(name, random.Next(5) == 0 ? null : password);
            var steps = new List<string>();
            password = (await AbilityAsync(id)).Facts.HasPassword ? password : null;
            for (var step = random.Next(6); step > 0; step--)
            {
                password = await ChangeAsync(id, name, password, random, steps);
            }

            // Nobody would notice a wrong password here.
            var because = string.Join(", ", steps);
            var ability = await AbilityAsync(id);
            if (password is not null)
            {
                var session = await _host.FindSessionAsync(await _host.AttemptAsync(name, password));
                (session is not null).ShouldBe(ability.Verdict.WithPassword, because);
            }
            else
            {
                ability.Verdict.WithPassword.ShouldBeFalse(because);
            }

            if (ability.Facts.ExternalLogins.Count > 0)
            {
                var result = await _host.SendAsync(
                    new SignInWithExternalLogin(TestHost.NewSessionId(), "contoso", name, "Contoso"),
                    Actor.System
                );
                result.IsAccepted.ShouldBe(ability.Verdict.CanSignIn, because);
            }
            else
            {
                ability.Verdict.CanSignIn.ShouldBe(ability.Verdict.WithPassword, because);
            }
        }
    }

    [Fact]
    public async Task GetSignInAbility_OfAnAccountThatHoldsMore_SaysSoToWhoeverAsks()
    {
        var admin = await _host.CreateAdministratorAsync("root");
        var desk = await _host.CreateActorAsync("desk", Permissions.UsersRead, Permissions.UsersUnlock);

        (await AbilityAsync(admin.Id, desk)).HoldsMore.ShouldBeTrue();
        (await AbilityAsync(admin.Id, admin)).HoldsMore.ShouldBeFalse();
        (await AbilityAsync(admin.Id, desk)).IsLastAdministrator.ShouldBeTrue();
        await _host.CreateAdministratorAsync("second");
        (await AbilityAsync(admin.Id, desk)).IsLastAdministrator.ShouldBeFalse();
        (await AbilityAsync(desk.Id, admin)).IsLastAdministrator.ShouldBeFalse();
    }

    [Fact]
    public async Task GetSignInAbility_OfNobody_IsNull() =>
        (await _host.AskAsync(new GetSignInAbility("nobody"))).Value.ShouldBeNull();

    [Fact]
    public async Task GetSignInAbility_OfAHashOfAnotherSystem_SaysThatItCannotBeChecked()
    {
        var id = await _host.CreateUserAsync("ada", TestHost.Password);
        _host.Tamper(
            $"UPDATE \"AspNetUsers\" SET \"PasswordHash\" = '$2a$11$abcdefghijklmnopqrstuv' WHERE \"Id\" = '{id}'"
        );

        var ability = await AbilityAsync(id);

        (ability.Facts.IsPasswordImported, ability.Verdict).ShouldBe(
            (true, new SignInVerdict(false, false, SignInObstacle.PasswordUnreadable))
        );
        (await _host.FindSessionAsync(await _host.AttemptAsync())).ShouldBeNull();
    }

    [Fact]
    public async Task GetSignInAbility_OfAnImportedHash_SaysSoAndThatItWorks()
    {
        var id = await _host.CreateUserAsync("ada", TestHost.Password);
        _host.Tamper(
            $"UPDATE \"AspNetUsers\" SET \"PasswordHash\" = '{ImportedPasswordHash.ProbeHash}' WHERE \"Id\" = '{id}'"
        );

        var ability = await AbilityAsync(id);

        (ability.Facts.IsPasswordImported, ability.Verdict).ShouldBe((true, new SignInVerdict(true, true, null)));
        var session = await _host.AttemptAsync("ada", ImportedPasswordHash.ProbePassword);
        (await _host.FindSessionAsync(session)).ShouldNotBeNull();
        (await AbilityAsync(id)).Facts.IsPasswordImported.ShouldBeFalse("a sign-in renews it");
    }

    [Fact]
    public async Task GetSignInAttempts_OfAPerson_TellsDeviceAddressAndWhatCameOfIt()
    {
        var id = await _host.CreateUserAsync("ada", TestHost.Password);
        await AttemptAsync("wrong", "Mozilla/5.0 (iPhone) Safari/605.1");
        await AttemptAsync(TestHost.Password, "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0");
        var desk = await _host.CreateActorAsync("desk", Permissions.UsersRead);

        var attempts = (await _host.AskAsync(new GetSignInAttempts(id), desk)).Value.ShouldNotBeNull();

        attempts
            .Select(attempt => (attempt.IsSuccess, attempt.What, attempt.IpAddress, attempt.UserAgent))
            .ShouldBe([
                (true, "Signed in with password", "192.0.2.7", "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"),
                (false, "Sign-in failed: wrong password", "192.0.2.7", "Mozilla/5.0 (iPhone) Safari/605.1"),
            ]);
    }

    private async Task AttemptAsync(string password, string userAgent) =>
        await _host
            .Get<ICommandBus>()
            .SendAsync(
                new SignIn(TestHost.NewSessionId(), "ada", password) { UserAgent = userAgent },
                new CommandContext(Actor.Anonymous, Guid.CreateVersion7()) { IpAddress = "192.0.2.7" },
                TestContext.Current.CancellationToken
            );

    private async Task<SignInAbility> AbilityAsync(string id, Actor? asker = null) =>
        (await _host.AskAsync(new GetSignInAbility(id), asker)).Value.ShouldNotBeNull();

    // Some steps are refused in some states, which is as good as not trying them.
    private async Task<string?> ChangeAsync(string id, string name, string? password, Random random, List<string> steps)
    {
        var step = random.Next(13);
        steps.Add($"{step}");
        switch (step)
        {
            case 0:
                await _host.SendAsync(new DisableUser(id));
                break;
            case 1:
                await _host.SendAsync(new EnableUser(id));
                break;
            case 2:
                await _host.SendAsync(new LockUser(id, _time.GetUtcNow().AddMinutes(30)));
                break;
            case 3:
                await _host.SendAsync(new UnlockUser(id));
                break;
            case 4:
                await _host.SendAsync(new DeleteUser(id));
                break;
            case 5:
                await _host.SendAsync(new RestoreUser(id));
                break;
            case 6:
                await _host.SendAsync(new InviteUser(id));
                break;
            case 7:
                await _host.SendAsync(new SetUserExpiry(id, _time.GetUtcNow().AddMinutes(random.Next(1, 120))));
                break;
            case 8:
                var result = await _host.SendAsync(new SetTemporaryPassword(id, Temporary));
                return result.IsAccepted ? Temporary : password;
            case 9:
                for (var i = 0; i < 5; i++)
                {
                    await _host.AttemptAsync(name, "not the password");
                }

                break;
            case 10:
                _time.Advance(TimeSpan.FromMinutes(random.Next(1, 90)));
                break;
            case 11:
                _time.Advance(TimeSpan.FromDays(4));
                break;
            default:
                await _host.SendAsync(new AddOwnExternalLogin("contoso", name, "Contoso"), Actor.User(id));
                break;
        }

        return password;
    }
}
