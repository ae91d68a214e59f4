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
        // After a restore another event may have the position; its id must be another one, too.
        delivery.Id.ShouldBe($"{webhook}_{position}_{Convert.ToHexStringLower(logged.Hash)[..12]}");
        HeaderOf(request, "webhook-id").ShouldBe(delivery.Id);
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

    // The library looks at the first signature only (findings/standardwebhooks-one-signature.sh): it gets each alone.
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
