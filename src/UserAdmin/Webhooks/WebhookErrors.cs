using System.Globalization;
using UserAdmin.Messaging;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Webhooks;

/// <summary>Refusals that concern webhooks.</summary>
public static class WebhookErrors
{
    /// <summary>The largest number of webhooks of one application.</summary>
    public const int MostWebhooks = 10;

    /// <summary>The longest address of a receiver, in characters.</summary>
    public const int LongestUrl = 2_000;

    /// <summary>There is no webhook with this id.</summary>
    public static Error NotFound { get; } =
        new(
            "webhooks.not-found",
            "The application has no such webhook. It may have been deleted.",
            nameof(UpdateWebhook.WebhookId)
        );

    /// <summary>The id of the new webhook is taken.</summary>
    public static Error IdTaken { get; } =
        new(
            "webhooks.id-taken",
            "A webhook with this id already exists. Send the command again with a new id.",
            nameof(CreateWebhook.WebhookId)
        );

    /// <summary>The application has the largest number of webhooks.</summary>
    public static Error TooMany { get; } =
        new(
            "webhooks.too-many",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The application already has {MostWebhooks} webhooks. Delete one first."
            )
        );

    /// <summary>The application may not read the activity, which is what a webhook sends.</summary>
    public static Error NotPermitted { get; } =
        new(
            "webhooks.not-permitted",
            "A webhook sends what its application may read. Give the application the permission activity.read first; "
                + "for names and values of people also users.read.",
            nameof(CreateWebhook.ApplicationId)
        );

    /// <summary>The application is disabled or has expired.</summary>
    public static Error ApplicationStopped { get; } =
        new(
            "webhooks.application-stopped",
            "The application is disabled or has expired. Enable it first.",
            nameof(ResumeWebhook.ApplicationId)
        );

    /// <summary>Some of the types have no event among the standard security events.</summary>
    public static Error TypesWithoutStandard { get; } =
        new(
            "webhooks.type-without-standard",
            "Some of these have no standard security event. Choose only those that have one, or none for all of them.",
            nameof(CreateWebhook.EventTypes)
        );

    /// <summary>The webhook has no delivery with this id; old ones are removed.</summary>
    public static Error DeliveryNotFound { get; } =
        new(
            "webhooks.delivery-not-found",
            "The webhook has no such delivery. Old ones are removed.",
            nameof(SendDeliveryAgain.DeliveryId)
        );

    /// <summary>The delivery still waits to be sent.</summary>
    public static Error DeliveryWaits { get; } =
        new(
            "webhooks.delivery-waits",
            "This delivery is still to be sent. While the webhook is paused, resume it.",
            nameof(SendDeliveryAgain.DeliveryId)
        );

    /// <summary>The delivery has not failed, so there is nothing to skip.</summary>
    public static Error NothingToSkip { get; } =
        new(
            "webhooks.nothing-to-skip",
            "Only an event can be skipped that was tried in vain and is still to be sent. This one is not: look at its "
                + "present status.",
            nameof(SkipWebhookDelivery.DeliveryId)
        );

    /// <summary>The webhook is paused.</summary>
    public static Error Paused { get; } =
        new(
            "webhooks.paused",
            "The webhook is paused, so nothing is sent. Resume it first.",
            nameof(TryWebhook.WebhookId)
        );
}
