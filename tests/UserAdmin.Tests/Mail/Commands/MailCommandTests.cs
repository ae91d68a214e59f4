using UserAdmin.Audit.Queries;
using UserAdmin.Mail;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Mail.Commands;

public sealed class MailCommandTests
{
    [Fact]
    public async Task ListInvitations_Always_SaysWhatBecameOfTheLastMail()
    {
        await using var outbox = await Outbox.StartAsync();
        var ada = await outbox.Host.CreateUserAsync("ada");
        await outbox.Host.AcceptAsync(new InviteUser(ada));
        (await InvitationMailAsync(outbox, ada)).ShouldBe(MailStatus.Waiting);

        outbox.Transport.Fail(new MailProblem("550 no", IsFinal: true));
        await outbox.RunAsync();
        (await InvitationMailAsync(outbox, ada)).ShouldBe(MailStatus.Failed);

        outbox.Transport.Fail(null);
        await outbox.Host.AcceptAsync(new ResendInvitation(ada));
        await outbox.RunAsync();
        (await InvitationMailAsync(outbox, ada)).ShouldBe(MailStatus.Sent);
    }

    [Fact]
    public async Task RetryAndDiscard_OfAMailThatIsOutOrGone_AreRefused()
    {
        await using var outbox = await Outbox.StartAsync();
        var (_, sent) = await outbox.OrderNoticeAsync("ada");
        await outbox.RunAsync();
        var (_, waiting) = await outbox.OrderNoticeAsync("bob");
        await outbox.RunAsync();
        var (_, expired) = await outbox.OrderResetAsync("cy");
        outbox.Transport.Fail(new MailProblem("550 no", IsFinal: true));
        await outbox.RunAsync();
        outbox.Clock.Advance(TimeSpan.FromDays(4));

        await ExpectAsync(new RetryMail(sent), MailErrors.AlreadySent);
        await ExpectAsync(new DiscardMail(sent), MailErrors.AlreadySent);
        await ExpectAsync(new RetryMail(1_000_000), MailErrors.NotFound);
        await ExpectAsync(new DiscardMail(1_000_000), MailErrors.NotFound);
        await ExpectAsync(new RetryMail(expired), MailErrors.LinkExpired);
        await outbox.Host.AcceptAsync(new DiscardMail(expired));
        await ExpectAsync(new RetryMail(expired), MailErrors.GivenUp);

        async Task ExpectAsync(ICommand command, Error error) =>
            (await outbox.Host.SendAsync(command)).Errors.ShouldBe([error]);
    }

    [Fact]
    public async Task Discard_OfAWaitingMail_KeepsItFromBeingSentAndRecordsWhoAndWhy()
    {
        await using var outbox = await Outbox.StartAsync();
        var admin = await outbox.Host.CreateAdministratorAsync();
        var (id, ordered) = await outbox.OrderNoticeAsync("ada");
        outbox.Transport.Fail(new MailProblem("450 busy"));
        await outbox.RunAsync();

        (
            await outbox.Host.SendAsync(new DiscardMail(ordered), admin, reason: "Told on the phone")
        ).IsAccepted.ShouldBeTrue();
        outbox.Clock.Advance(TimeSpan.FromHours(1));
        await outbox.RunAsync();

        outbox.Sent.ShouldBe(1);
        var entry = (await outbox.Host.AskAsync(new GetUserHistory(id))).Value!.Items[0];
        (entry.EventType, entry.ActorName, entry.Reason).ShouldBe(("MailDiscarded", "admin", "Told on the phone"));
    }

    [Fact]
    public async Task SendTestMail_GoesToOneselfAndToNobodyElse()
    {
        await using var outbox = await Outbox.StartAsync();
        var admin = await outbox.Host.CreateAdministratorAsync("ada");

        (await outbox.Host.SendAsync(new SendTestMail(), admin)).IsAccepted.ShouldBeTrue();
        await outbox.RunAsync();

        var mail = outbox.Transport.Sent.ShouldHaveSingleItem();
        mail.To.ToString().ShouldBe("\"ada\" <ada@example.com>");
        mail.Subject.ShouldBe("Mail from UserAdmin arrives");
        (await outbox.Host.SendAsync(new SendTestMail())).Errors.ShouldBe([MailErrors.NoAddress]);
    }

    [Fact]
    public async Task Mail_WithoutThePermission_IsNeitherSeenNorTouched()
    {
        await using var outbox = await Outbox.StartAsync();
        var reader = await outbox.Host.CreateActorAsync("reader", Permissions.MailRead);
        var other = await outbox.Host.CreateActorAsync("other", Permissions.UsersRead);
        var (_, ordered) = await outbox.OrderNoticeAsync("ada");

        await outbox.Host.CatchUpAsync();
        (await outbox.Host.AskAsync(new ListMails(), reader)).Value!.Counts.Waiting.ShouldBe(1);
        (await outbox.Host.AskAsync(new ListMails(), other)).Refusal.ShouldNotBeNull();
        (await outbox.Host.AskAsync(new GetMailRoute(), other)).Refusal.ShouldNotBeNull();
        foreach (
            var command in (ICommand[])
                [
                    new RetryMail(ordered),
                    new DiscardMail(ordered),
                    new SendTestMail(),
                    new RecordMailSent(ordered),
                    new GiveUpMail(ordered, "no"),
                ]
        )
        {
            (await outbox.Host.SendAsync(command, reader)).Errors.ShouldHaveSingleItem().Code.ShouldBe("not-permitted");
        }

        var administrator = await outbox.Host.CreateAdministratorAsync();
        (await outbox.Host.SendAsync(new RecordMailSent(ordered), administrator))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("not-permitted");
    }

    [Fact]
    public async Task ListMails_ByStatusAndPerson_CountsAllAndPagesNewestFirst()
    {
        await using var outbox = await Outbox.StartAsync();
        var (ada, _) = await outbox.OrderNoticeAsync("ada");
        await outbox.RunAsync();
        var (_, second) = await outbox.OrderNoticeAsync("bob");
        var (_, third) = await outbox.OrderNoticeAsync("cy");

        var all = await outbox.ListAsync();
        all.Page.Items.Select(row => row.OrderedAt).ShouldBeInOrder(SortDirection.Descending);
        all.Counts.ShouldBe(new MailCounts(Waiting: 2, Failed: 0, Sent: 1, Discarded: 0));
        var waiting = (
            await outbox.Host.AskAsync(new ListMails(MailStatus.Waiting, PageNumber: 2, PageSize: 1))
        ).Value!;
        (waiting.Page.Items.Single().OrderedAt, waiting.Page.Total, waiting.Counts.All).ShouldBe((second, 2, 3));
        third.ShouldBeGreaterThan(second);
        (await outbox.Host.AskAsync(new ListMails(UserId: ada)))
            .Value!.Page.Items.ShouldHaveSingleItem()
            .UserId.ShouldBe(ada);
    }

    private static async Task<MailStatus?> InvitationMailAsync(Outbox outbox, string userId)
    {
        await outbox.Host.CatchUpAsync();
        return (await outbox.Host.AskAsync(new ListInvitations([userId]))).Value.ShouldHaveSingleItem().Mail;
    }
}
