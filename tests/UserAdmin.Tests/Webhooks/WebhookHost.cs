using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Roles;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin.Tests.Webhooks;

/// <summary>A receiver that remembers what it gets and answers as the test wants.</summary>
internal sealed class FakeReceiver : IWebhookTransport
{
    private readonly Lock _lock = new();
    private readonly List<WebhookRequest> _received = [];

    /// <summary>What it answers; success unless set.</summary>
    public Func<WebhookRequest, WebhookAnswer> Answer { get; set; } = _ => new(204, null);

    /// <summary>What it has got, in order.</summary>
    public IReadOnlyList<WebhookRequest> Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>The bodies, as JSON.</summary>
    public IReadOnlyList<JsonNode> Bodies => [.. Received.Select(request => JsonNode.Parse(request.Body)!)];

    public Task<WebhookAnswer> SendAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _received.Add(request);
            return Task.FromResult(Answer(request));
        }
    }

    /// <summary>Forgets what it has got.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _received.Clear();
        }
    }
}

/// <summary>Steps that tests of webhooks share.</summary>
internal static class WebhookHost
{
    public const string Url = "https://hooks.example.com/in";

    public static Task<TestHost> StartAsync(FakeReceiver receiver, FakeTimeProvider? clock = null) =>
        TestHost.StartAsync(configure: services =>
        {
            services.AddSingleton<IWebhookTransport>(receiver);
            if (clock is not null)
            {
                services.AddSingleton<TimeProvider>(clock);
            }
        });

    /// <summary>Creates an application that may read everything, and a webhook of it; returns their ids.</summary>
    public static async Task<(string ApplicationId, string WebhookId)> CreateWebhookAsync(
        this TestHost host,
        string[]? types = null,
        WebhookFormat format = WebhookFormat.Events,
        string? secret = null,
        string[]? permissions = null
    )
    {
        var application = await host.CreateApplicationAsync(
            $"Sync {Guid.NewGuid():N}",
            permissions ?? [Permissions.ActivityRead, Permissions.UsersRead]
        );
        var id = TestHost.NewId();
        await host.AcceptAsync(
            new CreateWebhook(application.ApplicationId!, id, Url, secret ?? NewWebhookSecret.Make(), types ?? [])
            {
                Format = format,
            }
        );
        return (application.ApplicationId!, id);
    }

    /// <summary>Follows the log and sends what is due.</summary>
    public static Task DeliverAsync(this TestHost host) =>
        host.Get<WebhookRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

    public static async Task<WebhookRow> GetWebhookAsync(this TestHost host, string id) =>
        (await host.AskAsync(new GetWebhook(id))).Value.ShouldNotBeNull();

    /// <summary>Returns the deliveries of a webhook, the oldest first.</summary>
    public static async Task<IReadOnlyList<WebhookDeliveryRow>> DeliveriesAsync(
        this TestHost host,
        string webhookId,
        WebhookDeliveryStatus? status = null
    ) =>
        [
            .. (
                await host.AskAsync(new ListWebhookDeliveries(webhookId) { Status = status, PageSize = 200 })
            ).Value!.Items.Reverse(),
        ];
}
