using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account.Commands;

public sealed class LinkTests : IAsyncLifetime
{
    private const string Other = "violet harbor stone 17";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private TestHost _host = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ResetPassword_WithTheLink_SetsItOnceAndEndsEverySession()
    {
        var session = await _host.AttemptAsync();
        var token = await RequestAsync();

        await _host.AcceptAsync(new ResetPassword(token, Other), Actor.Anonymous);

        (await _host.FindSessionAsync(session)).ShouldBeNull();
        (await _host.FindSessionAsync(await _host.AttemptAsync())).ShouldBeNull();
        (await _host.FindSessionAsync(await _host.AttemptAsync("ada", Other))).ShouldNotBeNull();
        (await _host.GetUserAsync(_id)).EmailConfirmed.ShouldBeTrue();
        (await SendAsync(new ResetPassword(token, "another harbor stone 18"))).ShouldBe(AccountErrors.BadLink);
        var changed = _host.ReadLog().Single(record => record.Type == nameof(UserPasswordChanged));
        (changed.ActorId, changed.ActorName).ShouldBe((_id, "ada"));
    }

    [Fact]
    public async Task ResetPassword_AfterFailedSignIns_EndsTheLockout()
    {
        for (var i = 0; i < 5; i++)
        {
            await _host.AttemptAsync("ada", "not the password");
        }

        await _host.AcceptAsync(new ResetPassword(await RequestAsync(), Other), Actor.Anonymous);

        (await _host.FindSessionAsync(await _host.AttemptAsync("ada", Other))).ShouldNotBeNull();
        (await _host.GetUserAsync(_id)).StateAt(_time.GetUtcNow()).ShouldBe(UserState.Active);
    }

    [Fact]
    public async Task ResetPassword_WithAWeakPassword_IsRefusedAndTheLinkStaysGood()
    {
        var token = await RequestAsync();

        var refusal = await SendAsync(new ResetPassword(token, "short"));

        (refusal.Code, refusal.Field).ShouldBe(("password.weak", nameof(ResetPassword.NewPassword)));
        await _host.AcceptAsync(new ResetPassword(token, Other), Actor.Anonymous);
    }

    [Theory]
    [InlineData("ran out")]
    [InlineData("newer")]
    [InlineData("email changed")]
    [InlineData("email changed and back")]
    [InlineData("disabled")]
    [InlineData("deleted")]
    [InlineData("another purpose")]
    [InlineData("made up")]
    [InlineData("nothing")]
    public async Task Link_ThatIsInvalid_IsRefused(string why)
    {
        var token = await RequestAsync();
        (await _host.Get<IAccountLinks>().FindAsync(token, LinkPurpose.PasswordReset))
            .ShouldNotBeNull()
            .DisplayName.ShouldBe("ada");
        var command = new ResetPassword(token, Other) as ICommand;
        switch (why)
        {
            case "ran out":
                _time.Advance(TimeSpan.FromHours(4));
                break;
            case "newer":
                _time.Advance(TimeSpan.FromMinutes(2));
                await RequestAsync();
                break;
            case "email changed":
                await _host.AcceptAsync(new ChangeUserEmail(_id, "new@example.com", _host.Tail()));
                break;
            case "email changed and back":
                await _host.AcceptAsync(new ChangeUserEmail(_id, "new@example.com", _host.Tail()));
                await _host.AcceptAsync(new ChangeUserEmail(_id, "ada@example.com", _host.Tail()));
                break;
            case "disabled":
                await _host.AcceptAsync(new DisableUser(_id));
                break;
            case "deleted":
                await _host.AcceptAsync(new DeleteUser(_id));
                break;
            case "another purpose":
                command = new AcceptInvitation(token, Other);
                break;
            case "made up":
                command = new ResetPassword("CfDJ8" + new string('x', 100), Other);
                break;
            default:
                command = new ResetPassword("", Other);
                break;
        }

        (await SendAsync(command)).ShouldBe(AccountErrors.BadLink);
        if (why is "ran out" or "newer" or "email changed" or "email changed and back" or "disabled" or "deleted")
        {
            (await _host.Get<IAccountLinks>().FindAsync(token, LinkPurpose.PasswordReset)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task RequestPasswordReset_AgainWithinTwoMinutes_SendsNoSecondMail()
    {
        await RequestAsync();
        _time.Advance(TimeSpan.FromSeconds(119));
        await RequestAsync();
        Requests().ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(2));
        await RequestAsync();
        Requests().ShouldBe(2);
    }

    [Theory]
    [InlineData("nobody@example.com")]
    [InlineData("\uD800")]
    [InlineData("disabled@example.com")]
    [InlineData("locked@example.com")]
    [InlineData("invited@example.com")]
    public async Task RequestPasswordReset_WhereThereIsNothingToReset_IsAcceptedAndSendsNothing(string typed)
    {
        await _host.AcceptAsync(new DisableUser(await _host.CreateUserAsync("disabled", TestHost.Password)));
        await _host.AcceptAsync(
            new LockUser(await _host.CreateUserAsync("locked", TestHost.Password), _time.GetUtcNow().AddDays(1))
        );
        await _host.AcceptAsync(new InviteUser(await _host.CreateUserAsync("invited")));

        await _host.RequestResetAsync(typed);

        Requests().ShouldBe(0);
    }

    [Fact]
    public async Task AcceptInvitation_WithTheLink_TakesTheAccountOver()
    {
        var id = await _host.CreateUserAsync("grace");
        await _host.AcceptAsync(new InviteUser(id));
        (await _host.GetUserAsync(id)).StateAt(_time.GetUtcNow()).ShouldBe(UserState.Invited);
        var token = _host.NewestToken(nameof(UserInvited));

        await _host.AcceptAsync(new AcceptInvitation(token, Other), Actor.Anonymous);

        var row = await _host.GetUserAsync(id);
        (row.StateAt(_time.GetUtcNow()), row.EmailConfirmed, row.HasPassword, row.InvitedAt).ShouldBe(
            (UserState.Active, true, true, null)
        );
        (await _host.FindSessionAsync(await _host.AttemptAsync("grace", Other))).ShouldNotBeNull();
        (await SendAsync(new AcceptInvitation(token, Other))).ShouldBe(AccountErrors.BadLink);
    }

    [Fact]
    public async Task ConfirmEmail_WithTheLink_ConfirmsItOnce()
    {
        await _host.AcceptAsync(new SendEmailConfirmation(_id));
        var token = _host.NewestToken(nameof(UserEmailConfirmationRequested));
        (await _host.GetUserAsync(_id)).EmailConfirmed.ShouldBeFalse();

        await _host.AcceptAsync(new ConfirmEmail(token), Actor.Anonymous);

        (await _host.GetUserAsync(_id)).EmailConfirmed.ShouldBeTrue();
        (await SendAsync(new ConfirmEmail(token))).ShouldBe(AccountErrors.BadLink);
    }

    private async Task<string> RequestAsync()
    {
        await _host.RequestResetAsync("ADA@example.com");
        return _host.NewestToken(nameof(UserPasswordResetRequested));
    }

    private int Requests() => _host.ReadLog().Count(record => record.Type == nameof(UserPasswordResetRequested));

    private async Task<Error> SendAsync(ICommand command) =>
        (await _host.SendAsync(command, Actor.Anonymous)).Errors.ShouldHaveSingleItem();
}
