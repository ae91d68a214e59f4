using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;
using UserAdmin.Applications.Commands;
using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin.Tests.Webhooks;

public sealed class WebhookSendingTests
{
    private readonly FakeReceiver _receiver = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Deliver_OfAChange_SendsItWithOldAndNewValuesPositionAndHash()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var ada = await host.CreateUserAsync("ada");
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserEmailChanged)]);
        await host.CreateUserAsync("bob");
        var position = await host.AcceptAsync(
            new ChangeUserEmail(ada, "ada@example.org", (await host.GetUserAsync(ada)).Version)
        );

        await host.DeliverAsync();

        var request = _receiver.Received.ShouldHaveSingleItem();
        (request.Url, request.ContentType).ShouldBe((WebhookHost.Url, "application/json"));
        var body = _receiver.Bodies[0];
        ((string?)body["type"]).ShouldBe(nameof(UserEmailChanged));
        var data = body["data"]!;
        var logged = host.ReadLog().Single(record => record.Position == position);
        ((long?)data["position"]).ShouldBe(position);
        ((string?)data["hash"]).ShouldBe(Convert.ToHexStringLower(logged.Hash));
        ((string?)data["subject"]!["id"], (string?)data["subject"]!["kind"]).ShouldBe((ada, "User"));
        var change = data["changes"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)change["field"], (string?)change["from"], (string?)change["to"]).ShouldBe(
            ("Email", "ada@example.com", "ada@example.org")
        );
        var delivery = (await host.DeliveriesAsync(webhook)).ShouldHaveSingleItem();
        (delivery.Status, delivery.Attempts, delivery.AnswerStatus).ShouldBe((WebhookDeliveryStatus.Delivered, 1, 204));
        (await host.GetWebhookAsync(webhook)).Progress.LastDeliveredAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Signature_OfARequest_IsWhatTheLibraryOfTheStandardAccepts_WithBothSecretsWhileTheyOverlap()
    {
        var (first, second) = (NewWebhookSecret.Make(), NewWebhookSecret.Make());
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)], secret: first);
        await host.CreateUserAsync("ada");
        await host.DeliverAsync();
        await host.AcceptAsync(new RotateWebhookSecret(application, webhook, second));
        await host.CreateUserAsync("bob");
        await host.DeliverAsync();
        await host.AcceptAsync(
            new RotateWebhookSecret(application, webhook, NewWebhookSecret.Make()) { AtOnce = true }
        );
        await host.CreateUserAsync("cleo");
        await host.DeliverAsync();

        _receiver.Received.Count.ShouldBe(3);
        Verifies(first, _receiver.Received[0]).ShouldBeTrue();
        Verifies(second, _receiver.Received[0]).ShouldBeFalse();
        Verifies(first, _receiver.Received[1]).ShouldBeTrue();
        Verifies(second, _receiver.Received[1]).ShouldBeTrue();
        Verifies(second, _receiver.Received[2]).ShouldBeFalse();
    }

    [Fact]
    public async Task Deliver_AfterTheOverlap_SignsWithTheNewSecretOnly()
    {
        var first = NewWebhookSecret.Make();
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)], secret: first);
        await host.AcceptAsync(new RotateWebhookSecret(application, webhook, NewWebhookSecret.Make()));
        (await host.GetWebhookAsync(webhook)).FormerSecretUntil.ShouldBe(
            _clock.GetUtcNow() + RotateWebhookSecret.Overlap
        );
        _clock.Advance(RotateWebhookSecret.Overlap);
        await host.CreateUserAsync("ada");

        await host.DeliverAsync();

        HeaderOf(_receiver.Received.ShouldHaveSingleItem(), "webhook-signature").ShouldNotContain(" ");
        (await host.GetWebhookAsync(webhook)).FormerSecretUntil.ShouldBeNull();
    }

    [Fact]
    public async Task Deliver_ToAnApplicationThatMayNotSeePeople_LeavesOutNamesAndValues()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        await host.CreateWebhookAsync([nameof(UserCreated)], permissions: [Permissions.ActivityRead]);
        var ada = await host.CreateUserAsync("ada");

        await host.DeliverAsync();

        var text = Encoding.UTF8.GetString(_receiver.Received.ShouldHaveSingleItem().Body);
        text.ShouldContain(ada);
        text.ShouldNotContain("ada@example.com");
    }

    [Fact]
    public async Task Deliver_ForAStoppedApplication_WaitsUntilItIsEnabled()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        await host.CreateUserAsync("ada");
        await host.AcceptAsync(new DisableApplication(application));

        await host.DeliverAsync();

        _receiver.Received.ShouldBeEmpty();
        (await host.GetWebhookAsync(webhook)).PausedBecause.ShouldBe(WebhookPause.ApplicationStopped);
        await host.AcceptAsync(new EnableApplication(application));
        await host.DeliverAsync();
        _receiver.Received.Count.ShouldBe(1);
        (await host.GetWebhookAsync(webhook)).PausedBecause.ShouldBeNull();
    }

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
    public async Task Deliver_OfAWebhookEvent_SaysOnlyTheHostOfItsAddress()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        await host.CreateWebhookAsync([nameof(WebhookCreated)]);
        await host.CreateWebhookAsync();

        await host.DeliverAsync();

        var text = Encoding.UTF8.GetString(_receiver.Received[0].Body);
        text.ShouldContain("https://hooks.example.com");
        text.ShouldNotContain(WebhookHost.Url);
    }

    [Fact]
    public async Task ListWebhookDeliveries_WithoutTheActivity_DoesNotSayWhatHappenedToWhom()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        await host.CreateUserAsync("ada");
        await host.DeliverAsync();
        var only = await host.CreateActorAsync("only", Permissions.ApplicationsRead);

        var row = (await host.AskAsync(new ListWebhookDeliveries(webhook), only)).Value!.Items.ShouldHaveSingleItem();

        (row.EventType, row.SubjectId).ShouldBe(("", ""));
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

    [Fact]
    public async Task SendDeliveryAgain_OfOneThatWasDelivered_SendsTheSameIdAndBody()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (application, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        await host.CreateUserAsync("ada");
        await host.DeliverAsync();
        var delivery = (await host.DeliveriesAsync(webhook)).ShouldHaveSingleItem();

        await host.AcceptAsync(new SendDeliveryAgain(application, webhook, delivery.Id));
        await host.DeliverAsync();

        _receiver.Received.Count.ShouldBe(2);
        _receiver.Received.Select(request => HeaderOf(request, "webhook-id")).ShouldEachBe(id => id == delivery.Id);
        _receiver.Received[1].Body.ShouldBe(_receiver.Received[0].Body);
        (await host.DeliveriesAsync(webhook)).ShouldHaveSingleItem().Attempts.ShouldBe(2);
        var unknown = await host.SendAsync(new SendDeliveryAgain(application, webhook, "none"));
        unknown.Errors.ShouldHaveSingleItem().Code.ShouldBe(WebhookErrors.DeliveryNotFound.Code);
    }

    [Fact]
    public async Task Deliver_AfterThePurgeOfAnAccount_SaysNothingOfIt()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        var ada = await host.CreateUserAsync("ada");
        _receiver.Answer = _ => new(500, WebhookProblem.Refused, "unknown: ada@example.com");
        await host.DeliverAsync();
        host.DumpWrite().ShouldContain("unknown: ada@example.com");
        await host.AcceptAsync(new DeleteUser(ada));
        await host.AcceptAsync(new PurgeUser(ada, "ada"));
        host.DumpWrite().ShouldNotContain("unknown: ada@example.com");
        _receiver.Clear();
        _receiver.Answer = _ => new(204, null);
        _clock.Advance(TimeSpan.FromSeconds(5));

        await host.DeliverAsync();

        var text = Encoding.UTF8.GetString(_receiver.Received.ShouldHaveSingleItem().Body);
        text.ShouldContain(ada);
        text.ShouldNotContain("ada@example.com");
        var details = await host.AskAsync(new GetWebhookDelivery((await host.DeliveriesAsync(webhook))[0].Id));
        details.Value!.RequestBody.ShouldNotBeNull().ShouldNotContain("ada@example.com");
    }

    [Fact]
    public async Task GetWebhookDelivery_ByReaders_ShowsWhatTheyMaySee()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        _receiver.Answer = _ => new(200, null, "got ada@example.com");
        await host.CreateUserAsync("ada");
        await host.DeliverAsync();
        var id = (await host.DeliveriesAsync(webhook)).ShouldHaveSingleItem().Id;
        var only = await host.CreateActorAsync("only", Permissions.ApplicationsRead);
        var activity = await host.CreateActorAsync("acts", Permissions.ApplicationsRead, Permissions.ActivityRead);

        var all = (await host.AskAsync(new GetWebhookDelivery(id))).Value!;
        var some = (await host.AskAsync(new GetWebhookDelivery(id), activity)).Value!;
        var none = (await host.AskAsync(new GetWebhookDelivery(id), only)).Value!;

        all.RequestBody.ShouldNotBeNull().ShouldContain("ada@example.com");
        all.AnswerBody.ShouldBe("got ada@example.com");
        some.RequestBody.ShouldNotBeNull().ShouldNotContain("ada@example.com");
        some.AnswerBody.ShouldBeNull();
        none.RequestBody.ShouldBeNull();
        none.RequestHeaders.Select(header => header.Key).ShouldBe(["webhook-id", "webhook-timestamp", "content-type"]);
    }

    [Fact]
    public async Task Deliver_AMonthLater_ForgetsWhatIsDone()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserCreated)]);
        await host.CreateUserAsync("ada");
        await host.DeliverAsync();
        _clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        var bob = await host.CreateUserAsync("bob");

        await host.DeliverAsync();

        (await host.DeliveriesAsync(webhook)).ShouldHaveSingleItem().SubjectId.ShouldBe(bob);
    }

    [Fact]
    public async Task Deliver_OfMoreThanMayWait_GetsAllOfThemInOrder()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (_, webhook) = await host.CreateWebhookAsync([nameof(UserProfileChanged)]);
        var ada = await host.CreateUserAsync("ada");
        var version = (await host.GetUserAsync(ada)).Version;
        for (var i = 0; i < 450; i++)
        {
            version = await host.AcceptAsync(
                new UpdateUserProfile(ada, $"Ada {i.ToString(CultureInfo.InvariantCulture)}", version)
            );
        }

        await host.DeliverAsync();

        var positions = _receiver.Bodies.Select(body => (long)body["data"]!["position"]!).ToList();
        positions.Count.ShouldBe(450);
        positions.ShouldBeInOrder();
        (await host.GetWebhookAsync(webhook)).Progress.Waiting.ShouldBe(0);
    }

    private List<(string Subject, string Type)> SubjectsReceived() =>
        [.. _receiver.Bodies.Select(body => ((string)body["data"]!["subject"]!["id"]!, (string)body["type"]!))];

    private static string HeaderOf(WebhookRequest request, string name) =>
        request.Headers.Single(header => header.Key == name).Value;

    // The library looks at the first signature only (findings/standardwebhooks-one-signature.sh), so it gets each alone.
    private static bool Verifies(string secret, WebhookRequest request) =>
        HeaderOf(request, "webhook-signature").Split(' ').Any(signature => Verifies(secret, request, signature));

    private static bool Verifies(string secret, WebhookRequest request, string signature)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in request.Headers)
        {
            headers[name] = value;
        }

        headers["webhook-signature"] = signature;
        try
        {
            new StandardWebhook(secret).Verify(Encoding.UTF8.GetString(request.Body), headers);
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    }
}
