using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account.Commands;
using UserAdmin.Applications.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Tests.Applications;
using UserAdmin.Tests.Mail;
using UserAdmin.Users.Commands;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin.Tests.Webhooks;

/// <summary>What people are told of a webhook that the program has paused.</summary>
public sealed class WebhookNoticeTests
{
    private readonly FakeReceiver _receiver = new();
    private readonly FakeTransport _transport = new();

    [Fact]
    public async Task Pause_ByTheProgram_IsToldToTheOwnerInTheirLanguage_AndToNobodyElse()
    {
        await using var host = await StartAsync();
        var owner = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new ChooseLanguage("de"), Actor.User(owner));
        await host.CreateActorAsync("manager", Permissions.ApplicationsManage);
        var (application, webhook) = await host.CreateWebhookAsync();
        await host.AcceptAsync(
            (await host.GetApplicationAsync(application)).ToUpdate() with
            {
                Name = "HR sync",
                OwnerId = owner,
            }
        );

        await PauseAsync(host);

        var mail = _transport.Sent.ShouldHaveSingleItem();
        mail.To.Mailboxes.Single().Address.ShouldBe("ada@example.com");
        mail.Subject.ShouldBe("UserAdmin: ein Webhook von HR sync ist pausiert");
        var text = mail.TextBody.ShouldNotBeNull();
        text.ShouldContain(WebhookHost.Url);
        text.ShouldContain("Status 410");
        text.ShouldContain($"/applications/{application}/webhooks/{webhook}");
        (await host.AskAsync(new GetUserHistory(owner)))
            .Value!.Items.Select(row => row.What)
            .ShouldContain("Mail sent: notice of a paused webhook");
    }

    [Fact]
    public async Task Pause_ByTheProgram_WithoutAnOwnerWhoCanReadIt_IsToldToThoseWhoManageApplications()
    {
        await using var host = await StartAsync();
        var owner = await host.CreateUserAsync("ada");
        await host.CreateActorAsync("manager", Permissions.ApplicationsManage);
        await host.CreateActorAsync("reader", Permissions.ApplicationsRead);
        var gone = await host.CreateActorAsync("former", Permissions.ApplicationsManage);
        await host.AcceptAsync(new DisableUser(gone.Id));
        var (application, _) = await host.CreateWebhookAsync();
        await host.AcceptAsync((await host.GetApplicationAsync(application)).ToUpdate() with { OwnerId = owner });
        await host.AcceptAsync(new DisableUser(owner));

        await PauseAsync(host);

        _transport
            .Sent.Select(mail => mail.To.Mailboxes.Single().Address)
            .ShouldBe(["manager@example.com"], ignoreOrder: true);
    }

    [Fact]
    public async Task Pause_ByAPerson_IsToldToNobody()
    {
        await using var host = await StartAsync();
        await host.CreateActorAsync("manager", Permissions.ApplicationsManage);
        var (application, webhook) = await host.CreateWebhookAsync();

        await host.AcceptAsync(new PauseWebhook(application, webhook));
        await host.Get<MailRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

        (await host.GetWebhookAsync(webhook)).PausedBecause.ShouldBe(WebhookPause.ByPerson);
        _transport.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListAllWebhooks_OfSeveralApplications_NamesThem_ThoseThatNeedAttentionFirst()
    {
        await using var host = await StartAsync();
        var (fine, _) = await host.CreateWebhookAsync([nameof(UserAdmin.Users.UserDisabled)]);
        var (broken, webhook) = await host.CreateWebhookAsync();
        await RenameAsync(host, fine, "A directory");
        await RenameAsync(host, broken, "Z sync");

        await PauseAsync(host);

        var all = (await host.AskAsync(new ListAllWebhooks())).Value.ShouldNotBeNull();
        all.Select(row => (row.ApplicationName, row.NeedsAttention))
            .ShouldBe([("Z sync", true), ("A directory", false)]);
        all[0].Id.ShouldBe(webhook);
    }

    private static async Task RenameAsync(TestHost host, string application, string name) =>
        await host.AcceptAsync((await host.GetApplicationAsync(application)).ToUpdate() with { Name = name });

    private Task<TestHost> StartAsync() =>
        TestHost.StartAsync(configure: services =>
        {
            services.AddSingleton<IWebhookTransport>(_receiver);
            services.AddSingleton<IMailTransport>(_transport);
        });

    private async Task PauseAsync(TestHost host)
    {
        _receiver.Answer = _ => new(410, WebhookProblem.Refused);
        await host.CreateUserAsync("somebody");
        await host.DeliverAsync();
        await host.Get<MailRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
    }
}
