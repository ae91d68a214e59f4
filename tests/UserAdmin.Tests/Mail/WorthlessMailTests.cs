using UserAdmin.Mail;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Mail;

/// <summary>A mail that would only mislead its recipient is given up, with the reason.</summary>
public sealed class WorthlessMailTests
{
    [Fact]
    public async Task Link_ThatWorks_IsSent()
    {
        await using var outbox = await Outbox.StartAsync();
        await outbox.OrderResetAsync("ada");

        await outbox.RunAsync();

        outbox.Sent.ShouldBe(1);
    }

    [Fact]
    public async Task Link_ThatExpired_IsNotSent()
    {
        await using var outbox = await Outbox.StartAsync();
        var (_, ordered) = await outbox.OrderResetAsync("ada");
        outbox.Clock.Advance(TimeSpan.FromDays(4));

        await ExpectGivenUpAsync(outbox, ordered, "The link in it has expired.");
    }

    [Fact]
    public async Task Link_ReplacedByANewerOne_IsNotSentButTheNewerOneIs()
    {
        await using var outbox = await Outbox.StartAsync();
        var (id, ordered) = await outbox.OrderResetAsync("ada");
        await outbox.Host.AcceptAsync(new SendPasswordReset(id));

        await ExpectGivenUpAsync(
            outbox,
            ordered,
            "The link in it was used, revoked or replaced by a newer one.",
            sent: 1
        );
    }

    [Fact]
    public async Task Link_ToAnAddressTheAccountNoLongerHas_IsNotSent()
    {
        await using var outbox = await Outbox.StartAsync();
        var (id, ordered) = await outbox.OrderResetAsync("ada");
        await outbox.Host.AcceptAsync(new ChangeUserEmail(id, "new@example.com", long.MaxValue));

        await outbox.RunAsync();

        outbox.Transport.Sent.Single().Subject.ShouldStartWith("The email of your account");
        (await outbox.RowAsync(ordered)).Status.ShouldBe(MailStatus.Discarded);
    }

    [Fact]
    public async Task Link_OfAnAccountThatWasDisabled_IsNotSent()
    {
        await using var outbox = await Outbox.StartAsync();
        var (id, ordered) = await outbox.OrderResetAsync("ada");
        await outbox.Host.AcceptAsync(new DisableUser(id));

        await outbox.RunAsync();

        outbox.Sent.ShouldBe(0);
        (await outbox.RowAsync(ordered)).Status.ShouldBe(MailStatus.Discarded);
    }

    [Fact]
    public async Task Notice_ToAPersonWhoWasPurged_IsNotSent()
    {
        await using var outbox = await Outbox.StartAsync();
        var (id, ordered) = await outbox.OrderNoticeAsync("ada");
        await outbox.Host.AcceptAsync(new DeleteUser(id));
        await outbox.Host.AcceptAsync(new PurgeUser(id, "ada"));

        await ExpectGivenUpAsync(outbox, ordered, "The account was removed.");
    }

    [Fact]
    public async Task Notice_ThatWaitsWhenThePersonIsPurged_IsForgotten_AndNamesNobody()
    {
        await using var outbox = await Outbox.StartAsync();
        outbox.Transport.Fail(new MailProblem("ada is unknown here"));
        var (id, ordered) = await outbox.OrderNoticeAsync("ada");
        await outbox.RunAsync();
        (await outbox.RowAsync(ordered)).LastError.ShouldBe("ada is unknown here");
        await outbox.Host.AcceptAsync(new DeleteUser(id));

        await outbox.Host.AcceptAsync(new PurgeUser(id, "ada"));
        outbox.Clock.Advance(TimeSpan.FromHours(1));
        await outbox.RunAsync();

        outbox.Sent.ShouldBe(1);
        var row = await outbox.RowAsync(ordered);
        (row.Status, row.To, row.UserName, row.LastError).ShouldBe(
            (MailStatus.Discarded, "erased", "erased", "The account was removed.")
        );
        outbox.Host.DumpWrite().ShouldNotContain("ada@example.com");
    }

    private static async Task ExpectGivenUpAsync(Outbox outbox, long ordered, string why, int sent = 0)
    {
        await outbox.RunAsync();
        await outbox.RunAsync();

        outbox.Sent.ShouldBe(sent);
        var row = await outbox.RowAsync(ordered);
        (row.Status, row.LastError).ShouldBe((MailStatus.Discarded, why));
        outbox.Events().Count(type => type == "MailDiscarded").ShouldBe(1);
    }
}
