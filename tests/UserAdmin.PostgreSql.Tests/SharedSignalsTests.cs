using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Mail;
using UserAdmin.Mail.Commands;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>What a person asks for on one node wakes the leader, whichever node that is.</summary>
public sealed class SharedSignalsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BulkAction_OfOneNode_WakesTheOther_AndIsCancelledThere()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await one.StartBesideAsync();
        var (signal, batchId) = (two.Get<BulkSignal>(), TestHost.NewId());
        var userId = await one.CreateUserAsync("ada");
        await two.CatchUpAsync();
        var woken = signal.WaitAsync(Stop);
        while (woken.IsCompleted)
        {
            // Woken by its own start.
            woken = signal.WaitAsync(Stop);
        }

        await one.AcceptAsync(new StartBulkAction(batchId, BulkAction.Disable, [userId]));
        await woken.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        signal.IsCancelled(batchId).ShouldBeFalse();

        await one.AcceptAsync(new CancelBulkAction(batchId));
        await TestHost.UntilAsync(() => signal.IsCancelled(batchId), "the other node knows of the cancellation");
    }

    [Fact]
    public async Task TestMail_OfOneNode_IsUrgentOnTheOther()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await one.StartBesideAsync();
        var admin = await one.CreateAdministratorAsync();
        await two.CatchUpAsync();
        two.Get<MailSignal>().TakeUrgent().ShouldBeFalse();

        await one.AcceptAsync(new SendTestMail(), admin);

        await TestHost.UntilAsync(() => two.Get<MailSignal>().TakeUrgent(), "the other node hurries");
    }
}
