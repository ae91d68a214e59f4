using System.Diagnostics;
using UserAdmin.Messaging;
using UserAdmin.Text;

namespace UserAdmin.Pipeline;

/// <summary>
/// Validates the context of a command. It is written to a log that never changes, so it is checked like the command
/// itself.
/// </summary>
internal static class ContextRules
{
    public const int LongestReason = 500;
    private const int LongestCorrelationId = 128;

    // An IPv6 address with a zone.
    private const int LongestIpAddress = 64;

    /// <summary>Returns the reason why the context is refused, or null.</summary>
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

    /// <summary>
    /// Returns the context as it is recorded: with a cleaned reason and the correlation id of its trace.
    /// </summary>
    public static CommandContext Complete(CommandContext context) =>
        context with
        {
            Reason = UserText.Clean(context.Reason),
            CorrelationId = context.CorrelationId ?? Activity.Current?.TraceId.ToHexString(),
        };
}
