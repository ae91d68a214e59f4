using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using UserAdmin.EventLog;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Tests.Webhooks;

public sealed class SecurityEventTests
{
    private const string Scim = "urn:ietf:params:scim:event:prov:";
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";
    private const string Risc = "https://schemas.openid.net/secevent/risc/event-type/";

    private readonly FakeReceiver _receiver = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Deliver_OfSecurityEvents_SendsTokensThatThePublishedKeysVerify()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var ada = await host.CreateUserAsync("ada");
        var (_, webhook) = await host.CreateWebhookAsync(format: WebhookFormat.SecurityEvents);
        await host.AcceptAsync(new DisableUser(ada));
        await host.AcceptAsync(new EnableUser(ada));
        await host.DeliverAsync();

        _receiver.Received.Count.ShouldBe(2);
        var request = _receiver.Received[0];
        request.ContentType.ShouldBe("application/secevent+jwt");
        var token = await VerifyAsync(host, request.Body);
        token.Typ.ShouldBe("secevent+jwt");
        token.Audiences.ShouldBe([WebhookHost.Url]);
        token.Id.ShouldBe((await host.DeliveriesAsync(webhook))[0].Id);
        token.TryGetPayloadValue<object>("exp", out _).ShouldBeFalse();
        var claims = ClaimsOf(token);
        claims["sub_id"]!.ToJsonString().ShouldBe($$"""{"format":"scim","uri":"/Users/{{ada}}"}""");
        var events = claims["events"]!.AsObject();
        events
            .Select(one => one.Key)
            .ShouldBe([Scim + "deactivate", Risc + "account-disabled", Caep + "session-revoked"]);
        ((string?)events[Caep + "session-revoked"]!["initiating_entity"]).ShouldBe("system");
        Encoding.UTF8.GetString(request.Body).ShouldNotContain("ada@example.com");
        claims.ToJsonString().ShouldNotContain("example.org");
    }

    [Fact]
    public async Task Deliver_OfAnEventWithoutAStandard_SendsNothing()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        await host.CreateWebhookAsync(format: WebhookFormat.SecurityEvents);
        await host.CreateApplicationAsync("Other");

        await host.DeliverAsync();

        _receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Format_ChangedWhileOthersWait_GivesThoseUpAndGoesOn()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var (application, webhook) = await host.CreateWebhookAsync();
        await host.CreateApplicationAsync("Other");
        _receiver.Answer = _ => new(415, WebhookProblem.Refused);
        await host.DeliverAsync();
        var seen = await host.GetWebhookAsync(webhook);
        await host.AcceptAsync(
            new UpdateWebhook(application, webhook, seen.Url, null, [], WebhookFormat.SecurityEvents, seen.Version)
        );
        var ada = await host.CreateUserAsync("ada");
        _receiver.Clear();
        _receiver.Answer = _ => new(202, null);
        _clock.Advance(TimeSpan.FromHours(1));

        await host.DeliverAsync();

        var claims = ClaimsOf(await VerifyAsync(host, _receiver.Received.ShouldHaveSingleItem().Body));
        ((string?)claims["sub_id"]!["uri"]).ShouldBe($"/Users/{ada}");
        var given = await host.DeliveriesAsync(webhook, WebhookDeliveryStatus.Failed);
        given.ShouldNotBeEmpty();
        given.ShouldEachBe(row => row.Problem == WebhookProblem.NotWritten);
        var details = await host.AskAsync(new GetWebhookDelivery(given[0].Id));
        details.Value.ShouldNotBeNull().RequestBody.ShouldBeNull();
    }

    [Fact]
    public async Task Lock_EndsSessions_AndDoesNotDisable()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var ada = await host.CreateUserAsync("ada");
        await host.CreateWebhookAsync(format: WebhookFormat.SecurityEvents);
        await host.AcceptAsync(new LockUser(ada, host.Get<TimeProvider>().GetUtcNow().AddHours(1)));
        await host.AcceptAsync(new UnlockUser(ada));
        await host.DeliverAsync();

        var claims = ClaimsOf(await VerifyAsync(host, _receiver.Received.ShouldHaveSingleItem().Body));

        claims["events"]!.AsObject().Select(one => one.Key).ShouldBe([Caep + "session-revoked"]);
    }

    [Fact]
    public void EventTypes_ThatEndSessions_AllHaveAStandard()
    {
        var ending = EventCodec.Types.Where(type => type.Value.IsAssignableTo(typeof(IEndsSessions))).ToList();

        ending.Count.ShouldBeGreaterThan(15);
        ending.Select(type => type.Key).ShouldBeSubsetOf(WebhookEventTypes.SecurityEvents);
    }

    [Fact]
    public async Task Patch_NamesTheAttributesThatChanged_AndNotTheirValues()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var ada = await host.CreateUserAsync("ada");
        await host.CreateWebhookAsync(format: WebhookFormat.SecurityEvents);
        await host.AcceptAsync(new ChangeUserEmail(ada, "ada@example.org", (await host.GetUserAsync(ada)).Version));
        await host.DeliverAsync();

        var claims = ClaimsOf(await VerifyAsync(host, _receiver.Received.ShouldHaveSingleItem().Body));

        claims["events"]![Scim + "patch:notice"]!.ToJsonString().ShouldBe("""{"attributes":["emails"]}""");
        claims.ToJsonString().ShouldNotContain("ada@example");
    }

    [Fact]
    public async Task CredentialChange_SaysWhichKindAndWho()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var ada = await host.CreateUserAsync("ada");
        var admin = await host.CreateAdministratorAsync();
        await host.CreateWebhookAsync([nameof(UserTemporaryPasswordSet)], WebhookFormat.SecurityEvents);
        await host.AcceptAsync(new SetTemporaryPassword(ada, "harbour tulip meadow 77"), admin);
        await host.DeliverAsync();

        var claims = ClaimsOf(await VerifyAsync(host, _receiver.Received.ShouldHaveSingleItem().Body));

        var change = claims["events"]![Caep + "credential-change"]!;
        ((string?)change["credential_type"], (string?)change["change_type"]).ShouldBe(("password", "update"));
        ((string?)change["initiating_entity"]).ShouldBe("admin");
    }

    [Fact]
    public async Task Trial_IsAVerificationEvent()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (application, webhook) = await host.CreateWebhookAsync(format: WebhookFormat.SecurityEvents);
        await host.AcceptAsync(new TryWebhook(application, webhook));
        await host.DeliverAsync();

        var claims = ClaimsOf(await VerifyAsync(host, _receiver.Received.ShouldHaveSingleItem().Body));

        claims["events"]!
            .AsObject()
            .Select(one => one.Key)
            .ShouldBe(["https://schemas.openid.net/secevent/ssf/event-type/verification"]);
    }

    [Fact]
    public async Task Keys_AreReplacedAfterNinetyDays_AndPublishedForAnotherThirty()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        var ada = await host.CreateUserAsync("ada");
        await host.CreateWebhookAsync(format: WebhookFormat.SecurityEvents);
        var first = await KeyOfAsync(host, new DisableUser(ada));
        _clock.Advance(TimeSpan.FromDays(89));
        (await KeyOfAsync(host, new EnableUser(ada))).ShouldBe(first);
        _clock.Advance(TimeSpan.FromDays(2));
        var second = await KeyOfAsync(host, new DisableUser(ada));

        second.ShouldNotBe(first);
        (await KeysAsync(host)).ShouldBe([second, first]);
        _clock.Advance(TimeSpan.FromDays(30));
        (await KeysAsync(host)).ShouldBe([second]);
        host.DumpWrite().ShouldContain(second);
    }

    [Fact]
    public async Task GetWebhookDelivery_OfAToken_ShowsItsClaims()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var ada = await host.CreateUserAsync("ada");
        var (_, webhook) = await host.CreateWebhookAsync(format: WebhookFormat.SecurityEvents);
        await host.AcceptAsync(new DisableUser(ada));
        await host.DeliverAsync();

        var details = await host.AskAsync(new GetWebhookDelivery((await host.DeliveriesAsync(webhook))[0].Id));

        details.Value!.RequestBody.ShouldNotBeNull().ShouldContain($"/Users/{ada}");
    }

    [Fact]
    public void EventTypes_WithAStandard_AreThoseThatCanBeChosen()
    {
        WebhookEventTypes.SecurityEvents.Count.ShouldBeGreaterThan(20);
        WebhookEventTypes.SecurityEvents.ShouldBeSubsetOf(WebhookEventTypes.All);
    }

    [Fact]
    public async Task Keys_FromWhenAWebhookAsksForTokens_AreThereBeforeTheFirstOne()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        await host.CreateWebhookAsync([nameof(UserAdmin.Roles.RoleCreated)]);
        (await KeysAsync(host)).ShouldBeEmpty();
        await host.CreateWebhookAsync([nameof(UserDisabled)], WebhookFormat.SecurityEvents);

        var key = (await KeysAsync(host)).ShouldHaveSingleItem();

        (await KeyOfAsync(host, new DisableUser(await host.CreateUserAsync("ada")))).ShouldBe(key);
    }

    [Fact]
    public async Task Keys_OfAWebhookThatIsChangedToTokens_AreThereBeforeTheFirstOne()
    {
        await using var host = await WebhookHost.StartAsync(_receiver);
        var (application, webhook) = await host.CreateWebhookAsync();
        (await KeysAsync(host)).ShouldBeEmpty();
        var row = await host.GetWebhookAsync(webhook);

        await host.AcceptAsync(
            new UpdateWebhook(application, webhook, row.Url, null, [], WebhookFormat.SecurityEvents, row.Version)
        );

        (await KeysAsync(host)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Keys_ThatSomebodyReads_AreNotMadeForThat()
    {
        await using var host = await WebhookHost.StartAsync(_receiver, _clock);
        await host.CreateWebhookAsync(format: WebhookFormat.SecurityEvents);
        var key = (await KeysAsync(host)).ShouldHaveSingleItem();

        _clock.Advance(TimeSpan.FromDays(91));

        (await KeysAsync(host)).ShouldHaveSingleItem().ShouldBe(key);
        _clock.Advance(TimeSpan.FromDays(30));
        (await KeysAsync(host)).ShouldBeEmpty();
    }

    private async Task<string> KeyOfAsync(TestHost host, UserAdmin.Messaging.ICommand command)
    {
        _receiver.Clear();
        await host.AcceptAsync(command);
        await host.DeliverAsync();
        return (await VerifyAsync(host, _receiver.Received.ShouldHaveSingleItem().Body)).Kid;
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(TestHost host) =>
        [.. new JsonWebKeySet(await PublishedAsync(host)).Keys.Select(key => key.Kid)];

    private static Task<string> PublishedAsync(TestHost host) =>
        host.Get<ISecurityEventKeys>().PublishedAsync(TestContext.Current.CancellationToken);

    private static JsonNode ClaimsOf(JsonWebToken token) =>
        JsonNode.Parse(Base64UrlEncoder.Decode(token.EncodedPayload))!;

    private static async Task<JsonWebToken> VerifyAsync(TestHost host, byte[] body)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            Encoding.ASCII.GetString(body),
            new TokenValidationParameters
            {
                IssuerSigningKeys = new JsonWebKeySet(await PublishedAsync(host)).GetSigningKeys(),
                ValidAudience = WebhookHost.Url,
                ValidIssuer = "http://localhost:5080",
                ValidTypes = ["secevent+jwt"],
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                // A security event token does not expire (RFC 8417, section 2.2).
                RequireExpirationTime = false,
                ValidateLifetime = false,
            }
        );
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }
}
