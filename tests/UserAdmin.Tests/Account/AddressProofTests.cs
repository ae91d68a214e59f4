using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.External;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account;

/// <summary>
/// Changing somebody's address must not give access to the account, and must not prevent an invited person from
/// accepting.
/// </summary>
public sealed class AddressProofTests : IAsyncLifetime
{
    private const string Elsewhere = "elsewhere@example.net";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private TestHost _host = null!;
    private Actor _editor = Actor.Anonymous;
    private Actor _desk = Actor.Anonymous;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
        _editor = await _host.CreateActorAsync("editor", Permissions.UsersEdit);
        _desk = await _host.CreateActorAsync("desk", Permissions.UsersEdit, Permissions.UsersPasswords);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task RequestPasswordReset_ToAnAddressThatAnEditorSet_SendsNothingAndIsRecorded()
    {
        await _host.AcceptAsync(new ChangeUserEmail(_id, Elsewhere, long.MaxValue), _editor);

        await _host.RequestResetAsync(Elsewhere);

        Count(nameof(UserPasswordResetRequested)).ShouldBe(0);
        _host
            .Get<RefusedAttempts>()
            .Take(10)
            .ShouldHaveSingleItem()
            .What.ShouldBe("Password reset refused: its email was set by an administrator and is not confirmed");
    }

    [Fact]
    public async Task RequestPasswordReset_ToAnAddressThatSomebodySetWhoMaySetPasswords_SendsIt()
    {
        await _host.AcceptAsync(new ChangeUserEmail(_id, Elsewhere, long.MaxValue), _desk);

        await _host.RequestResetAsync(Elsewhere);

        Count(nameof(UserPasswordResetRequested)).ShouldBe(1);
    }

    [Fact]
    public async Task ConfirmEmail_OfAnAddressThatAnEditorSet_NeedsThePersonSignedIn()
    {
        await _host.AcceptAsync(new ChangeUserEmail(_id, Elsewhere, long.MaxValue), _editor);
        await _host.AcceptAsync(new SendEmailConfirmation(_id), _editor);
        var token = _host.NewestToken(nameof(UserEmailConfirmationRequested));

        foreach (var stranger in (Actor[])[Actor.Anonymous, _editor])
        {
            (await _host.SendAsync(new ConfirmEmail(token), stranger))
                .Errors.ShouldHaveSingleItem()
                .ShouldBe(AccountErrors.SignInToConfirm);
        }

        await _host.AcceptAsync(new ConfirmEmail(token), Actor.User(_id));
        await _host.RequestResetAsync(Elsewhere);
        (await _host.GetUserAsync(_id)).EmailConfirmed.ShouldBeTrue();
        Count(nameof(UserPasswordResetRequested)).ShouldBe(1);
    }

    [Fact]
    public async Task ConfirmUserEmail_OfAnAddressThatAnEditorSet_NeedsSomebodyWhoMaySetPasswords()
    {
        await _host.AcceptAsync(new ChangeUserEmail(_id, Elsewhere, long.MaxValue), _editor);

        (await _host.SendAsync(new ConfirmUserEmail(_id), _editor))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.EmailNeedsProof);
        await _host.AcceptAsync(new ConfirmUserEmail(_id), _desk);

