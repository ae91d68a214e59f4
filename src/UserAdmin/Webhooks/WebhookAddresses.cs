using System.Net;
using Microsoft.Extensions.Options;
using UserAdmin.Messaging;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin.Webhooks;

/// <summary>Decides which addresses of receivers are allowed.</summary>
internal sealed class WebhookAddresses(IOptions<WebhookOptions> options)
{
    /// <summary>
    /// Returns why an address is not allowed, or null. A name is looked up only when something is sent, and each time:
    /// what it stands for can change.
    /// </summary>
    /// <param name="url">The address, whatever it is.</param>
    public Error? Problem(string? url)
    {
        if (
            url is not { Length: > 0 and <= WebhookErrors.LongestUrl }
            || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || uri.Host.Length == 0
            || url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))
        )
        {
            return new(
                "webhooks.url-invalid",
                "Enter the address of the receiver, such as https://example.com/hooks, with at most 2,000 characters.",
                nameof(CreateWebhook.Url)
            );
        }

        return uri.UserInfo.Length > 0
                ? new(
                    "webhooks.url-user",
                    "Leave out the name and password in front of the host. Receivers check the signature.",
                    nameof(CreateWebhook.Url)
                )
            : uri.Fragment.Length > 0
                ? new(
                    "webhooks.url-fragment",
                    "Leave out the part after “#”. It is not sent.",
                    nameof(CreateWebhook.Url)
                )
            : uri.Scheme == Uri.UriSchemeHttp && !options.Value.AllowHttp
                ? new(
                    "webhooks.url-http",
                    "Use an address that begins with https://, so that nobody on the way can read the events.",
                    nameof(CreateWebhook.Url)
                )
            : !options.Value.AllowPrivateAddresses && IsPrivate(uri)
                ? new(
                    "webhooks.url-private",
                    "Use a public address. Receivers inside a network are allowed only if the operator has set "
                        + "UserAdmin:Webhooks:AllowPrivateAddresses.",
                    nameof(CreateWebhook.Url)
                )
            : null;
    }

    private static bool IsPrivate(Uri uri) =>
        IPAddress.TryParse(uri.IdnHost, out var address)
            ? !PublicAddresses.IsPublic(address)
            : uri.IdnHost is "localhost" || uri.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
