using System.Globalization;
using UserAdmin.Account;
using UserAdmin.Account.Queries;
using UserAdmin.Anchors;
using UserAdmin.Anchors.Queries;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Applications.Queries;
using UserAdmin.Applications.Requests;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Mail;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Nodes.Queries;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Policies.Queries;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Queries;
using UserAdmin.Users.Queries;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Api.Rest;

internal static partial class ApiCatalogue
{
    private static ApiEndpoint[] Applications =>
        [
            new ApiMe(),
            Pages<ListApplications, ApplicationRow>("applications"),
            Query<GetApplication, ApplicationRow>("applications/{applicationId}", ApplicationErrors.NotFound),
            Command<DisableApplication>("POST", "applications/{applicationId}/disable"),
            Command<RevokeApplicationKey>("DELETE", "applications/{applicationId}/keys/{keyId}"),
            Pages<ListApplicationRequests, ApplicationRequest>("applications/{applicationId}/requests"),
            List<ListWebhooks, WebhookRow>("applications/{applicationId}/webhooks"),
            Command<PauseWebhook>("POST", "applications/{applicationId}/webhooks/{webhookId}/pause"),
            Command<DeleteWebhook>("DELETE", "applications/{applicationId}/webhooks/{webhookId}"),
            List<ListAllWebhooks, WebhookRow>("webhooks"),
            Query<GetWebhook, WebhookRow?>("webhooks/{webhookId}", WebhookErrors.NotFound),
            Pages<ListWebhookDeliveries, WebhookDeliveryRow>("webhooks/{webhookId}/deliveries"),
            Query<GetWebhookDelivery, WebhookDeliveryDetails?>(
                "webhook-deliveries/{deliveryId}",
                WebhookErrors.DeliveryNotFound
            ),
        ];

    private static ApiEndpoint[] Bulk =>
        [
            Pages<ListBulkActions, BulkRow>("bulk"),
            Beginning<StartBulkAction>("bulk", "batchId", "bulk/{id}"),
            new ApiQuery<PreviewBulkAction, BulkPreview>("POST", "bulk/preview") { MostBytes = Large },
            Query<GetBulkAction, BulkRow>("bulk/{batchId}", BulkErrors.NotFound),
            Command<CancelBulkAction>("POST", "bulk/{batchId}/cancel"),
            Pages<ListBulkItems, BulkItem>("bulk/{batchId}/items"),
            Pages<ListBulkUserIds, string>("bulk/{batchId}/user-ids"),
            Beginning<StartUndo>("undo", "batchId", "bulk/{id}"),
            new ApiListQuery<ListUndoEvents, Messaging.Page<UndoEvents>, UndoEvents>(
                "POST",
                "undo/events",
                page => page.Items,
                page => page.Total
            ),
            Query<PreviewUndo, UndoPreview>("undo/preview", method: "POST"),
        ];

    private static ApiEndpoint[] Imports =>
        [
            Pages<ListImports, ImportRow>("imports"),
            new ApiUpload(),
            Query<GetImport, ImportRow>("imports/{importId}", ImportErrors.NotFound),
            List<GetImportSample, ImportColumn>("imports/{importId}/sample"),
            Command<ConfigureImport>("PUT", "imports/{importId}/options"),
            Command<ReadImportAnew>("POST", "imports/{importId}/read-anew"),
            Pages<ListImportRows, ImportItem>("imports/{importId}/rows"),
            List<ListImportReasons, ImportReason>("imports/{importId}/reasons"),
            new ApiCommand<MendImportRows>("POST", "imports/{importId}/mend") { MostBytes = Large },
            new ApiCommand<StartImport>("POST", "imports/{importId}/start")
            {
                IsLong = true,
                Location = "imports/{id}",
            },
            Command<PauseImport>("POST", "imports/{importId}/pause"),
            new ApiCommand<ResumeImport>("POST", "imports/{importId}/resume")
            {
                IsLong = true,
                Location = "imports/{id}",
            },
            Command<CancelImport>("POST", "imports/{importId}/cancel"),
            Command<DeleteImportRows>("DELETE", "imports/{importId}/rows"),
            new ApiListQuery<PreviewInvitations, IReadOnlyList<InvitationCandidate>, InvitationCandidate>(
                "POST",
                "invitations/preview",
                items => items,
                items => items.Count
            )
            {
                MostBytes = Large,
            },
            Beginning<InvitePeople>("invitations", "importId", "imports/{id}"),
            List<ListInvitations, Invitation>("invitations/by-user", "POST"),
        ];

