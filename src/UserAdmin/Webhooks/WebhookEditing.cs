using Microsoft.EntityFrameworkCore;
using UserAdmin.Applications;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks;

/// <summary>Finds a webhook for a handler, under the same conditions as its application.</summary>
internal sealed class WebhookEditing(WriteContext context, ApplicationEditing applications)
{
    /// <summary>Returns a webhook, or the reason why the actor cannot change it.</summary>
    public async Task<(Webhook? Webhook, Error? Refusal)> FindAsync(
        string applicationId,
        string webhookId,
        CancellationToken cancellationToken
    )
    {
        var (_, webhook, refusal) = await FindBothAsync(applicationId, webhookId, cancellationToken);
        return (webhook, refusal);
    }

    /// <summary>Returns a webhook and its application, or the reason why the actor cannot change them.</summary>
    public async Task<(Application? Application, Webhook? Webhook, Error? Refusal)> FindBothAsync(
        string applicationId,
        string webhookId,
        CancellationToken cancellationToken
    )
    {
        var (application, refusal) = await applications.FindAsync(applicationId, cancellationToken);
        return application is null ? (null, null, refusal)
            : await OfAsync(application, webhookId, cancellationToken) is { } webhook ? (application, webhook, null)
            : (null, null, WebhookErrors.NotFound);
    }

    /// <summary>
    /// Returns a webhook, whatever its application may do: whoever notices that events go astray must be able to stop
    /// it.
    /// </summary>
    public async Task<(Webhook? Webhook, Error? Refusal)> FindToStopAsync(
        string applicationId,
        string webhookId,
        CancellationToken cancellationToken
    )
    {
        var (application, refusal) = await applications.FindToStopAsync(applicationId, cancellationToken);
        return application is null ? (null, refusal)
            : await OfAsync(application, webhookId, cancellationToken) is { } webhook ? (webhook, null)
            : (null, WebhookErrors.NotFound);
    }

    /// <summary>Returns whether an application may read what a webhook sends.</summary>
    public static bool MayRead(Application application) =>
        application.PermissionNames.Contains(Permissions.ActivityRead);

    /// <summary>Returns the position of the last event of the log; 0 if there is none.</summary>
    public static async Task<long> TailAsync(WriteContext context, CancellationToken cancellationToken) =>
        await context.EventLog.MaxAsync(row => (long?)row.Position, cancellationToken) ?? 0;

    private Task<Webhook?> OfAsync(Application application, string webhookId, CancellationToken cancellationToken) =>
        context.Webhooks.SingleOrDefaultAsync(
            row => row.Id == webhookId && row.ApplicationId == application.Id,
            cancellationToken
        );
}
