using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Applications.Commands;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin.Tests.Webhooks;

public sealed class WebhookFailureTests
{
    private readonly FakeReceiver _receiver = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Deliver_AfterAFailure_TriesOneAfterGrowingIntervals_AndThenGoesOnInOrder()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserCreated), nameof(UserDisabled)]);
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        await host.AcceptAsync(new DisableUser(ada));
        _receiver.Answer = _ => new(503, WebhookProblem.Refused, "down");

        await host.DeliverAsync();
        var first = _receiver.Received.Count;
        await host.DeliverAsync();
        _receiver.Received.Count.ShouldBe(first);
        var failing = (await host.GetWebhookAsync(webhook)).Progress;
        failing.FailingSince.ShouldBe(_clock.GetUtcNow());
        failing.NextAttemptAt.ShouldBe(_clock.GetUtcNow() + TimeSpan.FromSeconds(5));
        _receiver.Clear();
        foreach (var wait in new[] { 5, 30, 120, 600, 1800, 3600, 7200, 14400, 14400 })
        {
            _clock.Advance(TimeSpan.FromSeconds(wait));
            await host.DeliverAsync();
        }

        _receiver.Received.Count.ShouldBe(9);
        _receiver.Clear();
        _receiver.Answer = _ => new(200, null);
        _clock.Advance(TimeSpan.FromHours(4));
        await host.DeliverAsync();

        SubjectsReceived().ShouldBe([(ada, "UserCreated"), (ada, "UserDisabled"), (bob, "UserCreated")], true);
        SubjectsReceived()
            .Where(one => one.Subject == ada)
            .Select(one => one.Type)
            .ShouldBe(["UserCreated", "UserDisabled"]);
        (await host.GetWebhookAsync(webhook)).Progress.FailingSince.ShouldBeNull();
    }

    [Fact]
    public async Task Deliver_WhenOneSubjectIsRefused_GoesOnWithTheOthers_AndKeepsItsOrder()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        await host.CreateWebhookAsync([nameof(UserCreated), nameof(UserDisabled)]);
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        await host.AcceptAsync(new DisableUser(ada));
        await host.AcceptAsync(new DisableUser(bob));
        _receiver.Answer = request =>
            Encoding.UTF8.GetString(request.Body).Contains(ada, StringComparison.Ordinal)
                ? new(400, WebhookProblem.Refused)
                : new(204, null);

        await host.DeliverAsync();

        SubjectsReceived().Count(one => one.Subject == ada).ShouldBe(1);
        SubjectsReceived().Count(one => one.Subject == bob).ShouldBe(2);
        _receiver.Clear();
        _receiver.Answer = _ => new(204, null);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await host.DeliverAsync();
        SubjectsReceived().ShouldBe([(ada, "UserCreated"), (ada, "UserDisabled")]);
    }

    [Fact]
    public async Task Deliver_WhenTheOnlyOneIsRefused_GoesOnWithOthersAtOnce()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        var ada = await host.CreateUserAsync("ada");
        _receiver.Answer = request =>
            Encoding.UTF8.GetString(request.Body).Contains(ada, StringComparison.Ordinal)
                ? new(404, WebhookProblem.Refused)
                : new(204, null);
        await host.DeliverAsync();
        (await host.GetWebhookAsync(webhook)).Progress.FailingSince.ShouldNotBeNull();
        _receiver.Clear();
        var bob = await host.CreateUserAsync("bob");

        await host.DeliverAsync();

        SubjectsReceived().ShouldBe([(bob, "UserCreated")]);
        (await host.GetWebhookAsync(webhook)).Progress.FailingSince.ShouldBeNull();
    }

    [Fact]
    public async Task SendDeliveryAgain_OfOneThatIsRefused_DoesNotHoldBackWhatIsNewer()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated), nameof(UserDisabled)]);
        var ada = await host.CreateUserAsync("ada");
        await host.DeliverAsync();
        var delivery = (await host.DeliveriesAsync(webhook)).ShouldHaveSingleItem();
        _receiver.Answer = _ => new(400, WebhookProblem.Refused);
        await host.AcceptAsync(new SendDeliveryAgain(application, webhook, delivery.Id));
        await host.DeliverAsync();
        (await host.DeliveriesAsync(webhook)).ShouldHaveSingleItem().Status.ShouldBe(WebhookDeliveryStatus.Failed);
        _receiver.Clear();
        _receiver.Answer = _ => new(204, null);
        await host.AcceptAsync(new DisableUser(ada));

        await host.DeliverAsync();

        SubjectsReceived().ShouldBe([(ada, "UserDisabled")]);
    }

    [Fact]
    public async Task SkipWebhookDelivery_OfOneThatIsRefused_SendsTheNextOfTheSameSubject_AndSaysWhoDidIt()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var admin = await host.CreateAdministratorAsync();
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated), nameof(UserDisabled)]);
        var ada = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new DisableUser(ada));
        _receiver.Answer = _ => new(400, WebhookProblem.Refused);
        await host.DeliverAsync();
        var refused = (await host.DeliveriesAsync(webhook)).Single(row => row.Attempts > 0);
        var behind = (await host.DeliveriesAsync(webhook)).Single(row => row.Attempts == 0);
        (await host.SendAsync(new SkipWebhookDelivery(application, webhook, behind.Id)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(WebhookErrors.NothingToSkip);
        _receiver.Clear();
        _receiver.Answer = _ => new(204, null);

        await host.AcceptAsync(new SkipWebhookDelivery(application, webhook, refused.Id), admin);
        await host.DeliverAsync();

        SubjectsReceived().ShouldBe([(ada, "UserDisabled")]);
        (await host.DeliveriesAsync(webhook))
            .Single(row => row.Id == refused.Id)
            .Status.ShouldBe(WebhookDeliveryStatus.Failed);
        var row = (await host.AskAsync(new GetUserHistory(application))).Value!.Items[0];
        (row.What, row.ActorName).ShouldBe(("Event of a webhook skipped", "admin"));
        (await host.SendAsync(new SkipWebhookDelivery(application, webhook, refused.Id)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(WebhookErrors.NothingToSkip);
    }

    [Fact]
    public async Task Deliver_ThatFailsForThreeDays_PausesTheWebhook_AndResumeSendsEverything()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        await host.CreateUserAsync("ada");
        _receiver.Answer = _ => new(null, WebhookProblem.NotConnected);
        for (var hours = 0; hours < 84; hours += 4)
        {
            await host.DeliverAsync();
            _clock.Advance(TimeSpan.FromHours(4));
        }

        var paused = await host.GetWebhookAsync(webhook);
        paused.PausedBecause.ShouldBe(WebhookPause.FailedTooLong);
        _receiver.Clear();
        _receiver.Answer = _ => new(204, null);
        await host.CreateUserAsync("bob");
        await host.DeliverAsync();
        _receiver.Received.ShouldBeEmpty();

        await host.AcceptAsync(new ResumeWebhook(application, webhook));
        await host.DeliverAsync();

        _receiver.Received.Count.ShouldBe(2);
        (await host.DeliveriesAsync(webhook)).ShouldEachBe(row => row.Status == WebhookDeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Resume_WithoutWhatWasMissed_SendsOnlyWhatIsNew()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        await host.AcceptAsync(new PauseWebhook(application, webhook));
        await host.CreateUserAsync("ada");
        await host.AcceptAsync(new ResumeWebhook(application, webhook, SkipMissed: true));
        var bob = await host.CreateUserAsync("bob");

        await host.DeliverAsync();

        SubjectsReceived().ShouldBe([(bob, "UserCreated")]);
    }

    [Fact]
    public async Task Deliver_WhenTheReceiverIsGone_PausesAtOnce()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        _receiver.Answer = _ => new(410, WebhookProblem.Refused);
        await host.CreateUserAsync("ada");

        await host.DeliverAsync();

        (await host.GetWebhookAsync(webhook)).PausedBecause.ShouldBe(WebhookPause.Gone);
    }

    [Fact]
    public async Task Deliver_WhenTheReceiverAsksForRest_WaitsThatLong()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        _receiver.Answer = _ => new(429, WebhookProblem.Refused, null, TimeSpan.FromMinutes(7));
        await host.CreateUserAsync("ada");

        await host.DeliverAsync();

        var next = (await host.GetWebhookAsync(webhook)).Progress.NextAttemptAt;
        next.ShouldBe(_clock.GetUtcNow() + TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task TryWebhook_WhileTheReceiverFails_IsSentAtOnceAndOnce()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        await host.CreateUserAsync("ada");
        _receiver.Answer = _ => new(500, WebhookProblem.Refused, "no");
        await host.DeliverAsync();
        _receiver.Clear();

        await host.AcceptAsync(new TryWebhook(application, webhook));
        await host.DeliverAsync();

        ((string?)_receiver.Bodies.ShouldHaveSingleItem()["type"]).ShouldBe(WebhookEventTypes.Trial);
        var trial = (await host.DeliveriesAsync(webhook)).Single(row => row.EventType == WebhookEventTypes.Trial);
        (trial.Status, trial.AnswerStatus).ShouldBe((WebhookDeliveryStatus.Failed, 500));
        var details = (await host.AskAsync(new GetWebhookDelivery(trial.Id))).Value.ShouldNotBeNull();
        details.AnswerBody.ShouldBe("no");
    }

    private List<(string Subject, string Type)> SubjectsReceived() =>
        [.. _receiver.Bodies.Select(body => ((string)body["data"]!["subject"]!["id"]!, (string)body["type"]!))];
}
