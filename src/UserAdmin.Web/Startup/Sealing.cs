using System.CommandLine;
using System.Globalization;
using UserAdmin.Monitoring;
using UserAdmin.Sealing;

namespace UserAdmin.Web.Startup;

/// <summary>The verb <c>seal</c>, and what other verbs say about a sealed log.</summary>
internal static class Sealing
{
    /// <summary>Declares <c>seal</c>.</summary>
    /// <param name="settings">The words that are settings.</param>
    public static Command Seal(string[] settings) =>
        Verbs.Run(
            new Command(
                "seal",
                "Encrypt the personal texts of events that were written before texts were encrypted; the console must "
                    + "not run. A run that was interrupted is finished by the next."
            ),
            settings,
            _ => SealAsync(settings)
        );

    /// <summary>Prints what a verification has found out about the sealing of the log, if it was sealed.</summary>
    /// <param name="sealing">What the log says; null if it was not sealed.</param>
    /// <param name="isSigned">Whether its signature is good; null if that was not checked.</param>
    public static void Say(LogSealingFacts? sealing, bool? isSigned)
    {
        if (sealing is null)
        {
            return;
        }

        CommandLine.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"On {sealing.SealedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC the personal texts of {sealing.Sealed} events "
                    + $"up to {sealing.HeadPosition} were encrypted, as event {sealing.RecordedAt} says; older "
                    + $"heads were compared with the hashes from before, which are kept. That shows that the log was "
                    + $"made from the one that was signed then, and has not been changed since; that encrypting left "
                    + $"its texts as they were, only a backup from before can show."
            )
        );
        if (isSigned is null)
        {
            CommandLine.Say(
                $"The signature of event {sealing.RecordedAt}, by the key {sealing.KeyId}, was not checked: "
                    + "--anchor-key FILE checks it with that key."
            );
        }
    }

    private static Task<int> SealAsync(string[] settings) =>
        Maintenance.WithHostAsync(
            settings,
            async (services, cancellationToken) =>
            {
                SealReport report;
                try
                {
                    report = await services.GetRequiredService<ILogSeal>().RunAsync(Tell, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    CommandLine.Fail("Cancelled. No event was changed. The next run goes on.");
                    return StopSignal.ExitCode;
                }

                CommandLine.Say(Summary(report));
                if (report.LeftPlain > 0)
                {
                    CommandLine.Say(
                        $"Events that this version cannot read, and that were left as they are: {report.LeftPlain}."
                    );
                }

                if (report.Sealed > 0)
                {
                    CommandLine.Say(
                        $"The log ends at position {report.Position}, head hash {report.HeadHash}. Signed heads from "
                            + "before stay valid: verify compares them. Backups from before still hold the texts."
                    );
                }

                return report.Remaining is null ? 0
                    : report.IsComplete ? CommandLine.Say(report.Remaining)
                    : CommandLine.Fail(report.Remaining);
            }
        );

    private static string Summary(SealReport report) =>
        report switch
        {
            { Sealed: > 0 } => string.Create(
                CultureInfo.InvariantCulture,
                $"Sealed {report.Sealed} events, and recorded that as event {report.RecordedAt}. Events about accounts "
                    + $"that had been purged, or about what a policy had erased, which can no longer be read: "
                    + $"{report.Unreadable}."
            ),
            { RecordedAt: { } at, Remaining: null } => FormattableString.Invariant(
                $"The log is sealed, as event {at} says. Nothing was changed."
            ),
            { RecordedAt: { } at } => FormattableString.Invariant(
                $"The log is sealed, as event {at} says. What an earlier run had left to do is done now."
            ),
            _ => "No event is in plain text. Nothing was changed.",
        };

    private static void Tell(SealProgress progress)
    {
        var what = progress.Stage switch
        {
            SealStage.Verified => "events verified",
            SealStage.Encrypted => "events encrypted beside the log",
            SealStage.Replaced => "events replaced, not committed yet",
            _ => null,
        };
        if (what is not null)
        {
            CommandLine.Say(
                string.Create(CultureInfo.InvariantCulture, $"{progress.Position:N0} of {progress.Target:N0} {what}")
            );
        }
    }
}
