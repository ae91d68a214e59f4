using Microsoft.EntityFrameworkCore;
using MimeKit;
using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Mail;
using UserAdmin.Mail.Commands;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Tests.Mail;

public sealed class MailRunnerTests
{
    private static readonly MailProblem _busy = new("450 busy");

    [Fact]
    public async Task Runner_OnAnOrder_SendsOneMailAndTellsThePageAndTheHistory()
    {
        await using var outbox = await Outbox.StartAsync();
        var (id, ordered) = await outbox.OrderNoticeAsync("ada");
        (await outbox.RowAsync(ordered)).Status.ShouldBe(MailStatus.Waiting);

        await outbox.RunAsync();

        var mail = outbox.Transport.Sent.ShouldHaveSingleItem();
        mail.To.Mailboxes.Single().Address.ShouldBe("ada@example.com");
        var row = await outbox.RowAsync(ordered);
        (row.Status, row.UserId, row.UserName, row.To, row.Kind, row.Attempts).ShouldBe(
            (MailStatus.Sent, id, "ada", "ada@example.com", MailKind.EmailChanged, 1)
        );
        row.SentAt.ShouldBe(outbox.Clock.GetUtcNow());
        (await outbox.Host.AskAsync(new GetUserHistory(id)))
            .Value!.Items[0]
            .What.ShouldBe("Mail sent: notice of a new email");
    }