    private static ApiEndpoint[] Exports => [new ApiExport()];

    private static ApiEndpoint[] Activity =>
        [
            new ApiListQuery<GetActivity, ActivityEvents, HistoryRow>(
                "GET",
                "activity",
                events => events.Items,
                _ => null,
                (events, place) =>
                    (
                        events.SearchedTo ?? (events.HasMore ? events.Items[place.IsUpward ? 0 : ^1].Position : null)
                    )?.ToString(CultureInfo.InvariantCulture)
            ),
            Query<SummariseActivity, ActivitySummary>("activity/summary"),
            Query<CountActivityByDay, ActivityDays>("activity/by-day"),
            Query<FindLoudestAddresses, LoudestAddresses>("activity/loudest-addresses"),
            Query<SuggestActivity, SearchSuggestions>("activity/search-suggestions"),
            Before<ListRefusedAttempts, RefusedAttemptRow>("activity/refused-attempts", row => row.Position),
        ];

    private static ApiEndpoint[] Console =>
        [
            new ApiListQuery<ListMails, MailList, MailRow>(
                "GET",
                "mail",
                mails => mails.Page.Items,
                mails => mails.Page.Total
            ),
            Command<RetryMail>("POST", "mail/{orderedAt}/retry"),
            Command<DiscardMail>("POST", "mail/{orderedAt}/discard"),
            Query<GetMailRoute, MailRoute>("mail/route"),
            Query<GetPolicy, PolicyRow>("settings/policy"),
            Command<ChangePolicy>("PUT", "settings/policy"),
            Query<GetSystemStatus, SystemStatus>("system/status"),
            Query<GetSystemFigures, SystemFigures>("system/figures"),
            new ApiListQuery<ListNodes, IReadOnlyList<Node>, ApiNode>(
                "GET",
                "system/nodes",
                nodes => [.. nodes.Select(node => new ApiNode(node))],
                nodes => nodes.Count
            ),
            Query<GetStockReport, StockReport>("system/comparison"),
            List<ListLogMarks, HistoryRow>("system/log-marks"),
            Query<GetAnchors, AnchorStatus>("system/anchors"),
            Command<SignLogHead>("POST", "system/sign-log-head"),
            Command<RebuildReadModel>("POST", "system/rebuild-read-model"),
            Command<SetEventAside>("POST", "system/set-event-aside"),
            Command<AcknowledgeLogMismatch>("POST", "system/acknowledge-log-mismatch"),
        ];
}

/// <summary>
/// A node. The record of the core has a default value that the generator of the document cannot write.
/// </summary>
/// <param name="node">The node.</param>
internal sealed class ApiNode(Node node)
{
    /// <inheritdoc cref="Node.Id"/>
    public string Id => node.Id;

    /// <inheritdoc cref="Node.Machine"/>
    public string Machine => node.Machine;

    /// <inheritdoc cref="Node.ProcessId"/>
    public int ProcessId => node.ProcessId;

    /// <inheritdoc cref="Node.Version"/>
    public string Version => node.Version;

    /// <inheritdoc cref="Node.StartedAt"/>
    public DateTimeOffset StartedAt => node.StartedAt;

    /// <inheritdoc cref="Node.SeenAt"/>
    public DateTimeOffset SeenAt => node.SeenAt;

    /// <inheritdoc cref="Node.ReadPosition"/>
    public long ReadPosition => node.ReadPosition;

    /// <inheritdoc cref="Node.IsLeader"/>
    public bool IsLeader => node.IsLeader;

    /// <inheritdoc cref="Node.IsSilent"/>
    public bool IsSilent => node.IsSilent;

    /// <inheritdoc cref="Node.IsThis"/>
    public bool IsThis => node.IsThis;
}
