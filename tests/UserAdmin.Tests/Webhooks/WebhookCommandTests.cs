using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Tests.Applications;
using UserAdmin.Users;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Tests.Webhooks;

public sealed class WebhookCommandTests
{
    [Theory]
    [InlineData("", "webhooks.url-invalid")]
    [InlineData("hooks", "webhooks.url-invalid")]
    [InlineData("ftp://hooks.example.com", "webhooks.url-invalid")]
    [InlineData("https://hooks.example.com/a b", "webhooks.url-invalid")]
    [InlineData("https://name:word@hooks.example.com", "webhooks.url-user")]
    [InlineData("https://hooks.example.com/#part", "webhooks.url-fragment")]
    [InlineData("http://hooks.example.com", "webhooks.url-http")]
    [InlineData("https://10.1.2.3/in", "webhooks.url-private")]
    [InlineData("https://[::1]/in", "webhooks.url-private")]
    [InlineData("https://[::ffff:192.168.0.1]/in", "webhooks.url-private")]
    [InlineData("https://localhost:8443/in", "webhooks.url-private")]
    public async Task CreateWebhook_WithAnAddressThatIsNotAllowed_SaysWhy(string url, string code)
    {
        await using var host = await TestHost.StartAsync();
        var application = await host.CreateApplicationAsync("Sync", Permissions.ActivityRead);

        var result = await host.SendAsync(
            new CreateWebhook(application.ApplicationId!, TestHost.NewId(), url, NewWebhookSecret.Make(), [])
        );

        var error = result.Errors.ShouldHaveSingleItem();
        (error.Code, error.Field).ShouldBe((code, nameof(CreateWebhook.Url)));
    }

    [Fact]
    public async Task CreateWebhook_WithWrongFields_NamesEach()
    {
        await using var host = await TestHost.StartAsync();
        var application = await host.CreateApplicationAsync("Sync", Permissions.ActivityRead);

        var result = await host.SendAsync(
            new CreateWebhook(application.ApplicationId!, "x", WebhookHost.Url, "whsec_c2hvcnQ=", ["NoSuchEvent"])
            {
                Format = (WebhookFormat)7,
            }
        );

        result
            .Errors.Select(error => error.Code)
            .ShouldBe(
                ["id.invalid", "webhooks.secret-invalid", "webhooks.type-unknown", "webhooks.format-unknown"],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task CreateWebhook_OfAnApplicationThatMayNotReadTheActivity_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var application = await host.CreateApplicationAsync("Sync", Permissions.UsersRead);

        var result = await host.SendAsync(New(application.ApplicationId!));

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(WebhookErrors.NotPermitted.Code);
    }

    [Fact]
    public async Task CreateWebhook_BySomebodyWhoMayDoLess_IsRefused_AndSoIsAnApplication()
    {
        await using var host = await TestHost.StartAsync();
        var application = await host.CreateApplicationAsync("Sync", Permissions.ActivityRead, Permissions.UsersRead);
        var other = await host.CreateActorAsync("ada", Permissions.ApplicationsManage, Permissions.ActivityRead);
        var program = await host.CreateApplicationAsync(
            "Program",
            Permissions.ApplicationsManage,
            Permissions.ActivityRead,
            Permissions.UsersRead
        );

        var byOther = await host.SendAsync(New(application.ApplicationId!), other);
        var byProgram = await host.SendAsync(New(application.ApplicationId!), program);

        byOther.Errors.ShouldHaveSingleItem().Code.ShouldBe(ApplicationErrors.GrantsMore.Code);
        byProgram.Errors.ShouldHaveSingleItem().Code.ShouldBe(ApplicationErrors.OnlyPeople.Code);
    }

    [Fact]
    public async Task PauseAndDelete_BySomebodyWhoMayDoLess_AreAccepted()
    {
        await using var host = await TestHost.StartAsync();
        var (application, webhook) = await host.CreateWebhookAsync();
        var other = await host.CreateActorAsync("ada", Permissions.ApplicationsManage);

        await host.AcceptAsync(new PauseWebhook(application, webhook), other);
        (await host.GetWebhookAsync(webhook)).PausedBecause.ShouldBe(WebhookPause.ByPerson);
        await host.AcceptAsync(new DeleteWebhook(application, webhook), other);

        (await host.AskAsync(new GetWebhook(webhook))).Value.ShouldBeNull();
    }

    [Fact]
    public async Task CreateWebhook_WhenTheApplicationHasTen_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var application = (await host.CreateApplicationAsync("Sync", Permissions.ActivityRead)).ApplicationId!;
        for (var i = 0; i < WebhookErrors.MostWebhooks; i++)
        {
            await host.AcceptAsync(New(application));
        }

        var result = await host.SendAsync(New(application));

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(WebhookErrors.TooMany.Code);
        (await host.AskAsync(new ListWebhooks(application))).Value!.Count.ShouldBe(WebhookErrors.MostWebhooks);
    }

