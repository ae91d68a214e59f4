using System.Reflection;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Web.Tests.Applications;
using UserAdmin.Web.Webhooks;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Tests.Webhooks;

/// <summary>A webhook of the application HR sync, and what stands behind its page.</summary>
public abstract class WebhookPageContext : ApplicationPageContext
{
    protected WebhookPageContext()
    {
        Row = Sync(7, Permissions.ActivityRead);
        Bus.Answer<ListWebhooks, IReadOnlyList<WebhookRow>>(_ => Webhook is null ? [] : [Webhook]);
        Bus.Answer<ListAllWebhooks, IReadOnlyList<WebhookRow>>(_ => Webhook is null ? [] : [Webhook]);
        Bus.Answer<GetWebhook, WebhookRow?>(_ => Webhook);
        Bus.Answer<ListWebhookDeliveries, Page<WebhookDeliveryRow>>(query =>
        {
            WebhookDeliveryRow[] rows =
            [
                .. Deliveries.Where(row =>
                    (query.Status is not { } status || row.Status == status) && (!query.OnlyTrials || row.Position == 0)
                ),
            ];
            return new([.. rows.Skip((query.PageNumber - 1) * query.PageSize).Take(query.PageSize)], rows.Length);
        });
        Bus.Answer<GetWebhookDelivery, WebhookDeliveryDetails?>(query =>
            Deliveries.Find(row => row.Id == query.DeliveryId) is { } row
                ? new(
                    row,
                    "https://hr.example.com/hooks",
                    [new("webhook-id", row.Id), new("webhook-timestamp", "1700000000")],
                    Body,
                    AnswerBody
                )
                : null
        );
    }

    internal WebhookRow? Webhook { get; set; } = Hook(9);

    internal List<WebhookDeliveryRow> Deliveries { get; } = [];

    internal string? Body { get; set; } = """{"type":"UserEmailChanged"}""";

    internal string? AnswerBody { get; set; } = "try later";

    internal static WebhookRow Hook(long version)
    {
        var row = new WebhookRow();
        typeof(WebhookRow)
            .GetProperty("Types", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(row, "UserCreated UserEmailChanged");
        return row.With(one => one.Id, "hook")
            .With(one => one.ApplicationId, "sync")
            .With(one => one.ApplicationName, "HR sync")
            .With(one => one.Url, "https://hr.example.com/hooks")
            .With(one => one.Description, "Feeds the directory")
            .With(one => one.CreatedAt, Rows.Now.AddDays(-2))
            .With(one => one.ChangedAt, Rows.Now.AddDays(-2))
            .With(one => one.SecretAt, Rows.Now.AddDays(-2))
            .With(one => one.Version, version);
    }

    internal static WebhookDeliveryRow Sent(
        string id,
        WebhookDeliveryStatus status,
        WebhookProblem? problem = null,
        int? answer = null,
        string type = "UserEmailChanged"
    ) =>
        new WebhookDeliveryRow()
            .With(row => row.Id, id)
            .With(row => row.WebhookId, "hook")
            .With(row => row.Position, type == WebhookEventTypes.Trial ? 0 : 1_234)
            .With(row => row.EventType, type)
            .With(row => row.SubjectId, "ada")
            .With(row => row.HappenedAt, Rows.Now.AddMinutes(-4))
            .With(row => row.Status, status)
            .With(row => row.Attempts, 1)
            .With(row => row.FirstAttemptAt, Rows.Now.AddMinutes(-3))
            .With(row => row.LastAttemptAt, Rows.Now.AddMinutes(-3))
            .With(row => row.NextAttemptAt, Rows.Now.AddMinutes(2))
            .With(row => row.Milliseconds, 41)
            .With(row => row.AnswerStatus, answer)
            .With(row => row.Problem, problem);

    internal IRenderedComponent<WebhookPage> ShowWebhook() =>
        Show<WebhookPage>(page => page.Add(p => p.ApplicationId, "sync").Add(p => p.WebhookId, "hook"));

    internal IRenderedComponent<NewWebhookPage> ShowNew() =>
        Show<NewWebhookPage>(page => page.Add(p => p.ApplicationId, "sync"));
}
