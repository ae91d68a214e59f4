using System.Globalization;
using UserAdmin.Messaging;

namespace UserAdmin.Monitoring;

/// <summary>The errors of commands about the log itself.</summary>
public static class LogErrors
{
    /// <summary>The command stays in the history for ever, so it must have a reason.</summary>
    public static Error ReasonMissing { get; } =
        new("log.reason-missing", "Say why: the reason stays in the history.", "Reason");

    /// <summary>The mismatch was already acknowledged, or there never was one.</summary>
    public static Error NoSuchMismatch { get; } =
        new("log.no-such-mismatch", "No open mismatch of the log was recorded there. Look at the page again.");

    /// <summary>Neither the runner nor a rebuild has stopped before the event.</summary>
    /// <param name="position">Its position.</param>
    public static Error NotStoppedThere(long position) =>
        new(
            "log.not-stopped-there",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The read model has not stopped before event {position}, so it is not set aside. Look at "
                    + $"the page again."
            )
        );

    /// <summary>The head of the log cannot be signed, because there is no key.</summary>
    /// <param name="why">What is wrong with the key and what to do, as a sentence.</param>
    public static Error NotSigned(string why) => new("log.not-signed", why);
}