    [Fact]
    public async Task UpdateWebhook_AfterSomebodyElseChangedAnotherField_KeepsBoth()
    {
        await using var host = await TestHost.StartAsync();
        var (application, webhook) = await host.CreateWebhookAsync();
        var seen = await host.GetWebhookAsync(webhook);
        await host.AcceptAsync(
            new UpdateWebhook(application, webhook, seen.Url, "For the HR system", [], seen.Format, seen.Version)
        );

        await host.AcceptAsync(
            new UpdateWebhook(application, webhook, seen.Url, null, [nameof(UserCreated)], seen.Format, seen.Version)
        );

        var row = await host.GetWebhookAsync(webhook);
        row.Description.ShouldBe("For the HR system");
        row.EventTypes.ShouldBe([nameof(UserCreated)]);
    }

    [Fact]
    public async Task UpdateWebhook_AfterSomebodyElseChangedTheSameField_SaysWhoseValue()
    {
        await using var host = await TestHost.StartAsync();
        var (application, webhook) = await host.CreateWebhookAsync();
        var seen = await host.GetWebhookAsync(webhook);
        await host.AcceptAsync(
            new UpdateWebhook(application, webhook, seen.Url, "Theirs", [], seen.Format, seen.Version)
        );

        var result = await host.SendAsync(
            new UpdateWebhook(application, webhook, seen.Url, "Mine", [], seen.Format, seen.Version)
        );

        var stale = result.Errors.ShouldHaveSingleItem().ShouldBeOfType<StaleEdit>();
        (stale.Field, stale.Current).ShouldBe((nameof(UpdateWebhook.Description), "Theirs"));
    }

    [Fact]
    public async Task Descriptions_OfTheApplicationAndOfTwoWebhooks_DoNotMeetInAMerge()
    {
        await using var host = await TestHost.StartAsync();
        var (application, first) = await host.CreateWebhookAsync();
        var second = TestHost.NewId();
        await host.AcceptAsync(New(application) with { WebhookId = second });
        var (one, other) = (await host.GetWebhookAsync(first), await host.GetWebhookAsync(second));
        var seen = await host.GetApplicationAsync(application);

        await host.AcceptAsync(new UpdateWebhook(application, first, one.Url, "First", [], one.Format, one.Version));
        await host.AcceptAsync(
            new UpdateWebhook(application, second, other.Url, "Second", [], other.Format, other.Version)
        );
        await host.AcceptAsync(seen.ToUpdate() with { Description = "Application" });

        (await host.GetWebhookAsync(first)).Description.ShouldBe("First");
        (await host.GetWebhookAsync(second)).Description.ShouldBe("Second");
        (await host.GetApplicationAsync(application)).Description.ShouldBe("Application");
    }

    [Fact]
    public async Task UpdateWebhook_ToSecurityEventsWithATypeThatHasNone_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var (application, webhook) = await host.CreateWebhookAsync();
        var seen = await host.GetWebhookAsync(webhook);

        var result = await host.SendAsync(
            new UpdateWebhook(
                application,
                webhook,
                seen.Url,
                null,
                [nameof(ApplicationCreated)],
                WebhookFormat.SecurityEvents,
                seen.Version
            )
        );

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(WebhookErrors.TypesWithoutStandard.Code);
    }

    [Fact]
    public async Task DeleteApplication_WithWebhooks_DeletesThem()
    {
        await using var host = await TestHost.StartAsync();
        var (application, webhook) = await host.CreateWebhookAsync();

        await host.AcceptAsync(new DeleteApplication(application));

        (await host.AskAsync(new GetWebhook(webhook))).Value.ShouldBeNull();
    }

    [Fact]
    public async Task History_OfTheApplication_TellsOfItsWebhooks_AndNeverTheSecret()
    {
        await using var host = await TestHost.StartAsync();
        var secret = NewWebhookSecret.Make();
        var (application, webhook) = await host.CreateWebhookAsync(secret: secret);
        var other = NewWebhookSecret.Make();
        await host.AcceptAsync(new RotateWebhookSecret(application, webhook, other));
        await host.AcceptAsync(new PauseWebhook(application, webhook));
        await host.AcceptAsync(new ResumeWebhook(application, webhook));

        var what = (await host.AskAsync(new GetActivity($"on:{application}"))).Value!.Items.Select(row => row.What);

        what.ShouldBe([
            "Webhook resumed",
            "Webhook paused",
            "Secret of a webhook rotated",
            "Webhook created",
            "Application created",
        ]);
        var dump = host.DumpWrite() + host.DumpRead();
        dump.ShouldContain(webhook);
        dump.ShouldNotContain(secret);
        dump.ShouldNotContain(other);
    }

    [Fact]
    public void ToString_OfCommandsWithASecret_LeavesItOut()
    {
        var secret = NewWebhookSecret.Make();

        new CreateWebhook("a", "w", WebhookHost.Url, secret, []).ToString().ShouldNotContain(secret);
        new RotateWebhookSecret("a", "w", secret).ToString().ShouldNotContain(secret);
    }

    private static CreateWebhook New(string application) =>
        new(application, TestHost.NewId(), WebhookHost.Url, NewWebhookSecret.Make(), []);
}
