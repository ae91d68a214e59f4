using AngleSharp.Dom;
using UserAdmin.Account;
using UserAdmin.Account.Queries;
using UserAdmin.Audit.Queries;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Users.Actions;
using UserAdmin.Web.Users.SignIn;

namespace UserAdmin.Web.Tests.Users.SignIn;

public sealed class SignInPanelTests : ConsoleContext
{
    private readonly SignInFacts _plain = new() { HasPassword = true };
    private IRenderedComponent<SignInPanel> _panel = default!;

    private string Sentence => _panel.Find(".sentence").TextContent;

    private string? Action => _panel.FindAll(".act button").SingleOrDefault()?.TextContent;

    private string Notes => _panel.ByRole("list", "Notes").TextContent;

    [Fact]
    public void SignInPanel_OfEachObstacle_SaysItInASentenceAndOffersWhatMendsIt()
    {
        var now = Rows.Now;
        (SignInObstacle? Obstacle, UserRow Row, string Sentence, string Action, string Note)[] all =
        [
            (null, Rows.Ada(), "Yes, with the password.", "Send password-reset link", ""),
            (
                SignInObstacle.Deleted,
                Rows.Ada().With(row => row.DeletedAt, now.AddDays(-1)).With(row => row.PurgeAt, now.AddDays(29)),
                "No: the account is deleted.",
                "Restore user",
                "Removed for good in 29 days; until then it can be restored."
            ),
            (
                SignInObstacle.Disabled,
                Rows.Ada().With(row => row.DisabledAt, now.AddDays(-3)),
                "No: the account is disabled.",
                "Enable user",
                "Disabled 3 days ago."
            ),
            (
                SignInObstacle.Expired,
                Rows.Ada().With(row => row.DisabledAt, now).With(row => row.ExpiresAt, now.AddHours(-1)),
                "No: the account has expired.",
                "Enable user",
                "Expired 1 hour ago and was disabled automatically."
            ),
            (
                SignInObstacle.Expired,
                Rows.Ada().With(row => row.ExpiresAt, now.AddSeconds(-1)),
                "No: the account has expired.",
                "Set expiry …",
                ""
            ),
            (
                SignInObstacle.Invited,
                Rows.Ada()
                    .With(row => row.InvitedAt, now.AddDays(-9))
                    .With(row => row.InvitationExpiresAt, now.AddDays(-2)),
                "No: the invitation is not accepted yet.",
                "Send the invitation again",
                "The invitation expired 2 days ago: send it again."
            ),
            (
                SignInObstacle.Locked,
                Rows.Ada().With(row => row.LockedUntil, now.AddHours(3)),
                "No: an administrator has locked the account.",
                "Unlock user",
                "The lock ends in 3 hours."
            ),
            (
                SignInObstacle.LockedOut,
                Rows.Ada().With(row => row.LockedUntil, now.AddMinutes(15)),
                "No: failed sign-ins have locked the account.",
                "Unlock user",
                "The lock ends in 15 minutes."
            ),
            (
                SignInObstacle.PasswordExpired,
                Rows.Ada(),
                "No: the temporary password has expired.",
                "Send password-reset link",
                ""
            ),
            (
                SignInObstacle.NoMeans,
                Rows.Ada().With(row => row.HasPassword, false),
                "No: there is no password, passkey or external login.",
                "Invite by email",
                "There is no password, passkey or external login to sign in with."
            ),
        ];
        foreach (var (obstacle, row, sentence, action, note) in all)
        {
            ShowPanel(row, Rows.Ability(obstacle));

            Sentence.ShouldBe(sentence);
            Action.ShouldBe(action);
            Notes.ShouldContain(note);
            _panel.FindAll(".act .primary").Count.ShouldBe(obstacle is null ? 0 : 1);
        }
    }

    [Fact]
    public void SignInPanel_OfSeveralWays_NamesThemAndWhatIsLeftWhenThePasswordIsNotAccepted()
    {
        var facts = _plain with { AsksForCode = true, Passkeys = 2, ExternalLogins = ["Contoso"] };

        ShowPanel(Rows.Ada(), Rows.Ability(facts: facts));
        Sentence.ShouldBe("Yes, with the password and a code, a passkey or Contoso.");

        ShowPanel(
            Rows.Ada(),
            Rows.Ability(facts: facts) with
            {
                Verdict = new(CanSignIn: true, WithPassword: false, SignInObstacle.LockedOut),
            }
        );
        Sentence.ShouldBe("Only with a passkey or Contoso: failed sign-ins have locked the account.");
    }

