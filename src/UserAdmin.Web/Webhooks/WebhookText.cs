using System.Globalization;
using UserAdmin.Audit.Search;
using UserAdmin.Web.Applications;
using UserAdmin.Webhooks;

namespace UserAdmin.Web.Webhooks;

/// <summary>Texts of the pages of webhooks.</summary>
internal static class WebhookText
{
    // Fewer events than this are looked at within a second or two; saying so would only flicker.
    private const long Noticeable = 20;

    /// <summary>The address of a webhook's page.</summary>
    public static string Href(WebhookRow row) => Href(row.ApplicationId, row.Id);

    /// <summary>The address of a webhook's page.</summary>
    public static string Href(string applicationId, string webhookId) =>
        $"{ApplicationText.Href(applicationId)}/webhooks/{Uri.EscapeDataString(webhookId)}";

    /// <summary>The address of the page that creates a webhook of an application.</summary>
    public static string NewHref(string applicationId) => $"{ApplicationText.Href(applicationId)}/webhooks/new";

    /// <summary>“Active”, “Paused”, “Failing”, “Catching up”.</summary>
    public static string State(WebhookRow row) =>
        row.PausedBecause is not null ? T("Paused", "webhook")
        : row.Progress.FailingSince is not null ? T("Failing", "webhook")
        : IsCatchingUp(row) ? T("Catching up", "webhook")
        : T("Active", "webhook");

    /// <summary>The colour class of the state.</summary>
    public static string Chip(WebhookRow row) =>
        row.PausedBecause switch
        {
            WebhookPause.ByPerson => "disabled",
            not null => "bad",
            _ when row.Progress.FailingSince is not null => "warn",
            _ when IsCatchingUp(row) => "",
            _ => "active",
        };

    /// <summary>Why a webhook is paused, and what to do.</summary>
    public static string Pause(WebhookPause pause) =>
        pause switch
        {
            WebhookPause.ByPerson => T("Somebody has paused it. What happens meanwhile is sent once it is resumed."),
            WebhookPause.FailedTooLong => T(
                "An event could not be delivered for three days. Mend the receiver, then resume the webhook."
            ),
            WebhookPause.Gone => T(
                "The receiver answered 410: it wants nothing more. Correct the address, or delete the webhook."
            ),
            WebhookPause.ApplicationStopped => T(
                "The application is disabled or has expired. Once it is enabled, the webhook goes on by itself."
            ),
            WebhookPause.NotPermitted => T(
                "The application may not read the activity any more. Once it has the permission activity.read, the "
                    + "webhook goes on by itself."
            ),
            _ => T(
                "The secret cannot be read: the database was restored without its keys. Rotate the secret, then resume "
                    + "the webhook."
            ),
        };

    /// <summary>What a webhook sends, in one or two words.</summary>
    public static string Format(WebhookFormat format) =>
        format == WebhookFormat.Events ? T("Events") : T("Security events");

    /// <summary>What a format is for, in a sentence.</summary>
    public static string FormatHint(WebhookFormat format) =>
        format == WebhookFormat.Events
            ? T("Each change as JSON: who changed what, from what to what, and why.")
            : T(
                "Signed security event tokens (SCIM events, CAEP, RISC) for identity systems. They say what happened, "
                    + "without values."
            );

    /// <summary>“All events”, “All security events”, “1 type of event”, “3 types of events”.</summary>
    public static string What(WebhookRow row) =>
        row.EventTypes.Count > 0 ? T(row.EventTypes.Count, "1 type of event", $"{row.EventTypes.Count} types of events")
        : row.Format == WebhookFormat.Events ? T("All events")
        : T("All security events");

    /// <summary>A type of event in words.</summary>
    public static string Type(string eventType) =>
        eventType == WebhookEventTypes.Trial ? T("Test")
        : eventType.Length == 0 ? T("Event")
        : FromCore(ActivityActions.Words(eventType));

    /// <summary>“Waiting”, “Delivered”, “Given up”.</summary>
    public static string Status(WebhookDeliveryStatus status) =>
        status switch
        {
            WebhookDeliveryStatus.Waiting => T("Waiting", "delivery"),
            WebhookDeliveryStatus.Delivered => T("Delivered", "delivery"),
            _ => T("Given up", "delivery"),
        };

    /// <summary>“Waiting”, “Failing”, “Delivered” or “Given up”: the status of a delivery.</summary>
    public static string Status(WebhookDeliveryRow row) =>
        IsFailing(row) ? T("Failing", "delivery") : Status(row.Status);

    /// <summary>The colour class of the status of a delivery.</summary>
    public static string Chip(WebhookDeliveryRow row) =>
        row.Status switch
        {
            WebhookDeliveryStatus.Delivered => "good",
            WebhookDeliveryStatus.Failed => "bad",
            _ when IsFailing(row) => "warn",
            _ => "",
        };

    /// <summary>Why a delivery was not successful, and what to do.</summary>
    public static string Problem(WebhookProblem problem, int? status) =>
        problem switch
        {
            WebhookProblem.Refused => T(
                $"The receiver answered {Number(status)} instead of 2xx. Its log says why, and perhaps its answer."
            ),
            WebhookProblem.Redirected => T(
                $"The receiver answered {Number(status)}, a redirect, which is not followed. Enter the final address."
            ),
            WebhookProblem.TimedOut => T(
                "No answer came in time. The receiver should answer at once and do its work afterwards."
            ),
            WebhookProblem.HostUnknown => T(
                "The name of the host has no address. Check the spelling of the address, and the name server."
            ),
            WebhookProblem.AddressNotAllowed => T(
                "The host has only private addresses. The operator can allow them with the setting "
                    + "UserAdmin:Webhooks:AllowPrivateAddresses."
            ),
            WebhookProblem.NotConnected => T(
                "No connection was made, or it broke. Check that the receiver runs and the firewall lets it through."
            ),
            WebhookProblem.CertificateNotTrusted => T(
                "The receiver's certificate is not valid for its name, has expired, or is from an unknown issuer."
            ),
            _ => T("The event could not be written. A newer version of UserAdmin may be needed to send it."),
        };

    /// <summary>The result of a delivery that was tried, in a sentence for a test.</summary>
    public static string Result(WebhookDeliveryRow row) =>
        row.Status == WebhookDeliveryStatus.Delivered
            ? T($"The test arrived: the receiver answered {Number(row.AnswerStatus)} after {Took(row)} ms.")
            : T("The test did not arrive.")
                + (row.Problem is { } problem ? " " + Problem(problem, row.AnswerStatus) : "");

    /// <summary>How long the last answer took, in milliseconds.</summary>
    public static string Took(WebhookDeliveryRow row) => row.Milliseconds.ToString("N0", WrittenIn);

    /// <summary>A number, as the language of whoever reads it writes it.</summary>
    public static string Count(long number) => number.ToString("N0", WrittenIn);

    /// <summary>Whether a delivery waits after a try that failed.</summary>
    public static bool IsFailing(WebhookDeliveryRow row) =>
        row is { Status: WebhookDeliveryStatus.Waiting, Problem: not null, Attempts: > 0 };

    private static bool IsCatchingUp(WebhookRow row) => row.Progress.Behind + row.Progress.Waiting >= Noticeable;

    private static string Number(int? status) => status?.ToString(CultureInfo.InvariantCulture) ?? "–";
}
