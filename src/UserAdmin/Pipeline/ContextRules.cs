using System.Diagnostics;
using UserAdmin.Messaging;
using UserAdmin.Text;

namespace UserAdmin.Pipeline;

/// <summary>
/// What may stand in the context of a command. It goes into a log that is never changed again, so it is looked at like
/// the command itself.
/// </summary>
internal static class ContextRules
{
    public const int LongestReason = 500;
    private const int LongestCorrelationId = 128;

    // An IPv6 address with a zone.
    private const int LongestIpAddress = 64;

    /// <summary>Why the context is refused, or null.</summary>
    public static Error? Refusal(CommandContext context) =>
        context.CommandId == Guid.Empty
            ? new("context.id-missing", "Send the command with an id of its own, a UUID of version 7.")
        : UserText.Unreadable(context.Reason) is { } character
            ? new("text.unsafe", $"Remove {character} from the reason.", nameof(context.Reason))
        : UserText.Clean(context.Reason)?.Length > LongestReason
            ? new("text.too-long", $"Use at most {LongestReason} characters for the reason.", nameof(context.Reason))
        : !UserText.IsSafe(context.CorrelationId) || context.CorrelationId?.Length > LongestCorrelationId
            ? new(
                "context.correlation-id-invalid",
                $"Use at most {LongestCorrelationId} characters for the correlation id.",
                nameof(context.CorrelationId)
            )
        : !UserText.IsSafe(context.IpAddress) || context.IpAddress?.Length > LongestIpAddress
            ? new("context.ip-address-invalid", "This is not an IP address.", nameof(context.IpAddress))
        : null;

    /// <summary>The context as it is recorded: the reason cleaned, and joined to the trace it belongs to.</summary>
    public static CommandContext Complete(CommandContext context) =>
        context with
        {
            Reason = UserText.Clean(context.Reason),
            CorrelationId = context.CorrelationId ?? Activity.Current?.TraceId.ToHexString(),
        };
}