    [Fact]
    public async Task Runner_ForSomebodyWhoChoseALanguage_WritesInIt()
    {
        await using var outbox = await Outbox.StartAsync();
        var (id, _) = await outbox.OrderNoticeAsync("ada");
        await outbox.OrderNoticeAsync("grace");
        await outbox.Host.AcceptAsync(new ChooseLanguage("de"), Actor.User(id));

        await outbox.RunAsync();

        outbox
            .Transport.Sent.Select(mail => (mail.To.Mailboxes.Single().Name, mail.Subject))
            .ShouldBe(
                [
                    ("ada", "Die E-Mail-Adresse Ihres Kontos bei UserAdmin wurde geändert"),
                    ("grace", "The email of your account at UserAdmin was changed"),
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Runner_RunAgainAndStartedAgain_SendsNothingTwice()
    {
        await using var outbox = await Outbox.StartAsync();
        await outbox.OrderNoticeAsync("ada");
        await outbox.RunAsync();
        await outbox.RunAsync();

        await using var again = await Outbox.StartAsync(besides: outbox);
        await again.RunAsync();

        outbox.Sent.ShouldBe(1);
        outbox.Events().ShouldBe(["MailSent"]);
    }

    [Fact]
    public async Task Runners_OfTwoProcessesOnOneLog_SendEachMailOnce()
    {
        await using var outbox = await Outbox.StartAsync();
        await using var other = await Outbox.StartAsync(besides: outbox);
        for (var i = 0; i < 12; i++)
        {
            await outbox.OrderNoticeAsync($"user{i}");
        }

        await Task.WhenAll(
            Task.Run(outbox.RunAsync, TestContext.Current.CancellationToken),
            Task.Run(other.RunAsync, TestContext.Current.CancellationToken)
        );

        outbox
            .Transport.Sent.Select(mail => mail.To.ToString())
            .Order()
            .ShouldBe(
                Enumerable.Range(0, 12).Select(i => $"\"user{i}\" <user{i}@example.com>").Order(),
                ignoreOrder: false
            );
        outbox.Events().Count().ShouldBe(12);
    }

    [Fact]
    public void Events_FromBeforeThereWasMail_OrderNoMail()
    {
        var old = new EventRecord
        {
            Type = "UserEmailChanged",
            Payload = """{"UserId":"ada","From":"old@example.com","To":"new@example.com"}""",
        };

        EventCodec.Decode(old).ShouldBeAssignableTo<ISendsMail>()!.Mail.ShouldBeNull();
        new UserEmailChanged("ada", "old@example.com", "new@example.com", SendsNotice: true).Mail!.To.ShouldBe(
            "old@example.com"
        );
    }

    [Fact]
    public async Task Runner_WhoseProgramDiesWhileSending_NeverSendsThatMailAgainByItself()
    {
        await using var outbox = await Outbox.StartAsync();
        var (_, ordered) = await outbox.OrderNoticeAsync("ada");
        outbox.Transport.Answer = _ => throw new InvalidOperationException("the power goes");
        await Should.ThrowAsync<InvalidOperationException>(outbox.RunAsync);
        outbox.Transport.Fail(null);

        await using var again = await Outbox.StartAsync(besides: outbox);
        await again.RunAsync();
        outbox.Sent.ShouldBe(1, "another process may still be sending it");
        outbox.Clock.Advance(TimeSpan.FromMinutes(2));
        await again.RunAsync();

        outbox.Sent.ShouldBe(1);
        var row = await again.RowAsync(ordered);
        row.Status.ShouldBe(MailStatus.Failed);
        row.LastError.ShouldBe("It may or may not have been sent. The program ended while the mail was handed over.");
        await again.Host.AcceptAsync(new RetryMail(ordered));
        await again.RunAsync();
        outbox.Sent.ShouldBe(2);
        (await again.RowAsync(ordered)).Status.ShouldBe(MailStatus.Sent);
        outbox.Transport.Sent.Select(mail => mail.MessageId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Runner_WhenMailFails_TriesAgainAfterOneTwoFourMinutesAndGivesUpAfterEightTries()
    {
        await using var outbox = await Outbox.StartAsync();
        var (_, ordered) = await outbox.OrderNoticeAsync("ada");
        outbox.Transport.Fail(_busy);
        await outbox.RunAsync();

        foreach (var minutes in (int[])[1, 2, 4, 8, 16, 32, 64])
        {
            var tries = outbox.Sent;
            var row = await outbox.RowAsync(ordered);
            (row.Status, row.Attempts, row.LastError, row.NextAttemptAt).ShouldBe(
                (MailStatus.Waiting, tries, "450 busy", outbox.Clock.GetUtcNow().AddMinutes(minutes))
            );
            outbox.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await outbox.RunAsync();
            outbox.Sent.ShouldBe(tries);
            outbox.Clock.Advance(TimeSpan.FromSeconds(1));
            await outbox.RunAsync();
            outbox.Sent.ShouldBe(tries + 1);
        }

        (await outbox.RowAsync(ordered)).ShouldSatisfyAllConditions(
            row => row.Status.ShouldBe(MailStatus.Failed),
            row => row.Attempts.ShouldBe(8),
            row => row.NextAttemptAt.ShouldBeNull()
        );
        outbox.Clock.Advance(TimeSpan.FromDays(1));
        await outbox.RunAsync();
        outbox.Sent.ShouldBe(8);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Runner_WhenTryingAgainIsOfNoUseOrMightSendTwice_LeavesItToAPerson(bool isUncertain, bool isFinal)
    {
        await using var outbox = await Outbox.StartAsync();
        var (_, ordered) = await outbox.OrderNoticeAsync("ada");
        outbox.Transport.Fail(new MailProblem("550 no such mailbox", isUncertain, isFinal));

        await outbox.RunAsync();
        outbox.Clock.Advance(TimeSpan.FromDays(1));
        await outbox.RunAsync();

        outbox.Sent.ShouldBe(1);
        (await outbox.RowAsync(ordered)).Status.ShouldBe(MailStatus.Failed);
        (await outbox.ListAsync(MailStatus.Failed)).Counts.Failed.ShouldBe(1);
    }

    [Fact]
    public async Task Runner_WhileTheServerIsDown_TriesOneMailAtATimeUntilSomebodyAsks()
    {
        await using var outbox = await Outbox.StartAsync();
        var (_, first) = await outbox.OrderNoticeAsync("ada");
        await outbox.OrderNoticeAsync("bob");
        outbox.Transport.Fail(new MailProblem("no answer", IsGeneral: true));

        await outbox.RunAsync();
        await outbox.RunAsync();

        outbox.Sent.ShouldBe(1);
        outbox.Transport.Fail(null);
        await outbox.Host.AcceptAsync(new RetryMail(first));
        await outbox.RunAsync();
        outbox
            .Transport.Sent.Select(mail => ((MailboxAddress)mail.To[0]).Address)
            .ShouldBe(["ada@example.com", "bob@example.com", "ada@example.com"], ignoreOrder: true);
        (await outbox.ListAsync()).Counts.Sent.ShouldBe(2);
    }

    [Fact]
    public async Task Runner_WhenASenderReportsLate_AcceptsTheReport()
    {
        await using var outbox = await Outbox.StartAsync();
        await using var other = await Outbox.StartAsync(besides: outbox);
        var (_, ordered) = await outbox.OrderNoticeAsync("ada");
        outbox.Transport.Answer = async _ =>
        {
            outbox.Clock.Advance(TimeSpan.FromHours(1));
            await other.RunAsync();
            return null;
        };

        await outbox.RunAsync();

        outbox.Events().ShouldBe(["MailFailed", "MailSent"]);
        (await outbox.RowAsync(ordered)).Status.ShouldBe(MailStatus.Sent);
    }

    [Fact]
    public async Task Runner_WhenASenderFailsAfterItsTurn_LeavesTheNextOneAlone()
    {
        await using var outbox = await Outbox.StartAsync();
        var (_, ordered) = await outbox.OrderNoticeAsync("ada");
        outbox.Transport.Fail(_busy);
        await outbox.RunAsync();
        outbox.Clock.Advance(TimeSpan.FromMinutes(1));
        outbox.Transport.Answer = async _ =>
        {
            await outbox.Host.AcceptAsync(
                new RecordMailFailure(ordered, 1, "of the first try", IsUncertain: false, IsFinal: false)
            );
            return null;
        };

        await outbox.RunAsync();

        outbox.Events().ShouldBe(["MailFailed", "MailSent"]);
    }

    [Fact]
    public async Task Runner_OnTheWriteSide_KeepsNoTokenAnywhere()
    {
        await using var outbox = await Outbox.StartAsync();
        await outbox.OrderResetAsync("ada");

        await outbox.RunAsync();

        var text = outbox.Transport.Sent.Single().TextBody!;
        var token = text.Split("token=")[1].Split('\n')[0].Trim();
        token.Length.ShouldBeGreaterThan(50);
        await outbox.Host.CatchUpAsync();
        (outbox.Host.DumpWrite() + outbox.Host.DumpRead()).ShouldNotContain(token);
    }

    [Fact]
    public async Task Mail_AfterARebuild_IsListedAsBefore()
    {
        await using var outbox = await Outbox.StartAsync();
        await outbox.OrderNoticeAsync("ada");
        outbox.Transport.Fail(_busy);
        await outbox.OrderNoticeAsync("bob");
        await outbox.RunAsync();
        await outbox.Host.CatchUpAsync();
        var before = outbox.Host.DumpRead();

        outbox.Host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);

        outbox.Host.DumpRead().ShouldBe(before);
        before.ShouldContain("450 busy");
    }

    [Fact]
    public async Task Follower_AfterManyEventsWithoutMail_SavesHowFarItIsAndMissesNone()
    {
        await using var outbox = await Outbox.StartAsync();
        await outbox.RunAsync();
        var (_, ordered) = await outbox.OrderNoticeAsync("ada");
        await outbox.RunAsync();
        await outbox.Host.CreateUserAsync("bob");
        await outbox.RunAsync();

        await using var context = await outbox
            .Host.Get<IDbContextFactory<WriteContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await context.OutboxCheckpoints.SingleAsync(TestContext.Current.CancellationToken)).Position.ShouldBe(
            ordered,
            "an event that orders no mail costs no write"
        );
    }
}