    [Fact]
    public void SignInPanel_Always_ShowsTheFactsAndMarksWhatNeedsAttention()
    {
        var facts = _plain with
        {
            PasswordExpiresAt = Rows.Now.AddDays(2),
            NeedsSecondFactor = true,
            EmailNeedsProof = true,
        };

        ShowPanel(Rows.Ada(), Rows.Ability(facts: facts));

        Fact("State").ShouldBe("Active");
        Fact("Password").ShouldBe("Temporary, expires in 2 days");
        Fact("Second factor").ShouldBe("Off");
        Fact("Email").ShouldBe("Not confirmed, so no link is sent to it");
        Fact("Expires").ShouldBe("Never");
        Fact("Passkeys").ShouldBe("None");
        Fact("External logins").ShouldBe("None");
        Fact("Policy").ShouldBe("Requires a second factor: it has to be set up at the next sign-in");
        _panel.FindAll(".signs .warn dt").Select(name => name.TextContent).ShouldBe(["Password", "Email", "Policy"]);
        ShowPanel(Rows.Ada(), Rows.Ability(), isBrief: true);
        _panel.FindAll("dl, .attempts").ShouldBeEmpty();
    }

    [Fact]
    public void SignInPanel_ForWhoeverMayNotMendIt_SaysWhatItNeeds()
    {
        May(Permissions.UsersRead);
        ShowPanel(Rows.Ada().With(row => row.DisabledAt, Rows.Now), Rows.Ability(SignInObstacle.Disabled));
        Action.ShouldBeNull();
        Notes.ShouldContain("“Enable user” would help. It needs the permission users.disable, which you do not have.");

        ShowPanel(Rows.Ada(), Rows.Ability() with { HoldsMore = true });
        Action.ShouldBeNull();
        Notes.ShouldContain(UserErrors.HoldsMore.Message);
    }

    [Fact]
    public void SignInPanel_OfAnAddressThatIsNotProved_OffersATemporaryPasswordInstead()
    {
        var facts = _plain with { EmailNeedsProof = true };

        ShowPanel(Rows.Ada(), Rows.Ability(SignInObstacle.PasswordExpired, facts));

        Action.ShouldBe("Set temporary password …");
    }

    [Fact]
    public void SignInPanel_OfTheLastAttempts_ShowsADotForEachAndDeviceAndAddress()
    {
        Bus.Answer<GetSignInAttempts, IReadOnlyList<SignInAttempt>>(_ =>
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(i => new SignInAttempt(
                        900 - i,
                        Rows.Now.AddMinutes(-i),
                        i == 0,
                        i == 0 ? "Signed in with password" : "Sign-in failed: wrong password",
                        "192.0.2.7",
                        i == 4 ? null : "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"
                    )),
            ]
        );

        ShowPanel(Rows.Ada(), Rows.Ability());

        _panel
            .FindAll(".dots .dot")
            .Select(dot => dot.ClassName)
            .ShouldBe(["dot bad", "dot bad", "dot bad", "dot bad", "dot good"]);
        var lines = _panel.FindAll(".attempts li");
        lines.Count.ShouldBe(3);
        lines[1].TextContent.ShouldContain("Sign-in failed: wrong password");
        lines[1].TextContent.ShouldContain("Firefox on Windows, from 192.0.2.7");
        _panel.ByRole("button", "All 5").Click();
        _panel.FindAll(".attempts li").Count.ShouldBe(5);
    }

    [Fact]
    public async Task SignInPanel_WhenInvitingWithoutAMailServer_SaysThatNothingWasDeliveredAndShowsTheLink()
    {
        var dialogs = ShowDialogs();
        Delivery.HasServer = false;
        Bus.Answer<GetUserLink, UserLink>(_ => new UserLink("http://localhost/account/accept-invitation?token=x"));
        ShowPanel(Invited(), Rows.Ability(SignInObstacle.Invited));
        Notes.ShouldContain("No mail server is set, so the invitation was not delivered.");

        var click = _panel.FindComponent<UserActionButton>().ByRole("button").ClickAsync();
        await dialogs.ByRole("button", "Send invitation").ClickAsync();
        dialogs.Markup.ShouldContain("Nothing was delivered to ada@example.org");
        await dialogs.ByRole("button", "Show the link").ClickAsync();

        dialogs.Find("#user-link").TextContent.ShouldBe("http://localhost/account/accept-invitation?token=x");
        await dialogs.ByRole("button", "Done").ClickAsync();
        await click;
        Bus.Sent.Select(sent => sent.Command)
            .ShouldBe([new ResendInvitation("ada"), new TakeUserLink("ada", LinkPurpose.Invitation)]);
        Snackbars.ShouldBeEmpty();
    }

    private UserRow Invited() =>
        Rows.Ada()
            .With(row => row.HasPassword, false)
            .With(row => row.InvitedAt, Clock.GetUtcNow())
            .With(row => row.InvitationExpiresAt, Clock.GetUtcNow().AddDays(7));

    private string Fact(string name) =>
        _panel
            .FindAll(".signs > div")
            .Single(fact => fact.QuerySelector("dt")!.TextContent == name)
            .QuerySelector("dd")!
            .TextContent.Trim();

    private void ShowPanel(UserRow row, SignInAbility ability, bool isBrief = false) =>
        _panel = Show<SignInPanel>(panel =>
            panel.AddCascadingValue(ability).Add(p => p.Row, row).Add(p => p.IsBrief, isBrief)
        );
}