        await _host.RequestResetAsync(Elsewhere);
        Count(nameof(UserPasswordResetRequested)).ShouldBe(1);
    }

    [Fact]
    public async Task SendPasswordReset_ToAnAddressThatAnEditorSet_NeedsItConfirmedKnowingly()
    {
        await _host.AcceptAsync(new ChangeUserEmail(_id, Elsewhere, long.MaxValue), _editor);

        (await _host.SendAsync(new SendPasswordReset(_id), _desk))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.EmailNeedsProof);

        await _host.AcceptAsync(new ConfirmUserEmail(_id), _desk);
        await _host.AcceptAsync(new SendPasswordReset(_id), _desk);
    }

    [Fact]
    public async Task SignInWithExternalLogin_ToAnAddressThatAnEditorSet_LinksNothing()
    {
        await _host.AcceptAsync(new ChangeUserEmail(_id, Elsewhere, long.MaxValue), _editor);

        var command = new SignInWithExternalLogin(TestHost.NewSessionId(), "google", "attacker", "Google")
        {
            VerifiedEmail = Elsewhere,
        };

        (await _host.SendAsync(command, Actor.System))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(ExternalLoginErrors.SignInRefused);
    }

    [Fact]
    public async Task ChangeUserEmail_AwayAndBack_LeavesOldLinksInvalid()
    {
        await _host.RequestResetAsync("ada");
        var token = _host.NewestToken(nameof(UserPasswordResetRequested));

        await _host.AcceptAsync(new ChangeUserEmail(_id, Elsewhere, long.MaxValue));
        await _host.AcceptAsync(new ChangeUserEmail(_id, "ada@example.com", long.MaxValue));

        (await _host.SendAsync(new ResetPassword(token, "violet harbor stone 17"), Actor.Anonymous))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(AccountErrors.BadLink);
    }

    [Fact]
    public async Task ChangeUserEmail_OfAnInvitedPerson_SendsTheInvitationThereAndTellsTheStrangerNothing()
    {
        var id = await _host.CreateUserAsync("grace");
        await _host.AcceptAsync(new InviteUser(id));
        var old = _host.NewestToken(nameof(UserInvited));

        await _host.AcceptAsync(new ChangeUserEmail(id, Elsewhere, long.MaxValue));

        Mails(id)
            .Select(mail => (mail.Kind, mail.To))
            .ShouldBe([(MailKind.Invitation, "grace@example.com"), (MailKind.Invitation, Elsewhere)]);
        (await _host.GetUserAsync(id)).InvitationExpiresAt.ShouldNotBeNull();
        (await _host.SendAsync(new AcceptInvitation(old, "violet harbor stone 17"), Actor.Anonymous))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(AccountErrors.BadLink);
        await _host.AcceptAsync(
            new AcceptInvitation(_host.NewestToken(nameof(UserInvited)), "violet harbor stone 17"),
            Actor.Anonymous
        );
        (await _host.GetUserAsync(id)).StateAt(_time.GetUtcNow()).ShouldBe(UserState.Active);
    }

    [Fact]
    public async Task ChangeUserEmail_OfAnInvitedPersonBySomebodyWhoMayNotInvite_RevokesTheInvitationAndRecordsIt()
    {
        var id = await _host.CreateUserAsync("grace");
        await _host.AcceptAsync(new InviteUser(id));

        await _host.AcceptAsync(new ChangeUserEmail(id, Elsewhere, long.MaxValue), _editor);

        Mails(id).ShouldHaveSingleItem().To.ShouldBe("grace@example.com");
        var row = await _host.GetUserAsync(id);
        (row.StateAt(_time.GetUtcNow()), row.InvitationExpiresAt).ShouldBe((UserState.Invited, null));
    }

    [Fact]
    public async Task Invitation_OfSomebodyWithARole_GoesToNoAddressThatAnEditorSet()
    {
        var inviter = await _host.CreateActorAsync("inviter", Permissions.UsersEdit, Permissions.UsersCreate);
        var id = await _host.CreateUserAsync("grace");
        await _host.AcceptAsync(new InviteUser(id));
        var roleId = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(roleId, "Lead", null, [Permissions.UsersEdit]));
        await _host.AcceptAsync(new AssignRole(id, roleId));

        await _host.AcceptAsync(new ChangeUserEmail(id, Elsewhere, long.MaxValue), inviter);
        (await _host.SendAsync(new ResendInvitation(id), inviter))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.EmailNeedsProof);

        Mails(id).ShouldHaveSingleItem().To.ShouldBe("grace@example.com");
        await _host.AcceptAsync(new ResendInvitation(id));
        Mails(id)[^1].To.ShouldBe(Elsewhere);
    }

    [Fact]
    public async Task InviteUser_ToAnAddressThatAnEditorSet_NeedsSomebodyWhoMaySetPasswords()
    {
        var inviter = await _host.CreateActorAsync("inviter", Permissions.UsersEdit, Permissions.UsersCreate);
        var id = await _host.CreateUserAsync("grace");
        await _host.AcceptAsync(new ChangeUserEmail(id, Elsewhere, long.MaxValue), inviter);

        (await _host.SendAsync(new InviteUser(id), inviter))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.EmailNeedsProof);
        await _host.AcceptAsync(new InviteUser(id));
    }

    [Fact]
    public async Task RequestPasswordReset_AfterTheClockRanAhead_SendsIt()
    {
        _time.Advance(TimeSpan.FromDays(3));
        await _host.RequestResetAsync("ada");
        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromDays(3));

        await _host.RequestResetAsync("ada");

        Count(nameof(UserPasswordResetRequested)).ShouldBe(2);
    }

    private int Count(string type) => _host.ReadLog().Count(record => record.Type == type);

    private List<MailOrder> Mails(string userId) =>
        [
            .. _host
                .ReadLog()
                .Where(record => record.SubjectId == userId)
                .Select(UserAdmin.EventLog.EventCodec.Decode)
                .OfType<ISendsMail>()
                .Select(@event => @event.Mail)
                .OfType<MailOrder>(),
        ];
}
